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

export class Leg {
  readonly id: LegId
  readonly call: Call
  readonly role: 'caller' | 'agent' | 'outside'
  /** The agent whose phone it is. */
  readonly agent: string | null
  readonly offer: OfferId | null
  answered = false

  constructor(
    id: LegId,
    call: Call,
    role: 'caller' | 'agent' | 'outside',
    agent: string | null,
    offer: OfferId | null,
  ) {
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
  /** Legs that are up. */
  legs: Leg[] = []
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

  constructor(id: CallId, trunk: string, caller: string, dialed: string, arrivedAtMs: number) {
    this.id = id
    this.trunk = trunk
    this.caller = caller
    this.dialed = dialed
    this.arrivedAtMs = arrivedAtMs
  }
}

const none: readonly string[] = []

export interface CallTable {
  readonly calls: IdTable<Call>
  readonly legs: IdTable<Leg>
  lastLeg: number
  lastCall: number
}

export const createCallTable = (): CallTable => ({
  calls: createIdTable(),
  legs: createIdTable(),
  lastLeg: 0,
  lastCall: 0,
})

export const callFolds = (table: CallTable): Listeners => {
  const call = (id: CallId): Call => table.calls.get(id) as Call
  const addLeg = (leg: Leg): void => {
    table.legs.set(leg.id, leg)
    leg.call.legs.push(leg)
    if (leg.id > table.lastLeg) table.lastLeg = leg.id
  }
  return {
    'leg.arrived': (event) => {
      const arrived = new Call(event.call, event.trunk, event.caller, event.dialed, event.atMs)
      const leg = new Leg(event.leg, arrived, 'caller', null, null)
      arrived.leg = leg
      table.calls.set(event.call, arrived)
      table.lastCall = event.call
      addLeg(leg)
    },
    'leg.originated': (event) => {
      const owner = call(event.call)
      if (event.purpose === 'callback') {
        // Who is called back is the caller; the agent who has answered for it is on the line already.
        const reserved = owner.legs.find((other) => other.role === 'agent' && other.answered)
        owner.leg = new Leg(event.leg, owner, 'caller', null, reserved?.offer ?? null)
        addLeg(owner.leg)
        return
      }
      owner.outsideLeg = new Leg(event.leg, owner, 'outside', null, null)
      addLeg(owner.outsideLeg)
    },
    'offer.made': (event) => addLeg(new Leg(event.leg, call(event.call), 'agent', event.agent, event.offer)),
    'leg.answered': (event) => {
      const leg = table.legs.get(event.leg)
      if (leg !== undefined) leg.answered = true
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
    'agent.changed': (event) => leaveCall(table, event.call, event.to, event.agent),
  }
}

const endLeg = (table: CallTable, event: EventOf<'leg.ended'>): void => {
  const leg = table.legs.get(event.leg)
  if (leg === undefined) return
  table.legs.delete(event.leg)
  const { call } = leg
  removeLeg(call.legs, leg)
  if (call.leg === leg) call.leg = null
  if (call.agentLeg === leg) call.agentLeg = null
  if (call.outsideLeg === leg) call.outsideLeg = null
}

/** In place, without the list of removed items that `splice` makes. */
const removeLeg = (legs: Leg[], leg: Leg): void => {
  const at = legs.indexOf(leg)
  if (at < 0) return
  for (let i = at + 1; i < legs.length; i += 1) legs[i - 1] = legs[i] as Leg
  legs.pop()
}

/** The agent has let go of the call. */
const leaveCall = (table: CallTable, id: CallId | null, to: AgentState, agent: string): void => {
  if (id === null || to === 'ringing' || to === 'talking' || to === 'hold') return
  const left = table.calls.get(id)
  if (left?.agent === agent) left.agent = null
}
