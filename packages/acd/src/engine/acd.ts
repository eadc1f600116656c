/**
 * The queue engine: who gets which call, and when. Synchronous: an input comes in, events and orders to the desk go
 * out. It asks a strategy about a call when the call comes, when an agent becomes ready, and when a stage of the
 * queue's timeline begins; nothing polls.
 */
import type { CallbackId, CallId } from '@callweave/core'
import { accept } from './accept.js'
import {
  afterMiss,
  afterReject,
  agentIsDue,
  endWrapUp,
  engage,
  phoneLost,
  phoneRegistered,
  released,
  resumeDuty,
  rung,
  setState,
  unrung,
} from './agent-duty.js'
import { OneAsk } from './ask.js'
import { callbackReached, callbackUnreached, dialCallback, endCallback, requestCallback } from './callbacks.js'
import { changeAgent } from './change-agent.js'
import { createChanges } from './changes.js'
import type { Acd, AcdOptions, EnterOptions } from './contract.js'
import { decide, reask, serveAll } from './deciding.js'
import type { Engine } from './engine.js'
import type { Entry } from './entry.js'
import { floorFolds } from './folds.js'
import { memberOf } from './member.js'
import { createNewcomers } from './newcomers.js'
import { offerMissed, offerRejected, takeOffer, withdrawAll } from './offering.js'
import { clearAbandoned, placeOf } from './places.js'
import type { Queue } from './queue.js'
import { createReturns } from './returns.js'
import { createFloor } from './state.js'
import { entryIsDue, leaveIfNobody, left, offerFailed, refusal, refuse, settle } from './waiting-room.js'

const noOptions = {}

export const createAcd = ({ sections, log, clock, random, desk, mostIndexes }: AcdOptions): Acd => {
  const floor = createFloor(sections, random, mostIndexes)
  log.fold(floorFolds(floor))

  const engine: Engine = {
    floor,
    log,
    clock,
    desk,
    returns: createReturns(desk),
    ask: new OneAsk(),
    entryIsDue: (entry) => entryIsDue(engine, entry),
    agentIsDue: (agent) => agentIsDue(engine, agent),
  }
  const { returns } = engine
  const changes = createChanges(engine)

  const queueOf = (id: string): Queue => {
    const queue = floor.queues.get(id)
    if (queue === undefined) throw new TypeError(`no queue '${id}'`)
    return queue
  }

  const emitEntered = (call: CallId, queue: Queue, options: EnterOptions, callback: CallbackId | null): Entry => {
    const atMs = clock.nowMs()
    log.emit['queue.entered']({
      seq: log.next(),
      atMs,
      type: 'queue.entered',
      call,
      queue: queue.id,
      priority: options.priority ?? 0,
      virtualStartMs: options.virtualStartMs ?? atMs,
      wants: options.wants === undefined ? null : queue.demands.termsFor(options.wants),
      preferred: queue.strategy.prefers === undefined ? null : (options.preferred ?? null),
      callback,
    })
    return floor.entries.get(call) as Entry
  }

  const leave: Acd['leave'] = (call, because, key) => {
    const entry = floor.entries.get(call)
    if (entry === undefined || entry.callback !== null) return false
    const freed = withdrawAll(engine, entry, because === 'abandoned' ? 'caller-gone' : 'withdrawn')
    left(engine, entry, because, key ?? null)
    serveAll(engine, freed)
    return true
  }

  const callBack: Acd['callBack'] = (call, options) => {
    const waiting = floor.entries.get(call)
    if (desk.dialBack === undefined) return null
    if (waiting !== undefined && waiting.callback !== null) return waiting.callback.id
    const queue = waiting?.queue ?? queueOf(options.queue ?? '')
    leave(call, 'callback')
    const standing = queue.callbackBy.get(options.number)
    if (standing !== undefined) return standing
    const callback = requestCallback(engine, call, queue.id, options.number, options.dueAtMs ?? null)
    const entry = emitEntered(call, queue, waiting === undefined ? options : placeIn(waiting), callback)
    if (entry.slot >= 0) decide(engine, entry)
    settle(engine, entry)
    return callback
  }

  return {
    floor,
    enter: (call, queueId, options = noOptions) => {
      const queue = queueOf(queueId)
      if (floor.entries.get(call) !== undefined) throw new TypeError(`call ${call} waits already`)
      const refused = refusal(engine, queue)
      if (refused !== null) refuse(engine, call, queue, refused)
      else {
        const entry = emitEntered(call, queue, options, null)
        if (entry.slot >= 0) decide(engine, entry)
        settle(engine, entry)
        if (queue.definition.leaveWhen !== undefined) leaveIfNobody(engine, queue)
      }
      returns.flush()
    },
    leave: (call, because, key) => {
      const wasHere = leave(call, because, key)
      returns.flush()
      return wasHere
    },
    answered: (id) => {
      const offer = floor.offers.get(id)
      if (offer === undefined) return false
      const { callback } = offer.entry
      if (callback === null) accept(engine, offer)
      else dialCallback(engine, offer, callback)
      returns.flush()
      return true
    },
    missed: (id) => {
      const offer = floor.offers.get(id)
      if (offer === undefined) return false
      const { entry, agent } = offer
      offerMissed(engine, offer)
      afterMiss(engine, agent, entry.queue)
      offerFailed(engine, entry, agent)
      returns.flush()
      return true
    },
    rejected: (id, because) => {
      const offer = floor.offers.get(id)
      if (offer === undefined) return false
      const { entry, agent } = offer
      offerRejected(engine, offer, because)
      afterReject(engine, agent, entry.queue, because)
      offerFailed(engine, entry, agent)
      returns.flush()
      return true
    },
    engage: (agent, call, because) => {
      engage(engine, agent, call, because)
      returns.flush()
    },
    phoneLost: (agent) => {
      phoneLost(engine, agent)
      returns.flush()
    },
    phoneRegistered: (agent) => {
      phoneRegistered(engine, agent)
      returns.flush()
    },
    rung: (agent, call) => rung(engine, agent, call),
    unrung: (agent) => {
      unrung(engine, agent)
      returns.flush()
    },
    pickUp: (id, agent, leg) => {
      const offer = floor.offers.get(id)
      if (offer === undefined || offer.entry.callback !== null) return false
      if (agent.state !== 'ready' || memberOf(agent, offer.entry.queue) === null) return false
      const { entry } = offer
      const freed = withdrawAll(engine, entry, 'answered-elsewhere')
      accept(engine, takeOffer(engine, entry, agent, leg))
      serveAll(engine, freed)
      returns.flush()
      return true
    },
    released: (agent) => {
      released(engine, agent)
      returns.flush()
    },
    endWrapUp: (id) => {
      const agent = floor.agents.get(id)
      if (agent !== undefined) endWrapUp(engine, agent)
      returns.flush()
    },
    setState: (id, to, options = noOptions) => {
      const agent = floor.agents.get(id)
      if (agent === undefined) throw new TypeError(`no agent '${id}'`)
      if (agent.state !== 'talking' && agent.state !== 'hold') {
        setState(engine, agent, to, options.reason ?? null, options.because ?? 'asked')
        returns.flush()
        return
      }
      if (to === 'ready' && agent.wanted === null) return
      const reason = options.reason ?? null
      log.emit['agent.asked']({ seq: log.next(), atMs: clock.nowMs(), type: 'agent.asked', agent: id, to, reason })
    },
    hold: (agent, held) => {
      if (agent.state !== (held ? 'talking' : 'hold')) return
      changeAgent(engine, agent, held ? 'hold' : 'talking', held ? 'held' : 'retrieved', agent.call)
      returns.flush()
    },
    reprioritize: (call, priority, because) => {
      const entry = floor.entries.get(call)
      if (entry === undefined) return
      log.emit['queue.reprioritized']({
        seq: log.next(),
        atMs: clock.nowMs(),
        type: 'queue.reprioritized',
        call,
        queue: entry.queue.id,
        priority,
        virtualStartMs: entry.virtualStartMs,
        because,
      })
    },
    callBack: (call, options) => {
      const callback = callBack(call, options)
      returns.flush()
      return callback
    },
    reached: (offer) => {
      const reached = callbackReached(engine, offer)
      returns.flush()
      return reached
    },
    unreached: (offer, because) => {
      const freed = callbackUnreached(engine, offer, because)
      returns.flush()
      return freed
    },
    cancelCallback: (id) => {
      const callback = floor.callbacks.get(id)
      if (callback === undefined) return false
      endCallback(engine, callback, 'cancelled')
      returns.flush()
      return true
    },
    placeOf: (caller, queue, nowMs = clock.nowMs()) => {
      const place = placeOf(engine, caller, queue, nowMs)
      returns.flush()
      return place
    },
    clearAbandoned: (call, because) => clearAbandoned(engine, call, because),
    ...createNewcomers(engine),
    changeMember: (queue, agent, member) => {
      changes.changeMember(queue, agent, member)
      returns.flush()
    },
    changeSkill: (agent, skill, level) => {
      changes.changeSkill(agent, skill, level)
      returns.flush()
    },
    changeRules: (queue, rules) => {
      changes.changeRules(queue, rules)
      returns.flush()
    },
    resume: () => {
      resumeDuty(engine)
      reask(engine, [...floor.queues.values()])
      for (const entry of [...floor.entries.values()]) settle(engine, entry)
      returns.flush()
    },
  }
}

/** The options that give a callback the place of the caller who waited. */
const placeIn = ({ priority, virtualStartMs, wanted, queue, preferred }: Entry): EnterOptions => ({
  priority,
  virtualStartMs,
  ...(wanted === queue.plain ? noOptions : { wants: Object.fromEntries(wanted.wants) }),
  ...(preferred === null ? noOptions : { preferred: preferred.id }),
})
