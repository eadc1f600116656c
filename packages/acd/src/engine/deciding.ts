/** Who is asked about whom: strategies about calls, calls for agents who are ready. */
import { CallweaveError, type Clock, type Terms } from '@callweave/core'
import type { Agent } from './agent.js'
import { OneAsk } from './ask.js'
import type { Entry } from './entry.js'
import { memberOf } from './member.js'
import type { Queue } from './queue.js'
import { bestCallFor, comesBefore, type PassedOver } from './serve.js'
import type { Floor } from './state.js'

export interface DecidingOptions {
  readonly floor: Floor
  readonly clock: Clock
  readonly makeOffer: (entry: Entry, agent: Agent, because: string, terms: Terms) => void
  readonly askAgain: (entry: Entry, atMs: number) => void
}

export interface Deciding {
  /** Asks the strategy about one waiting call and does what it says. True when something was offered. */
  decide(entry: Entry): boolean
  /** Looks for calls that a ready agent can take, until one is offered or none is left. */
  serve(agent: Agent): void
  /** The same for agents who became ready together: the call that is served first goes first. */
  serveAll(agents: readonly Agent[]): void
  /** Looks anew at the ready agents and the waiting calls of some queues: who may be rung there has changed. */
  reask(queues: readonly Queue[]): void
}

export const createDeciding = ({ floor, clock, makeOffer, askAgain }: DecidingOptions): Deciding => {
  const ask = new OneAsk()

  const decide = (entry: Entry): boolean => {
    if (entry.queue.strategy.ringsSeveral !== true) return decideOnce(entry)
    let offered = false
    while (entry.slot >= 0 && decideOnce(entry)) offered = true
    return offered
  }

  const decideOnce = (entry: Entry): boolean => {
    const { strategy } = entry.queue
    const decision = strategy.decide(ask.about(entry, clock.nowMs()))
    switch (decision.decide) {
      case 'offer': {
        const head = ask.shownHead
        const isHead = head !== null && head.member.agent.id === decision.agent
        makeOffer(entry, isHead ? head.member.agent : named(decision.agent, entry), decision.because, decision.terms)
        return true
      }
      case 'offer-all': {
        const agents = decision.agents.map((id) => named(id, entry))
        for (const agent of agents) {
          if (agent.state === 'ready' && entry.slot >= 0) makeOffer(entry, agent, decision.because, decision.terms)
        }
        return agents.length > 0
      }
      case 'wait':
        // An instant that has come would be asked about for ever, with no time passing between.
        if (decision.untilMs !== null) askAgain(entry, Math.max(decision.untilMs, clock.nowMs() + 1))
        return false
    }
  }

  const named = (id: string, { queue, demand }: Entry): Agent => {
    const agent = floor.agents.get(id)
    const member = agent === undefined ? null : memberOf(agent, queue)
    if (agent?.state === 'ready' && member !== null && demand.admits(member)) return agent
    throw new CallweaveError('illegal-state', {
      where: `queues.${queue.id}.strategy`,
      message: `the strategy '${queue.strategy.name}' offered a call to '${id}', who ${whyNot(agent)}`,
      expected: 'an agent that it was shown as ready',
      remedy: 'Offer only to head, preferred or one of ready()',
    })
  }

  const serve = (agent: Agent): void => {
    let passedOver: Set<number> | null = null
    while (agent.state === 'ready') {
      const entry = bestCallFor(floor.indexing, agent, clock.nowMs(), passedOver)
      if (entry === null) return
      if (decide(entry)) continue
      passedOver ??= new Set()
      passedOver.add(entry.turn)
    }
  }

  const bestForAny = (agents: readonly Agent[], passedOver: PassedOver): Entry | null => {
    const nowMs = clock.nowMs()
    let best: Entry | null = null
    for (const agent of agents) {
      const entry = agent.state === 'ready' ? bestCallFor(floor.indexing, agent, nowMs, passedOver) : null
      if (entry !== null && (best === null || comesBefore(entry, best, nowMs))) best = entry
    }
    return best
  }

  const serveAll = (agents: readonly Agent[]): void => {
    if (agents.length === 0) return
    if (agents.length === 1) {
      serve(agents[0] as Agent)
      return
    }
    const passedOver = new Set<number>()
    for (;;) {
      const entry = bestForAny(agents, passedOver)
      if (entry === null) return
      if (!decide(entry)) passedOver.add(entry.turn)
    }
  }

  return {
    decide,
    serve,
    serveAll,
    reask: (queues) => {
      const agents = new Set(queues.flatMap(({ members }) => members.map(({ agent }) => agent)))
      serveAll([...agents].filter(({ state }) => state === 'ready'))
      // What is left to ask: calls that a strategy lets wait until an instant of its own.
      const nowMs = clock.nowMs()
      const entries = [...floor.entries.values()].filter(({ queue }) => queues.includes(queue))
      entries.sort((a, b) => (comesBefore(a, b, nowMs) ? -1 : 1))
      for (const entry of entries) if (entry.slot >= 0) decide(entry)
    },
  }
}

const whyNot = (agent: Agent | undefined): string => {
  if (agent === undefined) return 'is not in the definition'
  return agent.state === 'ready' ? 'may not be rung for it' : `is ${agent.state}`
}
