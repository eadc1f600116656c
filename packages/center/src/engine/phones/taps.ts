/** Supervisors on conversations: hear, speak to the agent, speak to both (P9). The supervisor's phone is in a call of its own. */
import type { CallId, SwitchCommand } from '@callweave/core'
import type { Call, Leg } from '../calls.js'
import { createClearing } from './clearing.js'
import type { Lines, PhoneParts } from './lines.js'

export type TapMode = Extract<SwitchCommand, { readonly do: 'tap' }>['mode']

export interface Taps {
  /** Rings the phone; picked up, it hears the agent. When it is on a tap already, that one changes. */
  place(extension: string, agent: string, mode: TapMode): CallId
  /** A placed phone was picked up. */
  begin(leg: Leg): void
  byCode(leg: Leg, mode: TapMode, extension: string): boolean
  /** Ends the conversation of the agent at that phone, where a supervisor asks for it. */
  clearByCode(leg: Leg, extension: string): boolean
}

export const isTapCall = ({ parties }: Call): boolean => {
  const what = parties?.what
  return what === 'monitor' || what === 'whisper' || what === 'barge-in'
}

export const createTaps = (parts: PhoneParts, lines: Lines): Taps => {
  const { log, clock, table, acd, plan, switch: board, nextCommand, nextCall, hangUp } = parts

  /** The leg by which the agent talks. */
  const talkingLeg = (agent: string): Leg | null => {
    const id = acd.floor.agents.get(agent)?.call
    const call = id == null ? undefined : table.calls.get(id)
    return call?.legs.find((leg) => leg.agent === agent && leg.answered) ?? null
  }

  const clear = createClearing(parts, lines)

  const tap = (leg: Leg, agent: string, mode: TapMode): boolean => {
    const onto = talkingLeg(agent)
    if (onto === null) return false
    lines.answer(leg)
    board.do({ do: 'tap', command: nextCommand(), call: leg.call.id, leg: leg.id, onto: onto.id, mode })
    return true
  }

  /** Whose conversation a supervisor at that phone asks for. */
  const agentFor = ({ party }: Leg, extension: string): string | null =>
    plan.isSupervisor(party?.extension ?? '') ? plan.agentAt(extension) : null

  return {
    place: (extension, agent, mode) => {
      for (const leg of table.legs.values()) {
        if (leg.party?.extension === extension && leg.answered && isTapCall(leg.call)) {
          if (!tap(leg, agent, mode)) hangUp(leg)
          return leg.call.id
        }
      }
      const id = nextCall()
      log.emit['call.placed']({
        seq: log.next(),
        atMs: clock.nowMs(),
        type: 'call.placed',
        call: id,
        extension,
        what: mode,
        toward: agent,
      })
      lines.ask(table.calls.get(id) as Call, 'caller', { is: 'extension', extension, agent: plan.agentAt(extension) })
      return id
    },
    begin: (leg) => {
      const { parties } = leg.call
      if (parties === null || !isTapCall(leg.call)) return
      if (!tap(leg, parties.toward, parties.what as TapMode)) hangUp(leg)
    },
    byCode: (leg, mode, extension) => {
      const agent = agentFor(leg, extension)
      return agent !== null && tap(leg, agent, mode)
    },
    clearByCode: (leg, extension) => {
      const agent = agentFor(leg, extension)
      const onto = agent === null ? null : talkingLeg(agent)
      if (onto === null || lines.isLetGo(onto)) return false
      clear(onto)
      return true
    },
  }
}
