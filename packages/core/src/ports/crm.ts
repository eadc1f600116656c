/**
 * The customer system. The center asks it who calls, shows the agent, and leaves a record of each call. A call never
 * waits for it longer than the deadline: it is routed as one of a caller whom nobody knows.
 */
import type { CallEnd } from '../events/codes.js'
import type { Ask } from './outside.js'

export interface Crm {
  /**
   * Who has this number, in E.164 or in any way it is written at home: with or without prefixes, blanks, brackets. Nobody
   * is an answer, and the one for a text without digits. Several customers come in the same order each time.
   */
  readonly findByPhone: Ask<string, PhoneMatch>
  /** Shows a call on the agent's screen; the same call and agent once. `out-of-range`: a customer who is not there. */
  readonly pop: Ask<ScreenPop, null>
  /**
   * Makes the record of a call, and changes it later: one record for each `call`; what an entry leaves out stays as it was.
   * `out-of-range`: no `call`, or a customer who is not there.
   */
  readonly logCall: Ask<CallEntry, { readonly record: string }>
  /** Opens a case, one for each `key`. `out-of-range`: no `key`, or a customer who is not there. */
  readonly openCase: Ask<NewCase, { readonly case: string }>
  /** Whether this number may be dialed, in whatever way it is written. `out-of-range`: a text without digits. */
  readonly setDoNotCall: Ask<{ readonly phone: string; readonly doNotCall: boolean }, null>
}

export interface PhoneMatch {
  readonly customers: readonly Customer[]
  /** Holds for the number, whoever has it. */
  readonly doNotCall: boolean
}

export interface Customer {
  /** The customer system's own. */
  readonly id: string
  /** What a flow may route by, such as `{ tier: 'gold', owner: 'li-wei' }`. Personal. */
  readonly attributes: Readonly<Record<string, string>>
}

export interface ScreenPop {
  /** `formatCallId`: unique among all centers that use this customer system. */
  readonly call: string
  readonly agent: string
  readonly phone: string
  /** None: an empty card. One: this one. Several: a choice. */
  readonly customers: readonly string[]
}

export interface CallEntry {
  /** `formatCallId`. */
  readonly call: string
  readonly phone: string
  readonly direction: 'in' | 'out'
  readonly arrivedAtMs: number
  readonly customer?: string
  readonly queue?: string
  readonly agent?: string
  readonly talkMs?: number
  readonly outcome?: CallEnd
  /** What the agent made of it, in the center's own codes. */
  readonly disposition?: string
  /** Where the recording can be heard: a link, never the sound. */
  readonly recording?: string
}

export interface NewCase {
  /** Unique among all cases of this customer system that were opened by calls, such as the call and the step. */
  readonly key: string
  readonly customer: string
  readonly call: string | null
  readonly subject: string
  readonly text: string
}
