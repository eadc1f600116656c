/** What holds between one instant and the next, and at the end of a run. */
import { agentOf, type Watched } from './watched.js'

/** Time moves on: nothing may hang between two states. */
export const checkSettled = (watched: Watched): void => {
  const { touchedCalls, touchedAgents, calls, offers, legs, fail } = watched
  for (const call of touchedCalls) {
    if (call.isCallback) continue
    if (call.isWithPhones) {
      if (call.queue !== null || call.offers.size > 0)
        fail(`call ${call.id} is with phones and in ${call.queue ?? 'an offer'}`)
      if (call.legs.size === 0) fail(`call ${call.id} goes on and nobody is in it`)
      continue
    }
    if ((call.state === 'offered') !== call.offers.size > 0) {
      fail(`call ${call.id} is ${call.state} and has ${call.offers.size} offers`)
    }
    if ((call.state === 'waiting' || call.state === 'offered') !== (call.queue !== null)) {
      fail(`call ${call.id} is ${call.state} and in ${call.queue ?? 'no queue'}`)
    }
    if (!call.isThere) fail(`call ${call.id} goes on and the caller has hung up`)
    if ((call.state === 'bridged') !== (call.agent !== null)) {
      fail(`call ${call.id} is ${call.state} and with ${call.agent ?? 'nobody'}`)
    }
  }
  for (const name of touchedAgents) {
    const agent = agentOf(watched, name)
    if ((agent.state === 'ringing') !== (agent.offer !== null || agent.isCalled)) {
      fail(`${name} is ${agent.state} and has ${agent.offer === null ? 'no offer' : `offer ${agent.offer}`}`)
    }
    if (agent.offer !== null && !legs.has(offers.get(agent.offer)?.leg as never)) fail(`${name} rings without a leg`)
    if ((agent.state === 'talking' || agent.state === 'hold') !== (agent.call !== null)) {
      fail(`${name} is ${agent.state} and ${agent.call === null ? 'in no call' : `in call ${agent.call}`}`)
    }
    if (agent.isOwn && agent.call !== null && !calls.has(agent.call)) {
      fail(`${name} is in call ${agent.call} of the agent's own, which is over`)
    }
    if (!agent.isOwn && agent.call !== null && calls.get(agent.call)?.agent !== name) {
      fail(`${name} is in call ${agent.call}, which is over or with somebody else`)
    }
  }
  touchedCalls.clear()
  touchedAgents.clear()
}

/** Everything is over: no call, no leg, no offer; what came into a queue has left it, each once. */
export const checkEnd = (watched: Watched, mayWait: boolean): void => {
  const { calls, legs, offers, queues, agents, fail } = watched
  const left = [...calls.values()].filter((call) => !mayWait || (call.state !== 'waiting' && !call.isCallback))
  if (left.length > 0) fail(`calls are left: ${left.slice(0, 5).map(({ id, state }) => `${id} ${state}`)}`)
  const stray = [...legs.values()].filter((leg) => !calls.has(leg.call))
  if (stray.length > 0)
    fail(`legs are left: ${stray.slice(0, 5).map(({ id, role, state }) => `${id} ${role} ${state}`)}`)
  if (offers.size > 0) fail(`offers are left: ${[...offers.keys()]}`)
  for (const [name, { entered, left: ways, waiting }] of queues) {
    const out = [...ways.values()].reduce((sum, count) => sum + count, 0)
    if (entered !== out + waiting) fail(`${name}: ${entered} came in, ${out} left, ${waiting} wait`)
    if (waiting > 0 && !mayWait) fail(`${name}: ${waiting} wait`)
  }
  for (const [name, { state, call }] of agents) {
    if (call !== null || state === 'ringing') fail(`${name} is ${state}`)
  }
}
