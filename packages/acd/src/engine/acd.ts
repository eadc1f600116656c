/**
 * The queue engine: who gets which call, and when. Synchronous: an input comes in, events and orders to the desk go
 * out. It asks a strategy about a call when the call comes, when an agent becomes ready, and when a stage of the
 * queue's timeline begins; nothing polls.
 */
import type { CallbackId, CallId } from '@callweave/core'
import type { Agent } from './agent.js'
import { type ChangeAgent, createAgentDuty } from './agent-duty.js'
import { createCallbacks } from './callbacks.js'
import { createChanges } from './changes.js'
import type { Acd, AcdOptions, EnterOptions } from './contract.js'
import { createDeciding } from './deciding.js'
import type { Entry } from './entry.js'
import { floorFolds } from './folds.js'
import { memberOf } from './member.js'
import { createNewcomers } from './newcomers.js'
import type { Offer } from './offer.js'
import { createOffering } from './offering.js'
import { createPlaces } from './places.js'
import type { Queue } from './queue.js'
import { createReturns } from './returns.js'
import { createFloor } from './state.js'
import { createWaitingRoom } from './waiting-room.js'

const noOptions = {}

export const createAcd = ({ sections, log, clock, random, desk, mostIndexes }: AcdOptions): Acd => {
  const floor = createFloor(sections, random, mostIndexes)
  log.fold(floorFolds(floor))

  const changeAgent: ChangeAgent = (agent, to, because, call = null, also = noOptions) => {
    const { state: from } = agent
    log.emit['agent.changed']({
      seq: log.next(),
      atMs: clock.nowMs(),
      type: 'agent.changed',
      agent: agent.id,
      from,
      to,
      because,
      reason: also.reason ?? null,
      call,
      untilMs: also.untilMs ?? null,
    })
    // Tiers open where nobody is left below, and close where somebody comes in.
    if (from === 'logged-out' || to === 'logged-out') changes.reaskChanged()
    if (to === 'ready' || to === 'ringing') return
    if (to === 'not-ready' || to === 'logged-out') room.releaseHeld(agent)
    for (let i = 0; i < agent.members.length; i += 1) {
      const { queue } = agent.members[i] as Agent['members'][number]
      if (queue.definition.leaveWhen !== undefined) room.leaveIfNobody(queue)
    }
  }

  const returns = createReturns(desk)
  const offering = createOffering({ floor, log, clock, desk, changeAgent })
  const deciding = createDeciding({
    floor,
    clock,
    makeOffer: offering.make,
    askAgain: (entry, atMs) => room.askAgain(entry, atMs),
  })
  const room = createWaitingRoom({
    floor,
    log,
    clock,
    desk,
    returns,
    deciding,
    offering,
    callbackDue: (entry) => callbacks.due(entry),
  })
  const duty = createAgentDuty({
    floor,
    clock,
    changeAgent,
    serve: deciding.serve,
    withdraw: offering.withdraw,
    offerFailed: room.offerFailed,
    returns,
  })
  const changes = createChanges({ floor, log, clock, deciding, room })

  /** The agent has the call. */
  const accept = (offer: Offer): void => {
    const { entry, agent } = offer
    const atMs = clock.nowMs()
    log.emit['offer.accepted']({
      seq: log.next(),
      atMs,
      type: 'offer.accepted',
      call: entry.call,
      offer: offer.id,
      queue: entry.queue.id,
      agent: agent.id,
    })
    const freed = offering.withdrawAll(entry, 'answered-elsewhere')
    room.left(entry, 'answered', null)
    changeAgent(agent, 'talking', 'answered', entry.call)
    desk.connect(offer, atMs - entry.enteredAtMs)
    deciding.serveAll(freed)
  }

  const callbacks = createCallbacks({ floor, log, clock, desk, changeAgent, deciding, offering, room, accept })
  const places = createPlaces({ floor, log, clock, endCallback: callbacks.end })

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
    const freed = offering.withdrawAll(entry, because === 'abandoned' ? 'caller-gone' : 'withdrawn')
    room.left(entry, because, key ?? null)
    deciding.serveAll(freed)
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
    const callback = callbacks.request(call, queue.id, options.number, options.dueAtMs ?? null)
    const entry = emitEntered(call, queue, waiting === undefined ? options : placeIn(waiting), callback)
    if (entry.slot >= 0) deciding.decide(entry)
    room.settle(entry)
    return callback
  }

  return {
    floor,
    enter: (call, queueId, options = noOptions) => {
      const queue = queueOf(queueId)
      if (floor.entries.get(call) !== undefined) throw new TypeError(`call ${call} waits already`)
      const refusal = room.refusal(queue)
      if (refusal !== null) room.refuse(call, queue, refusal)
      else {
        const entry = emitEntered(call, queue, options, null)
        if (entry.slot >= 0) deciding.decide(entry)
        room.settle(entry)
        if (queue.definition.leaveWhen !== undefined) room.leaveIfNobody(queue)
      }
      returns.flush()
    },
    leave: (call, because, key) => {
      const left = leave(call, because, key)
      returns.flush()
      return left
    },
    answered: (id) => {
      const offer = floor.offers.get(id)
      if (offer === undefined) return false
      const { callback } = offer.entry
      if (callback === null) accept(offer)
      else callbacks.dial(offer, callback)
      returns.flush()
      return true
    },
    missed: (id) => {
      const offer = floor.offers.get(id)
      if (offer === undefined) return false
      const { entry, agent } = offer
      offering.missed(offer)
      duty.afterMiss(agent, entry.queue)
      room.offerFailed(entry, agent)
      returns.flush()
      return true
    },
    rejected: (id, because) => {
      const offer = floor.offers.get(id)
      if (offer === undefined) return false
      const { entry, agent } = offer
      offering.rejected(offer, because)
      duty.afterReject(agent, entry.queue, because)
      room.offerFailed(entry, agent)
      returns.flush()
      return true
    },
    engage: (agent, call, because) => {
      duty.engage(agent, call, because)
      returns.flush()
    },
    phoneLost: (agent) => {
      duty.phoneLost(agent)
      returns.flush()
    },
    phoneRegistered: (agent) => {
      duty.phoneRegistered(agent)
      returns.flush()
    },
    rung: duty.rung,
    unrung: (agent) => {
      duty.unrung(agent)
      returns.flush()
    },
    pickUp: (id, agent, leg) => {
      const offer = floor.offers.get(id)
      if (offer === undefined || offer.entry.callback !== null) return false
      if (agent.state !== 'ready' || memberOf(agent, offer.entry.queue) === null) return false
      const { entry } = offer
      const freed = offering.withdrawAll(entry, 'answered-elsewhere')
      accept(offering.take(entry, agent, leg))
      deciding.serveAll(freed)
      returns.flush()
      return true
    },
    released: (agent) => {
      duty.released(agent)
      returns.flush()
    },
    endWrapUp: (id) => {
      const agent = floor.agents.get(id)
      if (agent !== undefined) duty.endWrapUp(agent)
      returns.flush()
    },
    setState: (id, to, options = noOptions) => {
      const agent = floor.agents.get(id)
      if (agent === undefined) throw new TypeError(`no agent '${id}'`)
      if (agent.state !== 'talking' && agent.state !== 'hold') {
        duty.setState(agent, to, options.reason ?? null, options.because ?? 'asked')
        returns.flush()
        return
      }
      if (to === 'ready' && agent.wanted === null) return
      const reason = options.reason ?? null
      log.emit['agent.asked']({ seq: log.next(), atMs: clock.nowMs(), type: 'agent.asked', agent: id, to, reason })
    },
    hold: (agent, held) => {
      if (agent.state !== (held ? 'talking' : 'hold')) return
      changeAgent(agent, held ? 'hold' : 'talking', held ? 'held' : 'retrieved', agent.call)
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
      const reached = callbacks.reached(offer)
      returns.flush()
      return reached
    },
    unreached: (offer, because) => {
      const freed = callbacks.unreached(offer, because)
      returns.flush()
      return freed
    },
    cancelCallback: (id) => {
      const callback = floor.callbacks.get(id)
      if (callback === undefined) return false
      callbacks.end(callback, 'cancelled')
      returns.flush()
      return true
    },
    placeOf: (caller, queue, nowMs) => {
      const place = places.placeOf(caller, queue, nowMs)
      returns.flush()
      return place
    },
    clearAbandoned: places.clearAbandoned,
    ...createNewcomers({ floor, log, clock }),
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
      duty.resume()
      deciding.reask([...floor.queues.values()])
      for (const entry of [...floor.entries.values()]) room.settle(entry)
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
