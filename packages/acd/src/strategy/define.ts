/**
 * What a strategy is (A2): a declared order, and a small pure function that says what to do about one waiting call.
 *
 * The order is data, so the engine can keep one index of the ready agents for it and hand over the head: a thousand
 * agents cost what ten do. A strategy without an order may look at everybody ready; `cc check` says what that costs.
 * The decision is data with a reason: a code and its terms, made into a sentence only when somebody reads it.
 */
import type { Terms } from '@callweave/core'

/** What a strategy may know of an agent. */
export interface Candidate {
  /** The name in the definition. */
  readonly id: string
  /** When the agent last finished a call, or came in: what longest-idle orders by. */
  readonly idleSinceMs: number
  /** Calls answered since the shift began. */
  readonly callsHandled: number
  /** Talk and hold since the shift began. */
  readonly talkMs: number
  /** Level in each skill. */
  readonly skills: ReadonlyMap<string, number>
}

/** An agent as a member of the queue that asks. */
export interface MemberView {
  readonly agent: Candidate
  /** Tier: a lower level is rung first. */
  readonly level: number
  readonly penalty: number
  /** Share or weight among the members, from 1. */
  readonly weight: number
  /** Place in the queue's list of members, from 0. */
  readonly position: number
  /** Offers made to the agent by this queue. */
  readonly offers: number
  /** Calls of this queue that the agent answered. */
  readonly answered: number
  /** The same as far as it counts towards the weight: who comes in later is put level with the others. */
  readonly share: number
}

/** The keys that an order can use; each is a number that stays the same while an agent is ready. */
export type OrderKey =
  | 'idleSinceMs'
  | 'callsHandled'
  | 'talkMs'
  | 'position'
  /** The lowest of the agent's levels in the skills that the call came with, dropped ones included; 0 without any. */
  | 'skillLevel'
  | 'weight'
  /** Calls of this queue answered, for each unit of weight; who comes in later is put level with the others. */
  | 'answeredPerWeight'

export interface OrderTerm {
  readonly key: OrderKey
  readonly direction: 'ascending' | 'descending'
}

/** Lowest first. */
export const by = (key: OrderKey): OrderTerm => ({ key, direction: 'ascending' })
/** Highest first. */
export const byMost = (key: OrderKey): OrderTerm => ({ key, direction: 'descending' })

/**
 * How the ready agents are kept. A list of terms (ties go to the lower id), `cycle` (on from the member last offered),
 * `chance` (drawn), `share` (whose part of the calls is due first), or `none`: no index, the strategy looks at everybody.
 */
export type Order = readonly OrderTerm[] | 'cycle' | 'chance' | 'share' | 'none'

/** What a strategy is asked. The object is reused: keep nothing of it. */
export interface Ask {
  /** The best ready agent by the declared order, within the call's level, penalty and skills; `null` when none. */
  readonly head: MemberView | null
  /** The head's lowest level in the skills that the call came with; 0 without any. */
  readonly headSkillLevel: number
  readonly nowMs: number
  readonly waitedMs: number
  /** The agent that this call would like (who served the caller last, or owns the customer), when ready for it. */
  readonly preferred: MemberView | null
  /** Whether that agent's phone rings for this call now. */
  readonly preferredRings: boolean
  /** All ready agents that this call may be put to, by level and penalty but otherwise unsorted. Costs O(n). */
  ready(): Iterable<MemberView>
  /** How many phones ring for this call now. */
  readonly ringing: number
  /** When the last of them began to; `null` when none rings. */
  readonly lastOfferMs: number | null
}

export type Decision =
  | { readonly decide: 'offer'; readonly agent: string; readonly because: string; readonly terms: Terms }
  | {
      readonly decide: 'offer-all'
      readonly agents: readonly string[]
      readonly because: string
      readonly terms: Terms
    }
  | { readonly decide: 'wait'; readonly because: string; readonly untilMs: number | null }

const noTerms: Terms = {}

/** Put the call to this agent. */
export const offer = (agent: string, because: string, terms: Terms = noTerms): Decision => ({
  decide: 'offer',
  agent,
  because,
  terms,
})
/** Ring all of them; the first to answer gets the call. */
export const offerAll = (agents: readonly string[], because: string, terms: Terms = noTerms): Decision => ({
  decide: 'offer-all',
  agents,
  because,
  terms,
})
/** Leave the call waiting; it is asked about again when an agent becomes ready, and at `untilMs` if given. */
export const wait = (because: string, untilMs: number | null = null): Decision => ({ decide: 'wait', because, untilMs })

/** Nobody is ready who may take the call: the decision that every strategy shares. */
export const nobodyReady: Decision = wait('nobody-ready')

/** A stage of a call's wait: from then on more agents may be rung. */
export interface Ring {
  readonly afterMs: number
  /** Skills are wanted at this level at most; 0 drops them. */
  readonly skillLevel: number
}

/** What the engine runs. */
export interface Strategy {
  readonly name: string
  /** Counted up when decisions change, so that an old log is not explained by new rules. */
  readonly version: number
  readonly order: Order
  decide(ask: Ask): Decision
  /** Whether several phones may ring for one call: it is asked about again after each offer, until it says wait. */
  readonly ringsSeveral?: boolean
  /** Whom the call would like first. `waitMs` holds the call for that agent alone so long. */
  readonly prefers?: { readonly agent: 'last' | 'owner'; readonly waitMs: number }
  readonly rings?: readonly Ring[]
}

/** A strategy as it stands in a definition: data, with its code beside it under a key that no hash sees. */
export interface StrategyRef {
  readonly strategy: string
  readonly version: number
  readonly options?: { readonly [key: string]: unknown }
  readonly within?: StrategyRef
}

/** Known to every copy of this package: a command installed for all projects runs what a project defined with its own. */
const code = Symbol.for('callweave.strategy')
type MakeStrategy = (ref: StrategyRef) => Strategy

/**
 * Registers an integrator's strategy under a name and a version and returns what a definition holds of it.
 * The functions must be pure: no clock, no chance, nothing kept between calls.
 */
export const defineStrategy = (name: string, parts: Omit<Strategy, 'name'>): StrategyRef =>
  withCode({ strategy: name, version: parts.version }, () => ({ ...parts, name }))

/** Binds code to a reference. */
export const withCode = (ref: StrategyRef, make: MakeStrategy): StrategyRef =>
  Object.defineProperty(ref, code, { value: make, enumerable: false })

/** The code behind a reference that came with its own; `undefined` for plain data. */
export const ownCode = (ref: StrategyRef): MakeStrategy | undefined =>
  (ref as StrategyRef & { readonly [code]?: MakeStrategy })[code]
