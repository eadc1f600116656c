/** Who has given the right password from which network: such a pair is let through while others there guess. */
import { createRecent } from '../recent.js'

export interface KnownUsers {
  /** The user has given the right password from there. */
  add(network: string, user: string, nowMs: number): void
  /** Whether the user, or anybody, has lately. */
  has(network: string, nowMs: number, user?: string): boolean
}

/** A phone that is switched off over a holiday comes back. */
const keptMs = 30 * 86_400_000
/** Of one network; whoever was longest away is forgotten. */
const mostUsers = 1_000

interface Network {
  readonly users: Map<string, number>
  lastMs: number
}

export const createKnownUsers = (networks: number): KnownUsers => {
  const known = createRecent<Network>(networks, () => ({ users: new Map(), lastMs: Number.NEGATIVE_INFINITY }))
  return {
    add: (network, user, nowMs) => {
      const place = known.need(network)
      const { users } = place
      place.lastMs = nowMs
      // The newest stands last.
      users.delete(user)
      users.set(user, nowMs)
      const [oldest] = users.keys()
      if (users.size > mostUsers && oldest !== undefined) users.delete(oldest)
    },
    has: (network, nowMs, user) => {
      const place = known.peek(network)
      const atMs = user === undefined ? place?.lastMs : place?.users.get(user)
      return atMs !== undefined && nowMs - atMs < keptMs
    },
  }
}
