/** Which legs make up which call: the center's own state, a fold of the log. */
import {
  type AgentState,
  type CallEnd,
  type CallId,
  createIdTable,
  type EventOf,
  type IdTable,
  type LegId,
  type Listeners,
  type OfferId,
} from '@callweave/core'
import { type CallParties, type LegParty, partyAnswered } from './parties.js'

export type LegRole = 'caller' | 'agent' | 'outside' | 'phone'

export class Leg {
  readonly id: LegId
  call: Call
  /** `phone`: a phone of ours that is in the call without an offer. */
  role: LegRole
  /** The agent whose phone it is. */
  agent: string | null
  offer: OfferId | null
  answered = false
  /** Has told that it rings; it may have been answered since. */
  rings = false
  /** Its party has put the other on hold. */
  isHeld = false
  /** As what it was asked into the call; `null` for callers, offers and what flows dial. */
  party: LegParty | null = null

  constructor(id: LegId, call: Call, role: LegRole, agent: string | null, offer: OfferId | null) {
    this.id = id
    this.call = call
    this.role = role
    this.agent = agent
    this.offer = offer
  }
}

export class Call {
  readonly id: CallId
  readonly trunk: string
  readonly caller: string
  readonly dialed: string
  readonly arrivedAtMs: number
  leg: Leg | null = null
  route = -1
  tags: readonly string[] = none
  /** Legs that are up: a list that is replaced and never changed. */
  legs: readonly Leg[] = noLegs
  /** The agent that the caller talks to. */
  agent: string | null = null
  agentLeg: Leg | null = null
  /** The party outside that the call was transferred to. */
  outsideLeg: Leg | null = null
  /** The queue waited in last. */
  queue: string | null = null
  served = false
  /** What the wait counted from when the caller left the queue by key: a callback takes the place up again. */
  leftPlaceMs = 0
  outcome: CallEnd | null = null
  /** The caller has hung up on a line that the called party alone clears, and is not back. */
  isKept = false
  /** What phones do with the call; `null` while it is one of flows and queues only. */
  parties: CallParties | null = null

  constructor(id: CallId, trunk: string, caller: string, dialed: string, arrivedAtMs: number) {
    this.id = id
    this.trunk = trunk
    this.caller = caller
    this.dialed = dialed
    this.arrivedAtMs = arrivedAtMs
  }
}

const none: readonly string[] = []
const noLegs: readonly Leg[] = []

export interface CallTable {
  readonly calls: IdTable<Call>
  readonly legs: IdTable<Leg>
  lastLeg: number
  lastCall: number
  /** Legs that were brought into another call: the switch may still tell of them by the number of the first. */
  readonly moved: Set<LegId>
}

export const createCallTable = (): CallTable => ({
  calls: createIdTable(),
  legs: createIdTable(),
  lastLeg: 0,
  lastCall: 0,
  moved: new Set(),
})

export const addLeg = (table: CallTable, leg: Leg): void => {
  table.legs.set(leg.id, leg)
  leg.call.legs = withLeg(leg.call.legs, leg)
  if (leg.id > table.lastLeg) table.lastLeg = leg.id
}

export const callFolds = (table: CallTable): Listeners => {
  const call = (id: CallId): Call => table.calls.get(id) as Call
  return {
    'leg.arrived': (event) => {
      const arrived = new Call(event.call, event.trunk, event.caller, event.dialed, event.atMs)
      const leg = new Leg(event.leg, arrived, 'caller', null, null)
      arrived.leg = leg
      table.calls.set(event.call, arrived)
      table.lastCall = event.call
      addLeg(table, leg)
    },
    'leg.originated': (event) => {
      // A party that was asked into the call is known already.
      if (table.legs.get(event.leg) !== undefined) return
      const owner = call(event.call)
      if (event.purpose === 'callback') {
        // Who is called back is the caller; the agent who has answered for it is on the line already.
        const reserved = owner.legs.find((other) => other.role === 'agent' && other.answered)
        owner.leg = new Leg(event.leg, owner, 'caller', null, reserved?.offer ?? null)
        addLeg(table, owner.leg)
        return
      }
      owner.outsideLeg = new Leg(event.leg, owner, 'outside', null, null)
      addLeg(table, owner.outsideLeg)
    },
    'offer.made': (event) => {
      const own = table.legs.get(event.leg)
      if (own === undefined) addLeg(table, new Leg(event.leg, call(event.call), 'agent', event.agent, event.offer))
      else takeOffer(own, event)
    },
    'leg.ringing': (event) => {
      const leg = table.legs.get(event.leg)
      if (leg !== undefined) leg.rings = true
    },
    'leg.held': (event) => {
      const leg = table.legs.get(event.leg)
      if (leg !== undefined) leg.isHeld = true
    },
    'leg.retrieved': (event) => {
      const leg = table.legs.get(event.leg)
      if (leg !== undefined) leg.isHeld = false
    },
    'leg.answered': (event) => {
      const leg = table.legs.get(event.leg)
      if (leg === undefined) return
      leg.answered = true
      if (leg.party !== null) partyAnswered(leg)
    },
    'leg.ended': (event) => endLeg(table, event),
    'call.routed': (event) => {
      const routed = call(event.call)
      routed.route = event.route
      routed.tags = event.tags
    },
    'call.tagged': (event) => {
      const tagged = call(event.call)
      tagged.tags = [...tagged.tags, event.tag]
    },
    'queue.entered': (event) => {
      call(event.call).queue = event.queue
    },
    'queue.left': (event) => {
      if (event.because === 'abandoned') call(event.call).outcome = 'abandoned'
      else if (event.because === 'key') call(event.call).leftPlaceMs = event.atMs - event.waitMs
    },
    'offer.accepted': (event) => {
      const served = call(event.call)
      served.agent = event.agent
      served.served = true
      served.outcome = 'served'
      served.agentLeg = served.legs.find((leg) => leg.offer === event.offer) ?? null
    },
    'callback.ended': (event) => {
      // A promise that was not kept is no service, whatever the flow said when it was given.
      const promised = table.calls.get(event.call)
      if (promised !== undefined && event.because !== 'reached') promised.outcome = 'abandoned'
    },
    'message.left': (event) => {
      call(event.call).outcome = 'left-message'
    },
    'call.refused': (event) => {
      call(event.call).outcome = 'refused'
    },
    'call.ended': (event) => {
      table.calls.delete(event.call)
    },
    'agent.changed': (event) => {
      if (event.because === 'called') callAgent(table, event)
      else leaveCall(table, event.call, event.to, event.agent)
    },
  }
}

const endLeg = (table: CallTable, event: EventOf<'leg.ended'>): void => {
  const leg = table.legs.get(event.leg)
  if (leg === undefined) return
  table.legs.delete(event.leg)
  if (table.moved.size > 0) table.moved.delete(event.leg)
  const { call } = leg
  call.legs = withoutLeg(call.legs, leg)
  if (call.leg === leg) call.leg = null
  if (call.agentLeg === leg) call.agentLeg = null
  if (call.outsideLeg === leg) call.outsideLeg = null
}

/** An agent's own phone, which is up, takes what rang at another's. */
const takeOffer = (leg: Leg, { agent, offer }: EventOf<'offer.made'>): void => {
  leg.role = 'agent'
  leg.agent = agent
  leg.offer = offer
  leg.party = null
  leg.call.parties = null
}

/** Nearly every call has two, and a list that grows makes room for 17. */
export const withLeg = (legs: readonly Leg[], leg: Leg): readonly Leg[] => {
  if (legs.length === 0) return [leg]
  return legs.length === 1 ? [legs[0] as Leg, leg] : [...legs, leg]
}

export const withoutLeg = (legs: readonly Leg[], leg: Leg): readonly Leg[] => {
  if (legs.length === 1 && legs[0] === leg) return noLegs
  if (legs.length === 2 && legs[0] === leg) return [legs[1] as Leg]
  if (legs.length === 2 && legs[1] === leg) return [legs[0] as Leg]
  return legs.filter((other) => other !== leg)
}

/** A flow's call to an extension rings an agent, or has reached one who was not ready. */
const callAgent = (table: CallTable, { call: id, agent }: EventOf<'agent.changed'>): void => {
  const call = id === null ? undefined : table.calls.get(id)
  // Of a call that phones have in hand, each party brings its own agent.
  if (call?.parties === null && call.outsideLeg !== null) call.outsideLeg.agent ??= agent
}

/** The agent has let go of the call. */
const leaveCall = (table: CallTable, id: CallId | null, to: AgentState, agent: string): void => {
  if (id === null || to === 'ringing' || to === 'talking' || to === 'hold') return
  const left = table.calls.get(id)
  if (left?.agent === agent) left.agent = null
}
