/** What happens to a call while it waits: stages, announcements, longest wait, overflow, everybody gone. */
import type { CallId, QueueLeft, QueueRefused } from '@callweave/core'
import type { Agent } from './agent.js'
import { estimatedWaitMs, positionOf } from './announce.js'
import { callbackDue } from './callbacks.js'
import { decide, reask, serve, serveAll } from './deciding.js'
import type { QueueOutcome } from './desk.js'
import type { Engine } from './engine.js'
import type { Entry } from './entry.js'
import { withdrawAll } from './offering.js'
import { allAbsent } from './presence.js'
import type { Queue } from './queue.js'
import { announceDueMs, maxWaitDueMs, never, nextDueMs, overflowDueMs, stageDueMs } from './timeline.js'

export interface Refusal {
  readonly because: QueueRefused
  readonly outcome: QueueOutcome
}

const isHere = (engine: Engine, entry: Entry): boolean => engine.floor.entries.get(entry.call) === entry

/** Logs that the call leaves, and drops its appointment. */
export const left = (engine: Engine, entry: Entry, because: QueueLeft, key: string | null): void => {
  if (entry.timer !== 0) engine.clock.cancel(entry.timer)
  entry.timer = 0
  const atMs = engine.clock.nowMs()
  engine.log.emit['queue.left']({
    seq: engine.log.next(),
    atMs,
    type: 'queue.left',
    call: entry.call,
    queue: entry.queue.id,
    because,
    waitMs: atMs - entry.enteredAtMs,
    key,
  })
}

const giveBack = (engine: Engine, entry: Entry, because: QueueLeft, outcome: QueueOutcome): void => {
  const freed = withdrawAll(engine, entry, 'withdrawn')
  left(engine, entry, because, null)
  engine.returns.add(entry.call, outcome)
  serveAll(engine, freed)
}

const widen = (engine: Engine, entry: Entry, stage: number): void => {
  engine.log.emit['queue.widened']({
    seq: engine.log.next(),
    atMs: engine.clock.nowMs(),
    type: 'queue.widened',
    call: entry.call,
    queue: entry.queue.id,
    stage,
  })
}

const announce = (engine: Engine, entry: Entry): void => {
  const rules = entry.queue.definition.announce
  if (rules === undefined) return
  const counted = positionOf(entry)
  const told = entry.announcedPosition
  const position = rules.neverRising !== false && told > 0 ? Math.min(told, counted) : counted
  const estimate = rules.estimatedWait === true ? estimatedWaitMs(entry.queue, position) : null
  const prompts = rules.prompts ?? []
  const prompt = prompts.length === 0 ? null : (prompts[entry.announcements % prompts.length] as string)
  engine.log.emit['queue.announced']({
    seq: engine.log.next(),
    atMs: engine.clock.nowMs(),
    type: 'queue.announced',
    call: entry.call,
    queue: entry.queue.id,
    position,
    estimatedWaitMs: estimate,
  })
  engine.desk.announce(entry.call, {
    position: rules.position === true ? position : 0,
    estimatedWaitMs: estimate,
    prompt,
  })
}

/** Whether the call's wait is over by rule, and ends it. A phone that rings may still be answered: it rings out first. */
const endsWait = (engine: Engine, entry: Entry): boolean => {
  if (entry.offers.length > 0) return false
  if (entry.callback !== null) return callbackDue(engine, entry)
  const nowMs = engine.clock.nowMs()
  if (nowMs >= maxWaitDueMs(entry)) {
    giveBack(engine, entry, 'max-wait', { outcome: 'max-wait' })
    return true
  }
  if (nowMs < overflowDueMs(entry)) return false
  const rule = entry.queue.definition.overflow?.find(({ afterMs = never }) => nowMs >= entry.enteredAtMs + afterMs)
  if (rule === undefined) return false
  giveBack(engine, entry, 'overflowed', { outcome: 'overflowed', to: rule.to })
  return true
}

/** The appointment that `settle` made. */
export const entryIsDue = (engine: Engine, entry: Entry): void => {
  entry.timer = 0
  attend(engine, entry)
  engine.returns.flush()
}

const attend = (engine: Engine, entry: Entry): void => {
  const wasPutOff = entry.putOffUntilMs > 0
  if (endsWait(engine, entry)) return
  const nowMs = engine.clock.nowMs()
  const isDue = wasPutOff && entry.putOffUntilMs === 0
  const isWider = nowMs >= stageDueMs(entry)
  if (isWider) widen(engine, entry, entry.stage + 1)
  const isAsked = entry.waitUntilMs > 0 && nowMs >= entry.waitUntilMs
  if (isAsked) entry.waitUntilMs = 0
  if ((isWider || isAsked || isDue) && entry.slot >= 0) decide(engine, entry)
  if (isHere(engine, entry) && entry.callback === null && entry.offers.length === 0 && nowMs >= announceDueMs(entry)) {
    announce(engine, entry)
  }
  settle(engine, entry)
}

/** Makes the next appointment of a call that waits. */
export const settle = (engine: Engine, entry: Entry): void => {
  const { queue, waitUntilMs, callback } = entry
  if ((!queue.timed && waitUntilMs === 0 && callback === null) || !isHere(engine, entry)) return
  const dueMs = nextDueMs(entry)
  if (entry.timer !== 0) {
    if (entry.timerAtMs === dueMs) return
    engine.clock.cancel(entry.timer)
    entry.timer = 0
  }
  if (dueMs === never) return
  entry.timerAtMs = dueMs
  entry.timer = engine.clock.at(dueMs, engine.entryIsDue, entry)
}

/** On past the stages in which the call is for one agent alone. */
const release = (engine: Engine, entry: Entry): void => {
  const { stages } = entry.queue
  let stage = entry.stage + 1
  while (stages[stage]?.preferredOnly === true) stage += 1
  widen(engine, entry, stage)
}

/** Why the queue takes no more calls; `null` when it does. */
export const refusal = (engine: Engine, queue: Queue): Refusal | null => {
  const { mostWaiting = never, refuseWhen = false, overflow = [] } = queue.definition
  const waiting = queue.waitingCount + queue.callbackCount
  for (const { to, whenWaiting = never, whenEstimatedWaitMs = never } of overflow) {
    const isLong = whenEstimatedWaitMs < never && (estimatedWaitMs(queue, waiting + 1) ?? 0) > whenEstimatedWaitMs
    if ((isLong || waiting >= whenWaiting) && engine.returns.passed.every((other) => other.id !== to)) {
      return { because: 'overflowed', outcome: { outcome: 'overflowed', to } }
    }
  }
  if (queue.waitingCount >= mostWaiting) return { because: 'full', outcome: { outcome: 'full' } }
  if (refuseWhen !== false && allAbsent(queue, refuseWhen)) {
    return { because: 'nobody', outcome: { outcome: 'nobody' } }
  }
  return null
}

export const refuse = (engine: Engine, call: CallId, queue: Queue, { because, outcome }: Refusal): void => {
  engine.log.emit['queue.refused']({
    seq: engine.log.next(),
    atMs: engine.clock.nowMs(),
    type: 'queue.refused',
    call,
    queue: queue.id,
    because,
  })
  engine.returns.add(call, outcome, queue)
}

export const askAgain = (engine: Engine, entry: Entry, atMs: number): void => {
  entry.waitUntilMs = atMs
  settle(engine, entry)
}

/**
 * An offer came to nothing: the call ends its wait if that is over, or is asked about again. The agent is looked after
 * first: a call that comes before this one must not lose the agent to it.
 */
export const offerFailed = (engine: Engine, entry: Entry, agent: Agent): void => {
  if (isHere(engine, entry) && !endsWait(engine, entry)) {
    const { only } = entry.demand
    if (only !== null && entry.refusedBy?.includes(only) === true) release(engine, entry)
  }
  serve(engine, agent)
  if (!isHere(engine, entry)) return
  if (entry.slot >= 0) decide(engine, entry)
  settle(engine, entry)
}

/** Gives all calls back when the queue's rule says that nobody is left. */
export const leaveIfNobody = (engine: Engine, queue: Queue): void => {
  const { leaveWhen = false } = queue.definition
  if (leaveWhen === false || queue.waitingCount === 0 || !allAbsent(queue, leaveWhen)) return
  for (const entry of [...engine.floor.entries.values()]) {
    const waits = entry.queue === queue && entry.callback === null && entry.offers.length === 0
    if (waits && isHere(engine, entry)) giveBack(engine, entry, 'nobody', { outcome: 'nobody' })
  }
}

/** Lets go of the calls that were held for an agent who cannot take them now. */
export const releaseHeld = (engine: Engine, agent: Agent): void => {
  const held = agent.places.filter(({ demand }) => demand.only === agent && demand.waiting.size > 0)
  if (held.length === 0) return
  const entries = held.flatMap(({ demand }) => [...demand.waiting.entries()])
  for (const entry of entries) release(engine, entry)
  reask(engine, [...new Set(entries.map(({ queue }) => queue))])
  for (const entry of entries) settle(engine, entry)
}
