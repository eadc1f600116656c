/** What must hold on the floor whenever nothing is in motion. Each throws with what is wrong. */
import type { Agent } from '../engine/agent.js'
import type { Entry } from '../engine/entry.js'
import { MixedDemand } from '../engine/mixed-demand.js'
import { isWorking } from '../engine/presence.js'
import type { Queue } from '../engine/queue.js'
import type { Floor } from '../engine/state.js'
import { nextDueMs } from '../engine/timeline.js'
import { holdsBack, mayRing, poolOf } from './reference.js'

const must = (holds: boolean, what: () => string): void => {
  if (!holds) throw new Error(what())
}

export const checkFloor = (floor: Floor, nowMs: number): void => {
  for (const agent of floor.agents.values()) checkAgent(floor, agent)
  for (const queue of floor.queues.values()) checkQueue(floor, queue)
  for (const entry of floor.entries.values()) checkEntry(floor, entry, nowMs)
  for (const offer of floor.offers.values()) {
    must(offer.agent.offer === offer, () => `offer ${offer.id} is at ${offer.agent.id}, who knows nothing of it`)
    must(floor.entries.get(offer.entry.call) === offer.entry, () => `offer ${offer.id} is of a call that has left`)
  }
  checkCallbacks(floor)
  const demands = [...floor.queues.values()].flatMap((queue) => [...queue.demands.all()])
  const mixed = demands.filter((demand) => demand instanceof MixedDemand).length
  must(floor.indexing.mixedDemands === mixed, () => `${floor.indexing.mixedDemands} of ${mixed} mixed demands counted`)
}

const checkAgent = (floor: Floor, agent: Agent): void => {
  const { id, state, offer, places, out, prompt } = agent
  const isNewest = floor.indexing.newest === agent
  must(!isNewest || state === 'ready', () => `${id} is ${state} and the last who became ready`)
  must(
    [...out, ...prompt].every((place) => places[place.at] === place),
    () => `${id} keeps a place that is gone`,
  )
  must((state === 'ringing') === (offer !== null), () => `${id} is ${state} with ${offer === null ? 'no' : 'an'} offer`)
  must(offer === null || floor.offers.get(offer.id) === offer, () => `${id} has an offer that is over`)
  const onCall = state === 'talking' || state === 'hold' || state === 'wrap-up'
  must(onCall === (agent.call !== null), () => `${id} is ${state} with ${agent.call === null ? 'no' : 'a'} call`)
  places.forEach((place, at) => {
    must(place.at === at, () => `a place of ${id} does not know where it stands`)
    const waiting = floor.indexing.heads.of(agent.heads[at] as number)
    const isBeside = waiting === place.demand.waiting && agent.levels[at] === place.member.level
    must(isBeside, () => `beside a place of ${id} stands what belongs to another`)
    must(
      floor.indexing.heads.turnOf(agent.heads[at] as number) === (waiting.head()?.turn ?? 0),
      () => 'a head is not shown',
    )
    const isIn = place.slot >= 0
    const { isPrompt } = place.rank.ready
    must(isPrompt === prompt.includes(place), () => `a place of ${id} is not where the prompt ones are`)
    must((isPrompt || isIn) !== out.includes(place), () => `a place of ${id} stands nowhere or twice`)
    must(isIn || state !== 'ready' || (isNewest && !isPrompt), () => `${id} is ready and not indexed`)
    must(!isIn || state === 'ready' || (!isPrompt && state !== 'logged-out'), () => `${id} is ${state} and indexed`)
    must(!place.demand.gone, () => `${id} has a place in a demand that is forgotten`)
  })
}

const checkQueue = (floor: Floor, queue: Queue): void => {
  const entries = [...floor.entries.values()].filter((entry) => entry.queue === queue)
  const callers = entries.filter(({ callback }) => callback === null).length
  must(queue.waitingCount === callers, () => `${queue.id} counts ${queue.waitingCount} callers of ${callers}`)
  must(queue.callbackCount === entries.length - callers, () => `${queue.id} counts ${queue.callbackCount} callbacks`)
  const working = queue.members.filter(({ agent }) => isWorking(agent)).length
  must(queue.workingCount === working, () => `${queue.id} counts ${queue.workingCount} at work of ${working}`)
  const weight = queue.members.reduce((sum, m) => (m.agent.state === 'logged-out' ? sum : sum + m.weight), 0)
  must(Math.abs(queue.presentWeight - weight) < 1e-9, () => `${queue.id} has the weight ${queue.presentWeight}`)
  for (const demand of queue.demands.indexed()) {
    for (const member of queue.members) {
      const place = member.agent.places.find((each) => each.demand === demand)
      must(demand.admits(member) === (place !== undefined), () => `${member.agent.id} is misplaced`)
    }
  }
  for (const demand of queue.demands.all()) {
    const live = entries.filter((entry) => entry.demand === demand).length
    const mixed = [...queue.demands.all()].filter((other) => other instanceof MixedDemand && other.base === demand)
    must(demand.live === live + mixed.length, () => `a demand counts ${demand.live} calls of ${live}`)
  }
  let waiting = 0
  for (const heap of queue.demands.heaps()) {
    for (const entry of heap.entries()) {
      const isKnown = heap.holds(entry) && entry.demand.waiting === heap
      must(isKnown, () => `call ${entry.call} is in a heap it does not know`)
      waiting += 1
    }
  }
  must(
    waiting === entries.filter(({ slot }) => slot >= 0).length,
    () => `${queue.id} has ${waiting} calls in its heaps`,
  )
}

const checkEntry = (floor: Floor, entry: Entry, nowMs: number): void => {
  const { call, slot, offers, queue, putOffUntilMs } = entry
  must(!entry.demand.gone, () => `call ${call} waits in a demand that is forgotten`)
  const several = queue.strategy.ringsSeveral === true
  const isDialed = entry.callback !== null && entry.callback.dialing !== null
  const waits = putOffUntilMs === 0 && !isDialed && (offers.length === 0 || several)
  must(waits === slot >= 0, () => `call ${call} has ${offers.length} offers at ${slot}`)
  must(several || offers.length <= 1 || slot < 0, () => `call ${call} rings ${offers.length} phones`)
  if (slot >= 0 && !holdsBack(entry, nowMs)) {
    const idle = poolOf(entry)
    must(idle.length === 0, () => `call ${call} waits and ${idle[0]?.agent.id} is ready for it`)
  }
  const dueMs = nextDueMs(entry)
  must(dueMs === Number.POSITIVE_INFINITY || entry.timer !== 0, () => `call ${call} has no appointment at ${dueMs}`)
  must(entry.timer === 0 || entry.timerAtMs <= dueMs, () => `call ${call} is asked about too late`)
  for (const member of queue.members) {
    must(
      (entry.demand.refusal(member) === null) === mayRing(entry, member),
      () => `${member.agent.id} and call ${call}`,
    )
  }
  for (const offer of offers) must(floor.offers.get(offer.id) === offer, () => `call ${call} has an offer that is over`)
}

const checkCallbacks = (floor: Floor): void => {
  const dialed = new Set<string>()
  for (const { id, call, dialing, number } of floor.callbacks.values()) {
    must(floor.entries.get(call)?.callback?.id === id, () => `callback ${id} has no place`)
    if (dialing === null) continue
    must(floor.offers.get(dialing)?.agent.state === 'ringing', () => `callback ${id} is dialed without an agent`)
    must(!dialed.has(number), () => `${number} is dialed twice at a time`)
    dialed.add(number)
  }
}
