/** What happens to a call while it waits: stages, announcements, longest wait, overflow, everybody gone. */
import type { CallId, Clock, EventLog, QueueLeft, QueueRefused } from '@callweave/core'
import type { Agent } from './agent.js'
import { estimatedWaitMs, positionOf } from './announce.js'
import type { AcdDesk, QueueOutcome } from './desk.js'
import type { Entry } from './entry.js'
import { allAbsent } from './presence.js'
import type { Queue } from './queue.js'
import type { Floor } from './state.js'

export interface WaitingRoomOptions {
  readonly floor: Floor
  readonly log: EventLog
  readonly clock: Clock
  readonly desk: AcdDesk
  readonly decide: (entry: Entry) => boolean
  readonly serve: (agent: Agent) => void
  readonly withdrawAll: (entry: Entry, because: 'withdrawn') => Agent[]
  readonly emitLeft: (entry: Entry, because: QueueLeft, key: string | null) => void
}

export interface Refusal {
  readonly because: QueueRefused
  readonly outcome: QueueOutcome
}

export interface WaitingRoom {
  /** Why the queue takes no more calls; `null` when it does. */
  refusal(queue: Queue): Refusal | null
  refuse(call: CallId, queue: Queue, refusal: Refusal): void
  /** Makes the next appointment of a call that waits. */
  settle(entry: Entry): void
  askAgain(entry: Entry, atMs: number): void
  /** An offer came to nothing: the call is asked about again. */
  offerFailed(entry: Entry): void
  forget(entry: Entry): void
  /** Gives all calls back when the queue's rule says that nobody is left. */
  leaveIfNobody(queue: Queue): void
}

const never = Number.POSITIVE_INFINITY

export const createWaitingRoom = (options: WaitingRoomOptions): WaitingRoom => {
  const { floor, log, clock, desk, decide, serve, withdrawAll, emitLeft } = options

  const isHere = (entry: Entry): boolean => floor.entries.get(entry.call) === entry

  const leave = (entry: Entry, because: QueueLeft, outcome: QueueOutcome): void => {
    const freed = withdrawAll(entry, 'withdrawn')
    emitLeft(entry, because, null)
    desk.giveBack(entry.call, outcome)
    for (const agent of freed) serve(agent)
  }

  const widen = (entry: Entry): void => {
    log.emit['queue.widened']({
      seq: log.next(),
      atMs: clock.nowMs(),
      type: 'queue.widened',
      call: entry.call,
      queue: entry.queue.id,
      stage: entry.stage + 1,
    })
    if (entry.slot >= 0) decide(entry)
  }

  const announce = (entry: Entry): void => {
    const rules = entry.queue.definition.announce
    if (rules === undefined) return
    const counted = positionOf(entry)
    const told = entry.announcedPosition
    const position = rules.neverRising !== false && told > 0 ? Math.min(told, counted) : counted
    const estimate = rules.estimatedWait === true ? estimatedWaitMs(entry.queue, position) : null
    const prompts = rules.prompts ?? []
    const prompt = prompts.length === 0 ? null : (prompts[entry.announcements % prompts.length] as string)
    log.emit['queue.announced']({
      seq: log.next(),
      atMs: clock.nowMs(),
      type: 'queue.announced',
      call: entry.call,
      queue: entry.queue.id,
      position,
      estimatedWaitMs: estimate,
    })
    desk.announce(entry.call, { position: rules.position === true ? position : 0, estimatedWaitMs: estimate, prompt })
  }

  const onDue = (entry: Entry): void => {
    entry.timer = 0
    const nowMs = clock.nowMs()
    const ringing = entry.offers.length > 0
    const { maxWaitMs = never, overflow = [] } = entry.queue.definition
    // A phone that rings may still be answered: rules that end the wait let it ring out first.
    if (!ringing) {
      if (nowMs >= entry.enteredAtMs + maxWaitMs) {
        leave(entry, 'max-wait', { outcome: 'max-wait' })
        return
      }
      const rule = overflow.find(({ afterMs = never }) => nowMs >= entry.enteredAtMs + afterMs)
      if (rule !== undefined) {
        leave(entry, 'overflowed', { outcome: 'overflowed', to: rule.to })
        return
      }
    }
    if (nowMs >= stageDueMs(entry)) widen(entry)
    if (isHere(entry) && nowMs >= announceDueMs(entry) && entry.offers.length === 0) announce(entry)
    if (isHere(entry) && entry.waitUntilMs > 0 && nowMs >= entry.waitUntilMs) {
      entry.waitUntilMs = 0
      if (entry.slot >= 0) decide(entry)
    }
    settle(entry)
  }

  const settle = (entry: Entry): void => {
    if ((!entry.queue.timed && entry.waitUntilMs === 0) || !isHere(entry)) return
    const dueMs = nextDueMs(entry)
    if (entry.timer !== 0) {
      if (entry.timerAtMs === dueMs) return
      clock.cancel(entry.timer)
      entry.timer = 0
    }
    if (dueMs === never) return
    entry.timerAtMs = dueMs
    entry.timer = clock.at(dueMs, onDue, entry)
  }

  return {
    refusal: (queue) => {
      const { mostWaiting = never, refuseWhen = false, overflow = [] } = queue.definition
      for (const { to, whenWaiting = never, whenEstimatedWaitMs = never } of overflow) {
        if (
          queue.waitingCount >= whenWaiting ||
          (estimatedWaitMs(queue, queue.waitingCount + 1) ?? 0) > whenEstimatedWaitMs
        ) {
          return { because: 'overflowed', outcome: { outcome: 'overflowed', to } }
        }
      }
      if (queue.waitingCount >= mostWaiting) return { because: 'full', outcome: { outcome: 'full' } }
      if (refuseWhen !== false && allAbsent(queue, refuseWhen))
        return { because: 'nobody', outcome: { outcome: 'nobody' } }
      return null
    },
    refuse: (call, queue, { because, outcome }) => {
      log.emit['queue.refused']({
        seq: log.next(),
        atMs: clock.nowMs(),
        type: 'queue.refused',
        call,
        queue: queue.id,
        because,
      })
      desk.giveBack(call, outcome)
    },
    settle,
    askAgain: (entry, atMs) => {
      entry.waitUntilMs = atMs
      settle(entry)
    },
    offerFailed: (entry) => {
      if (!isHere(entry)) return
      if (entry.slot >= 0) decide(entry)
      settle(entry)
    },
    forget: (entry) => {
      if (entry.timer !== 0) clock.cancel(entry.timer)
      entry.timer = 0
    },
    leaveIfNobody: (queue) => {
      const { leaveWhen = false } = queue.definition
      if (leaveWhen === false || queue.waitingCount === 0 || !allAbsent(queue, leaveWhen)) return
      for (const entry of [...floor.entries.values()]) {
        if (entry.queue === queue && entry.offers.length === 0) leave(entry, 'nobody', { outcome: 'nobody' })
      }
    },
  }
}

const stageDueMs = (entry: Entry): number => {
  const next = entry.queue.stages[entry.stage + 1]
  return next === undefined ? never : entry.virtualStartMs + next.afterMs
}

const announceDueMs = (entry: Entry): number => {
  const rules = entry.queue.definition.announce
  if (rules === undefined) return never
  return entry.enteredAtMs + (rules.firstAfterMs ?? rules.everyMs) + entry.announcements * rules.everyMs
}

/** While a phone rings, only stages matter: they may let more agents in. */
const nextDueMs = (entry: Entry): number => {
  const stage = stageDueMs(entry)
  if (entry.offers.length > 0) return stage
  const { maxWaitMs = never, overflow = [] } = entry.queue.definition
  let dueMs = Math.min(stage, announceDueMs(entry), entry.enteredAtMs + maxWaitMs)
  for (const { afterMs = never } of overflow) dueMs = Math.min(dueMs, entry.enteredAtMs + afterMs)
  return entry.waitUntilMs > 0 ? Math.min(dueMs, entry.waitUntilMs) : dueMs
}
