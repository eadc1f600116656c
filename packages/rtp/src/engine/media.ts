/**
 * The media of many parties, by orders that return at once: what came of them is told later. One implementation runs in the
 * caller's thread (under a virtual clock in tests), one in a thread of its own.
 */

import type { Law } from '../g711/laws.js'
import type { Address } from '../lock/source-lock.js'
import type { DtmfKey } from '../telephone-event/payload.js'

/** One party's media. Counts from 1. */
export type PartyId = number
/** A sound that was loaded. Counts from 1. */
export type SoundId = number
/** Names an order whose end is told. Chosen by the caller. */
export type MediaToken = number

export interface PartyPorts {
  readonly party: PartyId
  readonly rtpPort: number
  readonly rtcpPort: number
}

/** What the two sides have agreed on. */
export interface PartyMedia {
  /** Where their media goes; null while they are not to hear us (hold). */
  readonly remote: Address | null
  readonly remoteControl: Address | null
  /** By which of our addresses they are sent to, where there are several. Default the first. */
  readonly from?: string
  /** The law we send and decode; null where only another codec is common: such media is passed through a bridge, and not heard. */
  readonly law: Law | null
  /** Payload type to codec (`pcmu/8000`), as agreed: a bridge passes what both have, under each one's own number. */
  readonly codecs: readonly { readonly payloadType: number; readonly codec: string }[]
  /** Payload type of telephone-events; null where keys are heard in the sound. */
  readonly eventType: number | null
  /** They are heard by others: false while they hold us. */
  readonly isHeard: boolean
}

export type Playable = { readonly sound: SoundId } | { readonly silenceMs: number }

/** Quality of one party's media at its end. */
export interface PartyFigures {
  readonly received: number
  readonly sent: number
  readonly lost: number
  /** RFC 3550 section 6.4.1, in ms. */
  readonly jitterMs: number
  readonly roundTripMs: number | null
  /** E-model, ITU-T G.107; null where nothing was heard. */
  readonly mos: number | null
  /** Packets of strangers that were refused. */
  readonly strangers: number
}

export interface MediaUser {
  /** What was played has come to its end; not told of what was stopped or replaced. */
  played(party: PartyId, token: MediaToken): void
  /** A key was pressed: by telephone-event, or heard in the sound. Once for each. */
  pressed(party: PartyId, key: DtmfKey, durationMs: number): void
  /** A recording has ended and its file is whole. */
  recorded(party: PartyId, token: MediaToken, lengthMs: number, because: 'length' | 'silence' | 'stopped'): void
  /** Nothing came from this party for so long, though it is to be heard. Told once, until something comes. */
  silent(party: PartyId, forMs: number): void
  closed(party: PartyId, figures: PartyFigures): void
  /** A thread, a disk or a socket failed: what, and what is lost. */
  trouble(error: unknown): void
}

/**
 * Orders to a party that is gone do nothing. What an order throws, media in a thread of their own tell as `trouble`, but for
 * `open` and for what is no key.
 */
export interface Media {
  /** A pair of ports, taken from those that are kept open. @throws CallweaveError `peer-failed` when none is free. */
  open(): PartyPorts
  /** From now on. Calling it again keeps stream, sequence and timestamps. */
  agree(party: PartyId, media: PartyMedia): void
  /** Makes a sound known: samples at 8,000 Hz. The same array gives the same number, until that is unloaded. */
  load(samples: Int16Array): SoundId
  /** Lets go of a sound, which is heard to its end where it is played. Its number is never given again. */
  unload(sound: SoundId): void
  /** Plays from now on, in place of what is played and of what others say. An empty list that loops is silence for ever. */
  play(party: PartyId, token: MediaToken, what: readonly Playable[], loop: boolean): void
  stopPlaying(party: PartyId): void
  /** Lets two hear each other; packets are passed on undecoded where nothing has to be mixed. Parts them from others. */
  bridge(party: PartyId, peer: PartyId): void
  /** Parts from bridge, conference and tap. */
  part(party: PartyId): void
  /**
   * Joins a conference, which is there as long as somebody is in it.
   *
   * @throws CallweaveError `out-of-range` where 64 are in it, with those who tap them; the party stays where it is.
   */
  join(party: PartyId, conference: number): void
  /** Hears the conversation that `onto` is in, and goes with it. @throws CallweaveError `out-of-range` as `join`. */
  tap(party: PartyId, onto: PartyId, mode: 'monitor' | 'whisper' | 'barge-in'): void
  /**
   * By telephone-event, or as tones where there are none; 100 ms each by default.
   *
   * @throws CallweaveError `out-of-range` for what is no key, a length outside 40..8,000 ms, or over 64 that wait.
   */
  sendKeys(party: PartyId, keys: string, eachMs?: number): void
  /** Writes what this party says to a WAV file. Ends by itself after so long, or so much silence. */
  record(
    party: PartyId,
    token: MediaToken,
    options: { readonly file: string; readonly maxMs: number; readonly silenceMs: number },
  ): void
  stopRecording(party: PartyId): void
  /** Gives its ports back; `closed` is told. */
  close(party: PartyId): void
  /** Parties that are open: nothing is left behind when it is 0. */
  readonly size: number
  end(): Promise<void>
}
