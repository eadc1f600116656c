/** Which waiting call an agent takes next. */
import type { Place } from '../ready/place.js'
import type { Agent } from './agent.js'
import type { Entry } from './entry.js'

/**
 * The best call that the agent can take: of the queue in which the agent has the lowest level; then the highest
 * priority (the call's with its growth, and the queue's); then the longest wait; then who came first. Looks at the head
 * of each demand that the agent can meet, and at no other call but where a head was refused or passed over.
 */
export const bestCallFor = (agent: Agent, nowMs: number, passedOver: ReadonlySet<Entry> | null): Entry | null => {
  const { places } = agent
  let best: Entry | null = null
  let bestPlace: Place | null = null
  let bestPriority = 0
  for (let i = 0; i < places.length; i += 1) {
    const place = places[i] as Place
    const { waiting } = place.demand
    if (waiting.size === 0) continue
    let head = waiting.head() as Entry | null
    if (passedOver !== null || head?.refusedBy !== null) {
      head = waiting.headWhere((entry) => !passedOver?.has(entry) && mayTake(agent, entry))
    }
    if (head === null) continue
    const priority = place.demand.queue.priorityAt(head.standing, nowMs)
    if (best === null || bestPlace === null || isBetter(place, head, priority, bestPlace, best, bestPriority)) {
      best = head
      bestPlace = place
      bestPriority = priority
    }
  }
  return best
}

/** An agent who refused a call gets it again only when nobody else is ready for it. */
const mayTake = (agent: Agent, { refusedBy, demand }: Entry): boolean =>
  refusedBy === null ||
  !refusedBy.includes(agent) ||
  demand.head((place) => !refusedBy.includes(place.member.agent)) === null

const isBetter = (
  place: Place,
  head: Entry,
  priority: number,
  than: Place,
  other: Entry,
  otherPriority: number,
): boolean => {
  if (place.member.level !== than.member.level) return place.member.level < than.member.level
  if (priority !== otherPriority) return priority > otherPriority
  if (head.virtualStartMs !== other.virtualStartMs) return head.virtualStartMs < other.virtualStartMs
  return head.turn < other.turn
}
