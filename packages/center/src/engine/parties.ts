/** What phones do with calls: who was asked in by whom, who was put through, what is a conference. A fold of the log. */
import type { EventOf, LegId, Listeners, PartyAs } from '@callweave/core'
import { addLeg, Call, type CallTable, Leg, withLeg, withoutLeg } from './calls.js'

/** As what a phone or a number outside takes part. */
export interface LegParty {
  /** `gone`: another phone has picked up what rang there. */
  readonly as: PartyAs | 'gone'
  /** The leg that asked for it. */
  readonly by: LegId | null
  /** Of a phone of ours. */
  readonly extension: string | null
  /** Of a number outside. */
  readonly trunk: string | null
  readonly toward: string
  /** The extension that is rung when nobody answers. */
  readonly backTo: string | null
}

export interface CallParties {
  /** What a placed call is for; `dialed` at a phone; `put-through`: a call of queues and flows that phones have changed. */
  readonly what: EventOf<'call.placed'>['what'] | 'dialed' | 'put-through'
  readonly toward: string
  readonly isConference: boolean
  /** A feature code that is done when the phone is put down: until then the phone could not be rung. */
  readonly code: { readonly name: string; readonly argument: string } | null
}

const putThrough: CallParties = { what: 'put-through', toward: '', isConference: false, code: null }

const nobody: LegParty = { as: 'transfer', by: null, extension: null, trunk: null, toward: '', backTo: null }

/** Whoever was asked in has answered: somebody was spoken to. */
export const partyAnswered = (leg: Leg): void => {
  const as = leg.party?.as
  if (as !== 'caller' && as !== 'gone') leg.call.outcome ??= 'served'
}

/** `agentAt`: the agent at an extension. */
export const partyFolds = (table: CallTable, agentAt: (extension: string) => string | null): Listeners => {
  const begin = (call: Call): void => {
    table.calls.set(call.id, call)
    if (call.id > table.lastCall) table.lastCall = call.id
  }
  const relabel = (call: Call, from: PartyAs, as: PartyAs): void => {
    for (const leg of call.legs) if (leg.party?.as === from) leg.party = { ...leg.party, as }
  }

  return {
    'leg.dialed': ({ call: id, leg: legId, extension, dialed, atMs }) => {
      const call = new Call(id, '', extension, dialed, atMs)
      call.parties = { what: 'dialed', toward: dialed, isConference: false, code: null }
      begin(call)
      const leg = new Leg(legId, call, 'phone', agentAt(extension), null)
      leg.party = { as: 'caller', by: null, extension, trunk: null, toward: extension, backTo: null }
      call.leg = leg
      addLeg(table, leg)
    },
    'call.placed': ({ call: id, extension, what, toward, atMs }) => {
      const call = new Call(id, '', extension, toward, atMs)
      call.parties = { what, toward, isConference: false, code: null }
      begin(call)
    },
    'party.asked': ({ call: id, leg: legId, as, by, agent, extension, trunk, toward, backTo }) => {
      const call = table.calls.get(id)
      if (call === undefined) return
      const leg = new Leg(legId, call, extension === null ? 'outside' : 'phone', agent, null)
      leg.party = { as, by, extension, trunk, toward, backTo }
      call.parties ??= putThrough
      if (as === 'caller') call.leg = leg
      addLeg(table, leg)
    },
    'call.transferred': ({ call: id, leg: legId, target }) => {
      const call = table.calls.get(id)
      const leg = table.legs.get(legId)
      if (call === undefined || leg === undefined) return
      call.leg = leg
      if (target === 'queue' || target === 'flow') {
        leg.role = 'caller'
        call.parties = null
      } else {
        call.parties ??= putThrough
        relabel(call, 'consult', 'transfer')
      }
    },
    'call.returned': ({ call: id, to }) => {
      const call = table.calls.get(id)
      if (call === undefined || to === 'agent') return
      call.parties = null
      if (call.leg !== null) call.leg.role = 'caller'
    },
    'caller.cleared': ({ call: id }) => {
      const call = table.calls.get(id)
      if (call === undefined) return
      call.parties ??= putThrough
      call.isKept = true
    },
    'caller.back': ({ call: id, leg: legId }) => {
      const call = table.calls.get(id)
      const leg = table.legs.get(legId)
      if (call === undefined || leg === undefined) return
      call.leg = leg
      call.isKept = false
      leg.party = { ...(leg.party ?? nobody), as: 'recall' }
    },
    'conference.opened': ({ call: id }) => {
      const call = table.calls.get(id)
      if (call === undefined) return
      call.parties = { ...(call.parties ?? putThrough), isConference: true }
      relabel(call, 'consult', 'conference')
    },
    'leg.moved': ({ call: id, leg: legId }) => {
      const call = table.calls.get(id)
      const leg = table.legs.get(legId)
      if (call === undefined || leg === undefined) return
      const { call: from } = leg
      from.legs = withoutLeg(from.legs, leg)
      if (from.leg === leg) from.leg = null
      if (from.agentLeg === leg) from.agentLeg = null
      if (from.outsideLeg === leg) from.outsideLeg = null
      // A call has one caller: who is brought in beside takes part like anybody else who is asked in.
      if (leg.role === 'caller') leg.role = 'outside'
      leg.call = call
      leg.party = { ...(leg.party ?? nobody), as: 'transfer', by: null, backTo: null }
      call.legs = withLeg(call.legs, leg)
      call.parties ??= putThrough
      table.moved.add(leg.id)
    },
    'call.picked': ({ leg: legId, instead, extension }) => {
      const leg = table.legs.get(legId)
      const rang = table.legs.get(instead)
      if (leg === undefined || rang === undefined || rang.party === null) return
      leg.party = { ...rang.party, extension: leg.party?.extension ?? extension }
      rang.party = { ...rang.party, as: 'gone' }
    },
    'code.dialed': ({ call: id, code, argument }) => {
      const call = table.calls.get(id)
      if (call === undefined) return
      call.outcome ??= 'self-served'
      if (call.parties !== null) call.parties = { ...call.parties, code: { name: code, argument } }
    },
    'leg.tapped': ({ call: id }) => {
      const call = table.calls.get(id)
      if (call !== undefined) call.outcome ??= 'self-served'
    },
  }
}
