/** Who is asked about whom: strategies about calls, calls for agents who are ready. */
import { CallweaveError } from '@callweave/core'
import type { Agent } from './agent.js'
import type { Engine } from './engine.js'
import type { Entry } from './entry.js'
import { memberOf } from './member.js'
import { makeOffer } from './offering.js'
import type { Queue } from './queue.js'
import { bestCallFor, comesBefore, type PassedOver } from './serve.js'
import { askAgain } from './waiting-room.js'

/** Asks the strategy about one waiting call and does what it says. True when something was offered. */
export const decide = (engine: Engine, entry: Entry): boolean => {
  if (entry.queue.strategy.ringsSeveral !== true) return decideOnce(engine, entry)
  let offered = false
  while (entry.slot >= 0 && decideOnce(engine, entry)) offered = true
  return offered
}

const decideOnce = (engine: Engine, entry: Entry): boolean => {
  const { strategy } = entry.queue
  const decision = strategy.decide(engine.ask.about(entry, engine.clock.nowMs()))
  switch (decision.decide) {
    case 'offer': {
      const head = engine.ask.shownHead
      const isHead = head !== null && head.member.agent.id === decision.agent
      makeOffer(
        engine,
        entry,
        isHead ? head.member.agent : named(engine, decision.agent, entry),
        decision.because,
        decision.terms,
      )
      return true
    }
    case 'offer-all': {
      const agents = decision.agents.map((id) => named(engine, id, entry))
      for (const agent of agents) {
        if (agent.state === 'ready' && entry.slot >= 0)
          makeOffer(engine, entry, agent, decision.because, decision.terms)
      }
      return agents.length > 0
    }
    case 'wait':
      // An instant that has come would be asked about for ever, with no time passing between.
      if (decision.untilMs !== null) askAgain(engine, entry, Math.max(decision.untilMs, engine.clock.nowMs() + 1))
      return false
  }
}

const named = (engine: Engine, id: string, { queue, demand }: Entry): Agent => {
  const agent = engine.floor.agents.get(id)
  const member = agent === undefined ? null : memberOf(agent, queue)
  if (agent?.state === 'ready' && member !== null && demand.admits(member)) return agent
  throw new CallweaveError('illegal-state', {
    where: `queues.${queue.id}.strategy`,
    message: `the strategy '${queue.strategy.name}' offered a call to '${id}', who ${whyNot(agent)}`,
    expected: 'an agent that it was shown as ready',
    remedy: 'Offer only to head, preferred or one of ready()',
  })
}

/** Looks for calls that a ready agent can take, until one is offered or none is left. */
export const serve = (engine: Engine, agent: Agent): void => {
  let passedOver: Set<number> | null = null
  while (agent.state === 'ready') {
    const entry = bestCallFor(engine.floor.indexing, agent, engine.clock.nowMs(), passedOver)
    if (entry === null) return
    if (decide(engine, entry)) continue
    passedOver ??= new Set()
    passedOver.add(entry.turn)
  }
}

const bestForAny = (engine: Engine, agents: readonly Agent[], passedOver: PassedOver): Entry | null => {
  const nowMs = engine.clock.nowMs()
  let best: Entry | null = null
  for (const agent of agents) {
    const entry = agent.state === 'ready' ? bestCallFor(engine.floor.indexing, agent, nowMs, passedOver) : null
    if (entry !== null && (best === null || comesBefore(entry, best, nowMs))) best = entry
  }
  return best
}

/** The same for agents who became ready together: the call that is served first goes first. */
export const serveAll = (engine: Engine, agents: readonly Agent[]): void => {
  if (agents.length === 0) return
  if (agents.length === 1) {
    serve(engine, agents[0] as Agent)
    return
  }
  const passedOver = new Set<number>()
  for (;;) {
    const entry = bestForAny(engine, agents, passedOver)
    if (entry === null) return
    if (!decide(engine, entry)) passedOver.add(entry.turn)
  }
}

/** Looks anew at the ready agents and the waiting calls of some queues: who may be rung there has changed. */
export const reask = (engine: Engine, queues: readonly Queue[]): void => {
  const agents = new Set(queues.flatMap(({ members }) => members.map(({ agent }) => agent)))
  serveAll(
    engine,
    [...agents].filter(({ state }) => state === 'ready'),
  )
  // What is left to ask: calls that a strategy lets wait until an instant of its own.
  const nowMs = engine.clock.nowMs()
  const entries = [...engine.floor.entries.values()].filter(({ queue }) => queues.includes(queue))
  entries.sort((a, b) => (comesBefore(a, b, nowMs) ? -1 : 1))
  for (const entry of entries) if (entry.slot >= 0) decide(engine, entry)
}

const whyNot = (agent: Agent | undefined): string => {
  if (agent === undefined) return 'is not in the definition'
  return agent.state === 'ready' ? 'may not be rung for it' : `is ${agent.state}`
}
