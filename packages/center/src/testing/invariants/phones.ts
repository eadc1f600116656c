/** Calls that phones begin, join and put through: whose they are, and which legs are theirs. */
import type { CallId, LegId, Listeners } from '@callweave/core'
import { callOf, type Watched, type WatchedCall, type WatchedLeg, watchedCall } from './watched.js'

export const watchPhones = (watched: Watched): Listeners => {
  const { calls, ended, legs, fail } = watched

  const begins = (id: CallId, extension: string): void => {
    if (calls.has(id) || ended.has(id)) fail(`call ${id} is there twice`)
    calls.set(id, { ...watchedCall(id, extension), state: 'transferred', isWithPhones: true })
  }
  const withPhones = (call: WatchedCall): void => {
    if (call.offers.size > 0) return
    call.isWithPhones = true
    call.state = 'transferred'
  }
  const legOf = (id: LegId): WatchedLeg => legs.get(id) ?? fail(`leg ${id} is not up`)
  /** The party at the leg stands where callers stand. */
  const inFlow = (call: WatchedCall, leg: WatchedLeg): void => {
    for (const id of call.legs) if (legOf(id).role === 'caller') legOf(id).role = 'outside'
    leg.role = 'caller'
    call.isWithPhones = false
    call.isThere = true
    call.state = 'transferred'
  }

  return {
    'leg.dialed': ({ call, extension }) => begins(call, extension),
    'call.placed': ({ call, extension }) => begins(call, extension),
    'party.asked': ({ call }) => withPhones(callOf(watched, call)),
    'caller.cleared': ({ call }) => withPhones(callOf(watched, call)),
    'conference.opened': ({ call }) => withPhones(callOf(watched, call)),
    'call.transferred': ({ call: id, leg: legId, target }) => {
      const call = callOf(watched, id)
      const leg = legOf(legId)
      if (leg.call !== id) fail(`leg ${legId} is put through in call ${id} and is of call ${leg.call}`)
      if (target === 'queue' || target === 'flow') inFlow(call, leg)
      else withPhones(call)
    },
    'call.returned': ({ call: id, to }) => {
      const call = callOf(watched, id)
      if (to === 'agent') return
      const left = [...call.legs].map(legOf)
      // Who dialed, or was in first: the others are on their way out.
      const stays = left.find(({ role }) => role === 'caller') ?? left[0]
      if (stays === undefined) fail(`call ${id} goes back to its flow and nobody is in it`)
      else inFlow(call, stays)
    },
    'leg.moved': ({ call: id, leg: legId, from }) => {
      const [call, old, leg] = [callOf(watched, id), callOf(watched, from), legOf(legId)]
      if (leg.call !== from) fail(`leg ${legId} is brought from call ${from} and is of call ${leg.call}`)
      old.legs.delete(legId)
      call.legs.add(legId)
      leg.call = id
      if (leg.role === 'caller') leg.role = 'outside'
      withPhones(call)
    },
  }
}
