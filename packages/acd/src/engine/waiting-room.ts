/** What happens to a call while it waits: stages, announcements, longest wait, overflow, everybody gone. */
import type { CallId, Clock, EventLog, QueueLeft, QueueRefused } from '@callweave/core'
import type { Agent } from './agent.js'
import { estimatedWaitMs, positionOf } from './announce.js'
import type { Deciding } from './deciding.js'
import type { AcdDesk, QueueOutcome } from './desk.js'
import type { Entry } from './entry.js'
import type { Offering } from './offering.js'
import { allAbsent } from './presence.js'
import type { Queue } from './queue.js'
import type { Returns } from './returns.js'
import type { Floor } from './state.js'
import { announceDueMs, maxWaitDueMs, never, nextDueMs, overflowDueMs, stageDueMs } from './timeline.js'

export interface WaitingRoomOptions {
  readonly floor: Floor
  readonly log: EventLog
  readonly clock: Clock
  readonly desk: AcdDesk
  readonly returns: Returns
  readonly deciding: Pick<Deciding, 'decide' | 'reask' | 'serve' | 'serveAll'>
  readonly offering: Pick<Offering, 'withdrawAll'>
  /** What is due for a callback that waits in place of a caller. True when it has left. */
  readonly callbackDue: (entry: Entry) => boolean
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
  /**
   * An offer came to nothing: the call ends its wait if that is over, or is asked about again. The agent is looked after
   * first: a call that comes before this one must not lose the agent to it.
   */
  offerFailed(entry: Entry, agent: Agent): void
  /** Logs that the call leaves, and drops its appointment. */
  left(entry: Entry, because: QueueLeft, key: string | null): void
  /** Gives all calls back when the queue's rule says that nobody is left. */
  leaveIfNobody(queue: Queue): void
  /** Lets go of the calls that were held for an agent who cannot take them now. */
  releaseHeld(agent: Agent): void
}

export const createWaitingRoom = (options: WaitingRoomOptions): WaitingRoom => {
  const { floor, log, clock, desk, returns, deciding, offering, callbackDue } = options
  const { decide } = deciding

  const isHere = (entry: Entry): boolean => floor.entries.get(entry.call) === entry

  const left = (entry: Entry, because: QueueLeft, key: string | null): void => {
    if (entry.timer !== 0) clock.cancel(entry.timer)
    entry.timer = 0
    const atMs = clock.nowMs()
    log.emit['queue.left']({
      seq: log.next(),
      atMs,
      type: 'queue.left',
      call: entry.call,
      queue: entry.queue.id,
      because,
      waitMs: atMs - entry.enteredAtMs,
      key,
    })
  }

  const giveBack = (entry: Entry, because: QueueLeft, outcome: QueueOutcome): void => {
    const freed = offering.withdrawAll(entry, 'withdrawn')
    left(entry, because, null)
    returns.add(entry.call, outcome)
    deciding.serveAll(freed)
  }

  const widen = (entry: Entry, stage: number): void => {
    log.emit['queue.widened']({
      seq: log.next(),
      atMs: clock.nowMs(),
      type: 'queue.widened',
      call: entry.call,
      queue: entry.queue.id,
      stage,
    })
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

  /** Whether the call's wait is over by rule, and ends it. A phone that rings may still be answered: it rings out first. */
  const endsWait = (entry: Entry): boolean => {
    if (entry.offers.length > 0) return false
    if (entry.callback !== null) return callbackDue(entry)
    const nowMs = clock.nowMs()
    if (nowMs >= maxWaitDueMs(entry)) {
      giveBack(entry, 'max-wait', { outcome: 'max-wait' })
      return true
    }
    if (nowMs < overflowDueMs(entry)) return false
    const rule = entry.queue.definition.overflow?.find(({ afterMs = never }) => nowMs >= entry.enteredAtMs + afterMs)
    if (rule === undefined) return false
    giveBack(entry, 'overflowed', { outcome: 'overflowed', to: rule.to })
    return true
  }

  const onDue = (entry: Entry): void => {
    entry.timer = 0
    attend(entry)
    returns.flush()
  }

  const attend = (entry: Entry): void => {
    const wasPutOff = entry.putOffUntilMs > 0
    if (endsWait(entry)) return
    const nowMs = clock.nowMs()
    const isDue = wasPutOff && entry.putOffUntilMs === 0
    const isWider = nowMs >= stageDueMs(entry)
    if (isWider) widen(entry, entry.stage + 1)
    const isAsked = entry.waitUntilMs > 0 && nowMs >= entry.waitUntilMs
    if (isAsked) entry.waitUntilMs = 0
    if ((isWider || isAsked || isDue) && entry.slot >= 0) decide(entry)
    if (isHere(entry) && entry.callback === null && entry.offers.length === 0 && nowMs >= announceDueMs(entry)) {
      announce(entry)
    }
    settle(entry)
  }

  const settle = (entry: Entry): void => {
    const { queue, waitUntilMs, callback } = entry
    if ((!queue.timed && waitUntilMs === 0 && callback === null) || !isHere(entry)) return
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

  /** On past the stages in which the call is for one agent alone. */
  const release = (entry: Entry): void => {
    const { stages } = entry.queue
    let stage = entry.stage + 1
    while (stages[stage]?.preferredOnly === true) stage += 1
    widen(entry, stage)
  }

  return {
    refusal: (queue) => {
      const { mostWaiting = never, refuseWhen = false, overflow = [] } = queue.definition
      const waiting = queue.waitingCount + queue.callbackCount
      for (const { to, whenWaiting = never, whenEstimatedWaitMs = never } of overflow) {
        const isLong = whenEstimatedWaitMs < never && (estimatedWaitMs(queue, waiting + 1) ?? 0) > whenEstimatedWaitMs
        if ((isLong || waiting >= whenWaiting) && returns.passed.every((other) => other.id !== to)) {
          return { because: 'overflowed', outcome: { outcome: 'overflowed', to } }
        }
      }
      if (queue.waitingCount >= mostWaiting) return { because: 'full', outcome: { outcome: 'full' } }
      if (refuseWhen !== false && allAbsent(queue, refuseWhen)) {
        return { because: 'nobody', outcome: { outcome: 'nobody' } }
      }
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
      returns.add(call, outcome, queue)
    },
    settle,
    askAgain: (entry, atMs) => {
      entry.waitUntilMs = atMs
      settle(entry)
    },
    offerFailed: (entry, agent) => {
      if (isHere(entry) && !endsWait(entry)) {
        const { only } = entry.demand
        if (only !== null && entry.refusedBy?.includes(only) === true) release(entry)
      }
      deciding.serve(agent)
      if (!isHere(entry)) return
      if (entry.slot >= 0) decide(entry)
      settle(entry)
    },
    left,
    leaveIfNobody: (queue) => {
      const { leaveWhen = false } = queue.definition
      if (leaveWhen === false || queue.waitingCount === 0 || !allAbsent(queue, leaveWhen)) return
      for (const entry of [...floor.entries.values()]) {
        const waits = entry.queue === queue && entry.callback === null && entry.offers.length === 0
        if (waits && isHere(entry)) giveBack(entry, 'nobody', { outcome: 'nobody' })
      }
    },
    releaseHeld: (agent) => {
      const held = agent.places.filter(({ demand }) => demand.only === agent && demand.waiting.size > 0)
      if (held.length === 0) return
      const entries = held.flatMap(({ demand }) => [...demand.waiting.entries()])
      for (const entry of entries) release(entry)
      deciding.reask([...new Set(entries.map(({ queue }) => queue))])
      for (const entry of entries) settle(entry)
    },
  }
}
