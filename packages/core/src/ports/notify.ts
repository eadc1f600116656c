/** Text messages and mail: each is sent at least once while somebody asks again, and not twice under one key. */
import type { Ask } from './outside.js'

export interface Notify {
  /**
   * Answered when the carrier has taken the message; whether it arrives is not known. Messages to one address are
   * sent in the order they were ordered in. The same key again sends nothing and is answered as the first time.
   * `out-of-range`: an address that is none, no text, no key, a line break in the subject.
   * `illegal-state`: the key has sent another message before.
   */
  readonly send: Ask<Notice, null>
}

interface Keyed {
  /** One message: the call and the step that sends it, say. Kept by whoever asks again. */
  readonly key: string
  readonly text: string
}

export interface TextMessage extends Keyed {
  readonly by: 'text-message'
  /** E.164: `+` and 7 to 15 digits. Personal. */
  readonly toward: string
}

export interface Mail extends Keyed {
  readonly by: 'mail'
  /** `somebody@somewhere`. Personal. */
  readonly toward: string
  readonly subject: string
}

export type Notice = TextMessage | Mail
