/** How strangers are kept off. */
import type { DigestAlgorithm } from '@callweave/sip/digest'
import type { ListedAddress } from '../address/address-list.js'

export interface GuardSettings {
  /** The realm of every challenge. Default `callweave`. */
  readonly realm: string
  /**
   * Offered in this order. Default MD5 alone: phones older than RFC 8760 (baresip 1.0 and its like) do not register at all
   * where SHA-256 stands beside it, whichever comes first.
   */
  readonly algorithms: readonly DigestAlgorithm[]
  /** Addresses whose guesses are not counted and which are never dropped. Default none. */
  readonly trusted: readonly ListedAddress[]
  readonly guesses: GuessSettings
  readonly rates: RateSettings
}

/** Wrong passwords and unanswered challenges of one source; each count halves in `halfLifeMs`. */
export interface GuessSettings {
  /** Default 300,000 ms. */
  readonly halfLifeMs: number
  /** From this many failures on answers come late. Default 5. */
  readonly slowFrom: number
  /** The first delay, doubled with each failure. Default 250 ms. */
  readonly delayMs: number
  /** Default 8,000 ms: a request is given up after 32 s. */
  readonly mostDelayMs: number
  /** From this many failures on nothing is answered for a while. Default 20. */
  readonly refuseFrom: number
  /** From this many challenges without a right answer too: 300 phones behind one address may start at once. Default 300. */
  readonly refuseFromChallenges: number
  /** For how long at first, doubled each time. Default 600,000 ms. */
  readonly refuseMs: number
  /** Default 86,400,000 ms. */
  readonly mostRefuseMs: number
  /** Sources that are remembered; whoever was heard of longest ago is forgotten. Default 20,000. */
  readonly sources: number
}

/** Messages of one source, of which `burst` may come at once. */
export interface Rate {
  readonly perSecond: number
  readonly burst: number
}

export interface RateSettings {
  /**
   * Of trunks and trusted addresses. Default 4,000 a second, 8,000 at once: a call is five messages or six, all calls of a
   * carrier come from one address, and what is dropped here belongs to calls that are up. New calls are limited elsewhere.
   */
  readonly known: Rate
  /** Of anybody else: a network, or the flow of a phone that is registered. Default 50 a second, 100 at once. */
  readonly others: Rate
  /** How many over the rate are answered with 503 before there is silence. Default 10. */
  readonly answered: number
  /** Default 5. */
  readonly retryAfterSeconds: number
  /** Default 20,000. */
  readonly sources: number
}

export const defaultGuardSettings: GuardSettings = {
  realm: 'callweave',
  algorithms: ['MD5'],
  trusted: [],
  guesses: {
    halfLifeMs: 300_000,
    slowFrom: 5,
    delayMs: 250,
    mostDelayMs: 8_000,
    refuseFrom: 20,
    refuseFromChallenges: 300,
    refuseMs: 600_000,
    mostRefuseMs: 86_400_000,
    sources: 20_000,
  },
  rates: {
    known: { perSecond: 4_000, burst: 8_000 },
    others: { perSecond: 50, burst: 100 },
    answered: 10,
    retryAfterSeconds: 5,
    sources: 20_000,
  },
}
