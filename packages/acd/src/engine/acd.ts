/**
 * The queue engine: who gets which call, and when. Synchronous: an input comes in, events and orders to the desk go
 * out. It asks a strategy about a call when the call comes, when an agent becomes ready, and when a stage of the
 * queue's timeline begins; nothing polls.
 */
import {
  type CallId,
  CallweaveError,
  type Clock,
  type EventLog,
  type OfferId,
  offerId,
  type Random,
  type Terms,
} from '@callweave/core'
import type { AcdSections } from '../definition/sections.js'
import type { Agent } from './agent.js'
import { type ChangeAgent, createAgentDuty } from './agent-duty.js'
import { OneAsk } from './ask.js'
import type { AcdDesk } from './desk.js'
import type { Entry } from './entry.js'
import { floorFolds } from './folds.js'
import type { Offer } from './offer.js'
import type { Queue } from './queue.js'
import { bestCallFor } from './serve.js'
import { createFloor, type Floor } from './state.js'
import { createWaitingRoom } from './waiting-room.js'

export interface AcdOptions {
  readonly sections: AcdSections
  readonly log: EventLog
  readonly clock: Clock
  readonly random: Random
  readonly desk: AcdDesk
}

export interface EnterOptions {
  readonly priority?: number
  /** Skills beside the queue's own. */
  readonly wants?: { readonly [skill: string]: number }
  /** Whom the caller would like; the queue's strategy decides whether that counts. */
  readonly preferred?: string
  readonly virtualStartMs?: number
}

export interface Acd {
  readonly floor: Floor
  /** Puts a call into a queue. It may be answered, refused or given back before this returns. */
  enter(call: CallId, queue: string, options?: EnterOptions): void
  /** The caller is gone, or has left by key. False when the call waits in no queue. */
  leave(call: CallId, because: 'abandoned' | 'key' | 'withdrawn' | 'callback', key?: string): boolean
  answered(offer: OfferId): boolean
  missed(offer: OfferId): boolean
  rejected(offer: OfferId, because: 'rejected' | 'busy' | 'unreachable'): boolean
  /** The agent's call is over: wrap-up begins, or the agent is ready. */
  released(agent: Agent): void
  /** What an agent, a supervisor or a shift plan asks for. In a call it is taken up at the end. */
  setState(
    agent: string,
    to: 'ready' | 'not-ready' | 'logged-out',
    options?: { reason?: string; because?: string },
  ): void
  hold(agent: Agent, held: boolean): void
  reprioritize(call: CallId, priority: number, because: string): void
  /** After a replay: makes the appointments again. */
  resume(): void
}

export const createAcd = ({ sections, log, clock, random, desk }: AcdOptions): Acd => {
  const floor = createFloor(sections, random)
  log.fold(floorFolds(floor))
  const ask = new OneAsk()
  const leaveRules = Object.values(sections.queues).some((queue) => queue.leaveWhen !== undefined)

  const changeAgent: ChangeAgent = (agent, to, because, call = null, also = noOptions) => {
    log.emit['agent.changed']({
      seq: log.next(),
      atMs: clock.nowMs(),
      type: 'agent.changed',
      agent: agent.id,
      from: agent.state,
      to,
      because,
      reason: also.reason ?? null,
      call,
      untilMs: also.untilMs ?? null,
    })
    if (leaveRules) for (const { queue } of agent.members) room.leaveIfNobody(queue)
  }

  /** Asks the strategy about one call and does what it says. True when something was offered. */
  const decide = (entry: Entry): boolean => {
    if (entry.queue.strategy.ringsSeveral !== true) return decideOnce(entry)
    let offered = false
    while (entry.slot >= 0 && decideOnce(entry)) offered = true
    return offered
  }

  const decideOnce = (entry: Entry): boolean => {
    const { queue } = entry
    const decision = queue.strategy.decide(ask.about(entry, clock.nowMs()))
    switch (decision.decide) {
      case 'offer': {
        const head = ask.headPlace
        const agent =
          head !== null && head.member.agent.id === decision.agent ? head.member.agent : named(decision.agent, queue)
        makeOffer(entry, agent, decision.because, decision.terms)
        return true
      }
      case 'offer-all':
        for (const id of decision.agents) makeOffer(entry, named(id, queue), decision.because, decision.terms)
        return decision.agents.length > 0
      case 'wait':
        if (decision.untilMs !== null) room.askAgain(entry, decision.untilMs)
        return false
    }
  }

  const named = (id: string, queue: Queue): Agent => {
    const agent = floor.agents.get(id)
    if (agent?.state === 'ready') return agent
    throw new CallweaveError('illegal-state', {
      where: `queues.${queue.id}.strategy`,
      message: `the strategy '${queue.strategy.name}' offered a call to '${id}', who is ${agent?.state ?? 'not in the definition'}`,
      expected: 'an agent that it was shown as ready',
      remedy: 'Offer only to head, preferred or one of ready()',
    })
  }

  const makeOffer = (entry: Entry, agent: Agent, because: string, terms: Terms): void => {
    const atMs = clock.nowMs()
    const id = offerId(floor.lastOffer + 1)
    log.emit['offer.made']({
      seq: log.next(),
      atMs,
      type: 'offer.made',
      call: entry.call,
      offer: id,
      queue: entry.queue.id,
      agent: agent.id,
      leg: desk.nextLeg(),
      because,
      terms,
      attempt: entry.attempts + 1,
    })
    changeAgent(agent, 'ringing', 'offered', entry.call)
    desk.ring(agent.offer as Offer)
  }

  /** Looks for calls that a ready agent can take, until one is offered or none is left. */
  const serve = (agent: Agent): void => {
    let passedOver: Set<Entry> | null = null
    while (agent.state === 'ready') {
      const entry = bestCallFor(agent, clock.nowMs(), passedOver)
      if (entry === null) return
      if (!decide(entry)) {
        passedOver ??= new Set()
        passedOver.add(entry)
      }
    }
  }

  const withdraw = (offer: Offer, because: 'caller-gone' | 'answered-elsewhere' | 'agent-left' | 'withdrawn'): void => {
    const { entry, agent } = offer
    log.emit['offer.withdrawn']({
      seq: log.next(),
      atMs: clock.nowMs(),
      type: 'offer.withdrawn',
      call: entry.call,
      offer: offer.id,
      queue: entry.queue.id,
      agent: agent.id,
      because,
    })
    desk.stopRinging(offer)
  }

  /** Withdraws every offer of the call but one; the agents are ready again but not yet served. */
  const withdrawAll = (entry: Entry, because: 'caller-gone' | 'answered-elsewhere' | 'withdrawn'): Agent[] => {
    if (entry.offers.length === 0) return none
    const agents: Agent[] = []
    for (const offer of [...entry.offers]) {
      withdraw(offer, because)
      changeAgent(offer.agent, 'ready', because)
      agents.push(offer.agent)
    }
    return agents
  }

  const emitLeft = (
    entry: Entry,
    because: Parameters<EventLog['emit']['queue.left']>[0]['because'],
    key: string | null,
  ) => {
    const atMs = clock.nowMs()
    room.forget(entry)
    log.emit['queue.left']({
      seq: log.next(),
      atMs,
      type: 'queue.left',
      call: entry.call,
      queue: entry.queue.id,
      because,
      waitMs: atMs - entry.virtualStartMs,
      key,
    })
  }

  const duty = createAgentDuty({
    floor,
    clock,
    changeAgent,
    serve,
    withdraw,
    offerFailed: ({ entry }) => room.offerFailed(entry),
  })
  const room = createWaitingRoom({ floor, log, clock, desk, decide, serve, withdrawAll, emitLeft })

  return {
    floor,
    enter: (call, queueId, options = noOptions) => {
      const queue = floor.queues.get(queueId)
      if (queue === undefined) throw new TypeError(`no queue '${queueId}'`)
      const refusal = room.refusal(queue)
      if (refusal !== null) {
        room.refuse(call, queue, refusal)
        return
      }
      const atMs = clock.nowMs()
      log.emit['queue.entered']({
        seq: log.next(),
        atMs,
        type: 'queue.entered',
        call,
        queue: queueId,
        priority: options.priority ?? 0,
        virtualStartMs: options.virtualStartMs ?? atMs,
        wants: options.wants === undefined ? null : { ...Object.fromEntries(queue.wants), ...options.wants },
        preferred: queue.strategy.prefers === undefined ? null : (options.preferred ?? null),
      })
      const entry = floor.entries.get(call) as Entry
      decide(entry)
      room.settle(entry)
    },
    leave: (call, because, key) => {
      const entry = floor.entries.get(call)
      if (entry === undefined) return false
      const freed = withdrawAll(entry, because === 'abandoned' ? 'caller-gone' : 'withdrawn')
      emitLeft(entry, because, key ?? null)
      for (const agent of freed) serve(agent)
      return true
    },
    answered: (id) => {
      const offer = floor.offers.get(id)
      if (offer === undefined) return false
      const { entry, agent } = offer
      const atMs = clock.nowMs()
      log.emit['offer.accepted']({
        seq: log.next(),
        atMs,
        type: 'offer.accepted',
        call: entry.call,
        offer: id,
        queue: entry.queue.id,
        agent: agent.id,
      })
      const freed = withdrawAll(entry, 'answered-elsewhere')
      emitLeft(entry, 'answered', null)
      changeAgent(agent, 'talking', 'answered', entry.call)
      desk.connect(offer, atMs - entry.virtualStartMs)
      for (const other of freed) serve(other)
      return true
    },
    missed: (id) => {
      const offer = floor.offers.get(id)
      if (offer === undefined) return false
      const { entry, agent } = offer
      log.emit['offer.missed']({
        seq: log.next(),
        atMs: clock.nowMs(),
        type: 'offer.missed',
        call: entry.call,
        offer: id,
        queue: entry.queue.id,
        agent: agent.id,
        misses: agent.misses + 1,
      })
      duty.afterMiss(agent, entry.queue)
      room.offerFailed(entry)
      serve(agent)
      return true
    },
    rejected: (id, because) => {
      const offer = floor.offers.get(id)
      if (offer === undefined) return false
      const { entry, agent } = offer
      log.emit['offer.rejected']({
        seq: log.next(),
        atMs: clock.nowMs(),
        type: 'offer.rejected',
        call: entry.call,
        offer: id,
        queue: entry.queue.id,
        agent: agent.id,
        because,
      })
      duty.afterReject(agent, entry.queue, because)
      room.offerFailed(entry)
      return true
    },
    released: duty.released,
    setState: (id, to, options = noOptions) => {
      const agent = floor.agents.get(id)
      if (agent === undefined) throw new TypeError(`no agent '${id}'`)
      if ((agent.state === 'talking' || agent.state === 'hold') && !(to === 'ready' && agent.wanted === null)) {
        const reason = options.reason ?? null
        log.emit['agent.asked']({ seq: log.next(), atMs: clock.nowMs(), type: 'agent.asked', agent: id, to, reason })
        return
      }
      duty.setState(agent, to, options.reason ?? null, options.because ?? 'asked')
    },
    hold: (agent, held) => changeAgent(agent, held ? 'hold' : 'talking', held ? 'held' : 'retrieved', agent.call),
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
    resume: () => {
      for (const entry of floor.entries.values()) room.settle(entry)
      duty.resume()
    },
  }
}

const none: Agent[] = []
const noOptions = {}
