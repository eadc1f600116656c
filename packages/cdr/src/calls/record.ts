/** The call record (D1): one call with every stage, as plain data. Attempts stand apart from what came of them. */
import type {
  CallbackEnd,
  CallEnd,
  CallerBack,
  CallRefused,
  EndCause,
  EndedBy,
  QueueLeft,
  QueueRefused,
} from '@callweave/core'

export interface CallRecord {
  readonly call: number
  /** First ring, or the first dialing of a call that we began. */
  readonly arrivedAtMs: number
  /** When the caller's leg was answered: until then the caller has paid for nothing. `null` where nobody answered it. */
  readonly answeredAtMs: number | null
  /** The last hang-up; `null` in a record that was closed while the call was up. */
  readonly endedAtMs: number | null
  /** When the record was closed: the end of the call, or of the last wrap-up after it. */
  readonly closedAtMs: number
  readonly trunk: string | null
  readonly channel: number | null
  /** Personal: the number as presented. */
  readonly caller: string | null
  readonly dialed: string | null
  /** The place of the route among the definition's. */
  readonly route: number | null
  readonly flow: string | null
  readonly language: string | null
  readonly tags: readonly string[]
  readonly choices: readonly MenuChoice[]
  readonly queues: readonly QueueVisit[]
  readonly offers: readonly OfferAttempt[]
  readonly conversations: readonly Conversation[]
  /** The agent who answered first. */
  readonly answeredBy: string | null
  /** Sums over the visits and the conversations. */
  readonly waitMs: number
  readonly talkMs: number
  readonly holdMs: number
  readonly wrapUpMs: number
  readonly survey: readonly SurveyAnswer[]
  readonly messages: readonly Message[]
  readonly recordings: readonly Recording[]
  readonly callback: CallbackPromise | null
  /** Personal: the number that was dialed last, for a call that we began or passed on. */
  readonly dialedOut: string | null
  readonly refused: CallRefused | null
  /** `in`: somebody called us, or we called back; `out` and `internal`: begun at a phone of ours. */
  readonly direction: 'in' | 'out' | 'internal'
  /** The phone of ours that the call began at. */
  readonly extension: string | null
  readonly transfers: readonly Transfer[]
  /** How often the caller hung up on a line that only we may clear, and whether the caller came back. */
  readonly clearings: readonly Clearing[]
  readonly outcome: CallEnd | null
  /** Who ended the caller's own leg, and how. */
  readonly endedBy: EndedBy | null
  readonly endCause: EndCause | null
}

export interface MenuChoice {
  readonly atMs: number
  readonly step: string
  readonly key: string
}

export interface QueueVisit {
  readonly queue: string
  readonly enteredAtMs: number
  /** `null` while waiting. */
  readonly leftAtMs: number | null
  readonly because: QueueLeft | QueueRefused | null
  /** The queue did not take the call; `because` says why. */
  readonly refused: boolean
  /** As the queue counts it: from the virtual start, which is earlier for a caller who took up a place again. */
  readonly waitMs: number
  /** The key that the caller left by. */
  readonly key: string | null
  /** A promise to call back waited in place of the caller. */
  readonly callback: boolean
}

export interface OfferAttempt {
  readonly offer: number
  readonly queue: string
  readonly agent: string
  readonly madeAtMs: number
  readonly ringMs: number
  /** `null` while it rings. */
  readonly ended: 'accepted' | 'missed' | 'rejected' | 'withdrawn' | null
  /** Why it was rejected or withdrawn. */
  readonly because: string | null
}

/** One agent's part in the call, from answering to the end of the wrap-up. */
export interface Conversation {
  readonly agent: string
  /** `null` when the agent was reached without a queue. */
  readonly queue: string | null
  /** The agent's leg, 0 when it is not known. */
  readonly leg: number
  readonly answeredAtMs: number
  readonly talkMs: number
  readonly holdMs: number
  readonly wrapUpMs: number
  /** Who ended the talk. */
  readonly endedBy: EndedBy | null
}

/** A party that was put through by an agent, or by a phone of nobody's. */
export interface Transfer {
  readonly atMs: number
  readonly agent: string | null
  /** Without speaking to the other first, or after. */
  readonly kind: 'blind' | 'attended'
  readonly target: 'extension' | 'outside' | 'queue' | 'flow'
  /** Personal where it is a number outside. */
  readonly toward: string
  /** Why it came back, where it did. */
  readonly returned: string | null
}

/** The caller has hung up, and the call was kept for the agent (called-party release). */
export interface Clearing {
  readonly atMs: number
  readonly agent: string | null
  /** How the caller came back; `null` where the time ran out, or the agent hung up first. */
  readonly back: CallerBack | null
  readonly backAtMs: number | null
}

/** The last promise to call back. */
export interface CallbackPromise {
  readonly queue: string
  readonly requestedAtMs: number
  /** When the caller wanted it; `null`: when the place in the queue allows. */
  readonly dueAtMs: number | null
  /** How often the caller was dialed. */
  readonly attempts: number
  readonly ended: CallbackEnd | null
}

export interface SurveyAnswer {
  readonly question: string
  readonly answer: string
  readonly agent: string | null
  readonly queue: string | null
}

export interface Message {
  readonly box: string
  readonly recording: string
  readonly lengthMs: number
}

export interface Recording {
  readonly recording: string
  readonly lengthMs: number
}
