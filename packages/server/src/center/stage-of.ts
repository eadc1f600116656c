/** What goes on in a call, in a word. */
import type { Call, Center } from '@callweave/center'

/**
 * `offered`: it rings at an agent, out of a queue; `ringing`: at anybody else who was called to take part, and nobody talks
 * meanwhile; `hold`: one has put the other on hold, or speaks to a third first; `kept`: the caller has hung up on a line that
 * the called party alone clears; `flow`: none of these.
 */
export const stages = ['flow', 'waiting', 'offered', 'ringing', 'talking', 'hold', 'kept'] as const

export type Stage = (typeof stages)[number]

export const stageOf = ({ acd }: Center, call: Call): Stage => {
  const { legs, parties } = call
  if (call.isKept) return 'kept'
  const { entries, offers } = acd.floor
  if (entries.get(call.id) !== undefined && call.agent === null)
    return legs.some(({ offer }) => offer !== null && offers.get(offer) !== undefined) ? 'offered' : 'waiting'
  const up = legs.filter(({ answered }) => answered)
  if (up.length > 1) {
    const isAside = up.some(({ isHeld }) => isHeld) || legs.some(({ party }) => party?.as === 'consult')
    return isAside && parties?.isConference !== true ? 'hold' : 'talking'
  }
  const began = parties === null || parties.what === 'dialed' ? call.leg : null
  return legs.some((leg) => leg !== began && !leg.answered && leg.party?.as !== 'gone') ? 'ringing' : 'flow'
}
