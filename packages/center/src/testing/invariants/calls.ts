/** Calls: each stands in exactly one place, is counted once, and ends once with nothing left of it. */
import { type CallId, type CallState, callStates, type Listeners, mayMove, type OfferId } from '@callweave/core'
import type { CenterSections } from '../../definition/center-definition.js'
import { agentOf, callOf, countUp, queueOf, type Watched, type WatchedCall, watchedCall } from './watched.js'

export const watchCalls = (watched: Watched, sections: CenterSections): Listeners => {
  const { calls, ended, offers, fail } = watched

  const move = (call: WatchedCall, to: CallState): void => {
    if (call.state === to || call.isCallback) return
    if (!mayMove(callStates, call.state, to)) fail(`call ${call.id} goes from ${call.state} to ${to}`)
    call.state = to
  }

  const offerEnds = (id: OfferId, call: CallId, agent: string): void => {
    const offer = offers.get(id) ?? fail(`offer ${id} ended before`)
    if (offer.call !== call || offer.agent !== agent) fail(`offer ${id} is of call ${offer.call} to ${offer.agent}`)
    offers.delete(id)
    const of = callOf(watched, call)
    of.offers.delete(id)
    agentOf(watched, agent).offer = null
    if (of.offers.size === 0 && of.state === 'offered') of.state = 'waiting'
  }

  const kindOf = (flow: string, step: string): string =>
    (sections.flows[flow] as Readonly<Record<string, { readonly step: string }>> | undefined)?.[step]?.step ?? ''

  return {
    'leg.arrived': ({ call: id, caller }) => {
      if (calls.has(id) || ended.has(id)) fail(`call ${id} is there twice`)
      calls.set(id, watchedCall(id, caller))
    },
    'step.entered': ({ call: id, flow, step }) => {
      const call = callOf(watched, id)
      if (call.queue !== null && !call.isCallback) fail(`call ${id} is in a flow and in ${call.queue}`)
      if (!call.isThere) fail(`call ${id} goes on in its flow and the caller has hung up`)
      move(call, call.wasServed && kindOf(flow, step) === 'survey' ? 'survey' : 'flow')
    },
    'leg.originated': ({ call: id, purpose }) => {
      if (purpose === 'outside') move(callOf(watched, id), 'transferred')
    },
    'queue.entered': ({ call: id, queue, callback }) => {
      const call = callOf(watched, id)
      if (call.queue !== null) fail(`call ${id} enters ${queue} and is in ${call.queue}`)
      if (callback === null && !call.isThere) fail(`call ${id} enters ${queue} and the caller has hung up`)
      if (callback === null) move(call, 'waiting')
      call.queue = queue
      call.isCallback = callback !== null
      call.announced = 0
      const counts = queueOf(watched, queue)
      counts.entered += 1
      counts.waiting += 1
    },
    'queue.announced': ({ call: id, queue, position }) => {
      const call = callOf(watched, id)
      const rises = sections.queues[queue]?.announce?.neverRising !== false
      if (rises && call.announced > 0 && position > call.announced) {
        fail(`call ${id} was told place ${call.announced} and now ${position}`)
      }
      call.announced = position
    },
    'queue.left': ({ call: id, queue, because }) => {
      const call = callOf(watched, id)
      if (call.queue !== queue) fail(`call ${id} leaves ${queue} and is in ${call.queue ?? 'no queue'}`)
      if (call.offers.size > 0) fail(`call ${id} leaves ${queue} and phones still ring for it`)
      if (because === 'answered') {
        if (call.agent === null) fail(`call ${id} is answered by nobody`)
      } else move(call, 'flow')
      call.queue = null
      call.isCallback = false
      const counts = queueOf(watched, queue)
      countUp(counts.left, because)
      counts.waiting -= 1
    },
    'offer.made': ({ call: id, offer, agent, leg }) => {
      const call = callOf(watched, id)
      if (call.queue === null) fail(`call ${id} is offered and waits nowhere`)
      if (!call.isThere && !call.isCallback) fail(`${agent} is rung for call ${id}, whose caller has hung up`)
      if (offers.has(offer)) fail(`offer ${offer} is there twice`)
      offers.set(offer, { id: offer, call: id, agent, leg })
      call.offers.add(offer)
      move(call, 'offered')
    },
    'offer.missed': ({ offer, call, agent }) => offerEnds(offer, call, agent),
    'offer.rejected': ({ offer, call, agent }) => offerEnds(offer, call, agent),
    'offer.withdrawn': ({ offer, call, agent }) => offerEnds(offer, call, agent),
    'offer.accepted': ({ offer, call: id, agent }) => {
      const call = callOf(watched, id)
      if (!call.isThere) fail(`${agent} has call ${id}, whose caller has hung up`)
      if (call.agent !== null) fail(`call ${id} is with ${call.agent} and is accepted by ${agent}`)
      if (call.isCallback) call.state = 'bridged'
      else move(call, 'bridged')
      call.agent = agent
      call.wasServed = true
      offerEnds(offer, id, agent)
      agentOf(watched, agent).call = id
    },
    'call.ended': ({ call: id, outcome }) => {
      const call = callOf(watched, id)
      if (call.legs.size > 0) fail(`call ${id} has ended and legs ${[...call.legs]} are up`)
      if (call.queue !== null) fail(`call ${id} has ended and waits in ${call.queue}`)
      if (call.offers.size > 0) fail(`call ${id} has ended and phones ring for it`)
      move(call, 'ended')
      calls.delete(id)
      watched.touchedCalls.delete(call)
      ended.add(id)
      countUp(watched.outcomes, outcome)
    },
  }
}
