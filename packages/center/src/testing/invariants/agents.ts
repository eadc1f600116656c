/** Agents: states as the table allows, one phone call at a time, and nobody left in a call that is over. */
import { agentStates, type CallId, type Listeners, mayMove } from '@callweave/core'
import type { CenterSections } from '../../definition/center-definition.js'
import { agentOf, callOf, type Watched } from './watched.js'

export const watchAgents = (watched: Watched, sections: CenterSections): Listeners => {
  const { fail, calls, agents } = watched

  /** Queues where whoever is ready may take any call: only there can it be said that somebody else was free. */
  const isPlain = (queue: string): boolean => {
    const definition = sections.queues[queue]
    if (definition === undefined || definition.tiers !== undefined || definition.penalties !== undefined) return false
    if (Object.keys(definition.wants ?? {}).length > 0) return false
    const { strategy, within } = definition.strategy
    if (within !== undefined || strategy.includes('first') || strategy.includes('ring')) return false
    return definition.members.every((member) => typeof member === 'string')
  }
  const plain = new Map(Object.keys(sections.queues).map((queue) => [queue, isPlain(queue)]))
  const members = new Map(
    Object.entries(sections.queues).map(([queue, definition]) => [
      queue,
      new Set(definition.members.map((member) => (typeof member === 'string' ? member : member.agent))),
    ]),
  )

  const othersReady = (queue: string, than: ReadonlySet<string>): readonly string[] =>
    [...(members.get(queue) ?? [])].filter((other) => !than.has(other) && agents.get(other)?.state === 'ready')

  const refuse = (call: CallId, agent: string): void => {
    const refusers = refusedBy.get(call)
    if (refusers === undefined) refusedBy.set(call, new Set([agent]))
    else refusers.add(agent)
  }

  /** Who refused a call since it was last offered to one of them; and calls that want skills. */
  const refusedBy = new Map<CallId, Set<string>>()
  const wanting = new Set<CallId>()

  return {
    'queue.entered': ({ call, wants }) => {
      if (wants !== null) wanting.add(call)
    },
    'offer.made': ({ call: id, offer, agent: name, queue, because }) => {
      const agent = agentOf(watched, name)
      if (agent.state !== 'ready') fail(`${name} is rung and ${agent.state}`)
      if (agent.offer !== null) fail(`${name} has two offers`)
      agent.offer = offer
      const refusers = refusedBy.get(id)
      // Whoever picks a call up wants it.
      if (refusers?.has(name) !== true || because === 'picked-up') return
      refusedBy.delete(id)
      if (plain.get(queue) !== true || wanting.has(id)) return
      const others = othersReady(queue, refusers)
      if (others.length > 0) fail(`call ${id} comes to ${name} again, who refused it, while ${others} could take it`)
    },
    'offer.missed': ({ call, agent }) => refuse(call, agent),
    'offer.rejected': ({ call, agent }) => refuse(call, agent),
    'queue.left': ({ call }) => {
      refusedBy.delete(call)
      wanting.delete(call)
    },
    'leg.moved': ({ agent: name, from, call }) => {
      if (name !== null && agentOf(watched, name).call === from) agentOf(watched, name).call = call
    },
    'agent.changed': ({ agent: name, from, to, because, call: callId }) => {
      const agent = agentOf(watched, name)
      if (agent.state !== from) fail(`${name} is ${agent.state} and changes from ${from}`)
      if (!mayMove(agentStates, from, to)) fail(`${name} goes from ${from} to ${to}`)
      const isOwn = because === 'dialed' || because === 'called'
      agent.isCalled = to === 'ringing' && isOwn
      if (to === 'ringing' && agent.offer === null && !isOwn) fail(`${name} rings and has no offer`)
      if (from === 'ringing' && agent.offer !== null) fail(`${name} rings no more and still has offer ${agent.offer}`)
      if (to === 'talking' && isOwn) {
        if (callId === null || !calls.has(callId)) fail(`${name} begins a call that is not there`)
        agent.call = callId
        agent.isOwn = true
      }
      if (to === 'talking' && agent.call === null) fail(`${name} talks to nobody`)
      agent.state = to
      if (to === 'talking' || to === 'hold' || to === 'ringing') return
      const call = agent.call === null ? undefined : calls.get(agent.call)
      if (call?.agent === name) call.agent = null
      agent.call = null
      agent.isOwn = false
    },
    'member.changed': ({ queue, agent, joined, level, penalty }) => {
      if (joined) members.get(queue)?.add(agent)
      else members.get(queue)?.delete(agent)
      if (joined && (level !== 1 || penalty !== 0)) plain.set(queue, false)
    },
    'screen.popped': ({ call: id, agent, caller, waitMs }) => {
      const call = callOf(watched, id)
      if (call.agent !== agent) fail(`${agent} is shown call ${id}, which is with ${call.agent ?? 'nobody'}`)
      if (call.caller !== caller) fail(`${agent} is shown another number`)
      if (waitMs < 0) fail(`call ${id} has waited ${waitMs} ms`)
    },
  }
}
