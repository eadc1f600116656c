/** What the waits of a call were made of: the engine is asked for the cause whenever time passes. */
import {
  callsAhead,
  explainCall,
  type Floor,
  type Precedence,
  precedenceOver,
  type WaitCause,
  type WaitState,
  waitStateOf,
} from '@callweave/acd'
import type { CallEvent, CallId, QueueLeft } from '@callweave/core'

/** So long, all in all, the call waited for this. */
export interface StayPart {
  readonly cause: WaitCause
  readonly forMs: number
  /** Members who were logged in and whom the rules let take it: fewest and most while it lasted. */
  readonly fewest: number
  readonly most: number
}

export interface Stay {
  readonly queue: string
  readonly enteredAtMs: number
  readonly waitMs: number
  /** A promise to call back waited there, and no caller. */
  readonly isPromise: boolean
  /** `null`: the log ends before. */
  readonly ended: QueueLeft | null
  /** Members of the queue on entering, and those of them whom the rules let take the call. */
  readonly members: number
  readonly able: number
  /** Calls that came before it on entering. */
  readonly ahead: number
  /** Those of them that left before this one without an agent: their callers gave up, or otherwise. */
  readonly aheadGone: { readonly gaveUp: number; readonly otherwise: number }
  /** Longest first. */
  readonly parts: readonly StayPart[]
  /** Other calls that members who may take this one picked up meanwhile, by what put them first. */
  readonly othersTaken: { readonly [P in Precedence]: number }
  /** Offers that came to nothing. */
  readonly missed: readonly string[]
  readonly rejected: readonly string[]
}

export interface StayFold {
  /** Both are told of every event, before and after the floor takes it. */
  before(event: CallEvent): void
  after(event: CallEvent): void
  /** All of them; one that lasts still ends here. */
  end(): readonly Stay[]
}

interface Open {
  readonly queue: string
  readonly enteredAtMs: number
  readonly isPromise: boolean
  readonly members: number
  readonly able: number
  readonly ahead: number
  readonly aheadCalls: Set<CallId>
  readonly aheadGone: { gaveUp: number; otherwise: number }
  readonly parts: Map<WaitCause, { forMs: number; fewest: number; most: number }>
  readonly othersTaken: { [P in Precedence]: number }
  readonly missed: string[]
  readonly rejected: string[]
}

export const createStayFold = (floor: Floor, call: CallId): StayFold => {
  const stays: Stay[] = []
  let open: Open | null = null
  let lastMs = 0

  const close = (ended: QueueLeft | null, atMs: number): void => {
    if (open === null) return
    const { parts, aheadCalls: _, ...rest } = open
    const longestFirst = [...parts].map(([cause, part]) => ({ cause, ...part })).sort((a, b) => b.forMs - a.forMs)
    stays.push({ ...rest, waitMs: atMs - open.enteredAtMs, ended, parts: longestFirst })
    open = null
  }

  return {
    end: () => {
      close(null, lastMs)
      return stays
    },
    before: (event) => {
      if (open === null) return
      if (event.atMs > lastMs) {
        const state = waitStateOf(floor, call)
        if (state !== null) add(open.parts, state, event.atMs - lastMs)
        lastMs = event.atMs
      }
      if (event.type !== 'offer.accepted' || event.call === call) return
      const precedence = precedenceOver(floor, call, event.offer, event.atMs)
      if (precedence !== null) open.othersTaken[precedence] += 1
    },
    after: (event) => {
      if (!('call' in event)) return
      if (event.call !== call) {
        if (event.type === 'queue.left' && open?.aheadCalls.delete(event.call)) noteGone(open.aheadGone, event.because)
        return
      }
      switch (event.type) {
        case 'queue.entered': {
          const explained = explainCall(floor, call, event.atMs)
          lastMs = event.atMs
          open = {
            queue: event.queue,
            enteredAtMs: event.atMs,
            isPromise: event.callback !== null,
            members: explained?.candidates.length ?? 0,
            able: waitStateOf(floor, call)?.able ?? 0,
            ahead: (explained?.position ?? 1) - 1,
            aheadCalls: new Set(callsAhead(floor, call, event.atMs)),
            aheadGone: { gaveUp: 0, otherwise: 0 },
            parts: new Map(),
            othersTaken: { level: 0, priority: 0, earlier: 0, later: 0 },
            missed: [],
            rejected: [],
          }
          return
        }
        case 'offer.missed':
          open?.missed.push(event.agent)
          return
        case 'offer.rejected':
          open?.rejected.push(event.agent)
          return
        case 'queue.left':
          return close(event.because, event.atMs)
        default:
      }
    },
  }
}

const noteGone = (gone: Open['aheadGone'], because: QueueLeft): void => {
  if (because === 'abandoned') gone.gaveUp += 1
  else if (because !== 'answered') gone.otherwise += 1
}

const add = (parts: Open['parts'], { cause, loggedIn }: WaitState, forMs: number): void => {
  const part = parts.get(cause)
  if (part === undefined) {
    parts.set(cause, { forMs, fewest: loggedIn, most: loggedIn })
    return
  }
  part.forMs += forMs
  part.fewest = Math.min(part.fewest, loggedIn)
  part.most = Math.max(part.most, loggedIn)
}
