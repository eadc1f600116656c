import type { Notice } from '../guard/notices.js'

/** What whoever runs a switch wants to know, and no call is told. */
export type SoftswitchNotice =
  /**
   * A thread, a disk or a socket of the media failed: what was heard there is lost. Of recordings that cannot be written the
   * first is told; what was written of each until then is kept.
   */
  | { readonly notice: 'media-failed'; readonly error: unknown }
  /** Recordings are written again. */
  | { readonly notice: 'recordings-mended' }
  /** The center threw when it was told a fact. New calls ring the fallback phone, where there is one. */
  | { readonly notice: 'center-failed'; readonly error: unknown }
  | { readonly notice: 'sound-missing'; readonly error: unknown }
  /** TLS: a phone does not take our certificate, or we do not take a provider's. Told once an hour for each address. */
  | { readonly notice: 'certificate-refused'; readonly error: unknown }
  /** A call out has had no response from any peer of a trunk group. Told once, until one answers again. */
  | { readonly notice: 'trunk-silent'; readonly trunk: string }
  /** Calls are refused from now on, with 503; told once, until none was refused for a while. */
  | { readonly notice: 'overloaded'; readonly lagMs: number; readonly callsPerSecond: number }
  /** A call was given to the fallback phone, because nobody spoke for the center in time. */
  | { readonly notice: 'fallback'; readonly caller: string; readonly dialed: string; readonly extension: string }
  /** Somebody guesses passwords, floods, or looks for switches to break into. */
  | { readonly notice: 'stranger'; readonly stranger: Notice }
