/** What is ordered for phones and the parties of their calls: rung, joined, held, played to, let go. */
import type { Acd, Agent } from '@callweave/acd'
import type {
  CallEnd,
  CallId,
  Clock,
  CommandId,
  EndCause,
  EventLog,
  EventOf,
  LegId,
  PartyAs,
  Sound,
  Switch,
} from '@callweave/core'
import type { Ivr } from '@callweave/ivr'
import type { CenterSections } from '../../definition/center-definition.js'
import type { Call, CallTable, Leg } from '../calls.js'
import { originated } from '../originate.js'
import type { Destination, DialPlan } from './dial-plan.js'
import type { Reach } from './reach.js'

/** What the work of phones stands on. */
export interface PhoneParts {
  readonly sections: CenterSections
  readonly log: EventLog
  readonly clock: Clock
  readonly table: CallTable
  readonly acd: Acd
  readonly ivr: Ivr
  readonly plan: DialPlan
  readonly reach: Reach
  readonly switch: Switch
  readonly nextCommand: () => CommandId
  readonly nextLeg: () => LegId
  readonly nextCall: () => CallId
  readonly hangUp: (leg: Leg, cause?: EndCause) => void
  readonly enterQueue: (call: Call, queue: string) => void
  /** What the caller hears while waiting in the queue that the call was in last. */
  readonly musicOf: (call: Call) => readonly Sound[]
  readonly endings: Map<CallId, CallEnd>
}

type Phone = Extract<Destination, { readonly is: 'extension' | 'outside' }>

export interface Asked {
  readonly by?: Leg
  readonly backTo?: string | null
  readonly ringTimeoutMs?: number
  /** The number that a party outside is shown. Default the first of the trunk group. */
  readonly callerShown?: string
}

export interface Lines {
  /** Rings a phone or dials a number, to take part in the call. */
  ask(call: Call, as: PartyAs, to: Phone, also?: Asked): void
  bridge(leg: Leg, peer: Leg): void
  unbridge(leg: Leg): void
  answer(leg: Leg): void
  /** Over and over, until something else is ordered. */
  play(leg: Leg, sounds: readonly Sound[]): void
  /** Once somebody rings. A leg that is up hears the tone as sound; a phone that has dialed hears it before it is answered. */
  ringBack(leg: Leg): void
  stop(leg: Leg): void
  /** A word to a phone, which is hung up after it. */
  sayLast(leg: Leg, sounds: readonly Sound[]): void
  /** True when the sound was the last word to a phone. */
  finished(fact: EventOf<'prompt.finished'>): boolean
  /** The agent's phone is put down and the agent's part in the call is over. */
  release(leg: Leg): void
  /** Hung up, or, where it rings still, called off: nobody can pick it up any more. */
  end(leg: Leg): void
  isLetGo(leg: Leg): boolean
  /** The agent's part is over; the phone is down already, or will be. */
  releaseAgent(leg: Leg): void
  agentOf(leg: Leg): Agent | null
}

export const ringBackTone: readonly Sound[] = [{ sound: 'tone', tone: 'ring-back' }]
const defaultRingMs = 30_000

export const createLines = (parts: PhoneParts): Lines => {
  const { sections, log, clock, acd, switch: board, nextCommand, nextLeg, hangUp } = parts
  const usualRingMs = sections.dialing?.ringTimeoutMs ?? defaultRingMs
  /** The last words that are being said, by leg. Nothing of the state: a phone that hears no end of it hangs up itself. */
  const lastWords = new Map<LegId, CommandId>()

  /** Legs that were told to end and have not yet: their phones have no more say in the call. */
  const letGo = new Set<LegId>()

  const to = (leg: Leg) => ({ command: nextCommand(), call: leg.call.id, leg: leg.id })
  const agentOf = (leg: Leg): Agent | null => (leg.agent === null ? null : (acd.floor.agents.get(leg.agent) ?? null))

  const callerShown = (call: Call, target: Phone): string => {
    if (target.is === 'extension') return call.caller
    // Outside, nobody can call an extension back.
    return sections.trunks[target.trunk]?.numbers[0] ?? call.caller
  }

  const ask: Lines['ask'] = (call, as, target, also = {}) => {
    const { by, backTo = null, ringTimeoutMs = usualRingMs } = also
    const leg = nextLeg()
    const isPhone = target.is === 'extension'
    const toward = isPhone ? target.extension : target.number
    const trunk = isPhone ? null : target.trunk
    log.emit['party.asked']({
      seq: log.next(),
      atMs: clock.nowMs(),
      type: 'party.asked',
      call: call.id,
      leg,
      as,
      by: by?.id ?? null,
      agent: isPhone ? target.agent : null,
      extension: isPhone ? target.extension : null,
      trunk,
      toward,
      backTo,
    })
    const shown = also.callerShown ?? callerShown(call, target)
    const purpose = isPhone ? 'agent' : 'outside'
    const rings = originated(parts, { call: call.id, leg, purpose, toward, trunk, callerShown: shown, ringTimeoutMs })
    if (isPhone && target.agent !== null) {
      const agent = acd.floor.agents.get(target.agent)
      if (agent !== undefined) acd.rung(agent, call.id)
    }
    board.do(rings)
  }

  const answer = (leg: Leg): void => {
    if (!leg.answered) board.do({ do: 'answer', ...to(leg) })
  }

  const releaseAgent = (leg: Leg): void => {
    if (parts.table.legs.get(leg.id) === undefined) letGo.delete(leg.id)
    const agent = agentOf(leg)
    if (agent === null || agent.call !== leg.call.id) return
    if (agent.state === 'ringing') acd.unrung(agent)
    else acd.released(agent)
  }

  return {
    ask,
    answer,
    agentOf,
    releaseAgent,
    bridge: (leg, peer) => {
      answer(leg)
      answer(peer)
      board.do({ do: 'bridge', ...to(leg), peer: peer.id })
    },
    unbridge: (leg) => board.do({ do: 'unbridge', ...to(leg) }),
    play: (leg, sounds) => board.do({ do: 'play', ...to(leg), sounds, loop: true }),
    ringBack: (leg) => {
      if (leg.answered) board.do({ do: 'play', ...to(leg), sounds: ringBackTone, loop: true })
      else board.do({ do: 'ring', ...to(leg), sounds: ringBackTone })
    },
    stop: (leg) => board.do({ do: 'stop', ...to(leg) }),
    sayLast: (leg, sounds) => {
      answer(leg)
      const order = { do: 'play', ...to(leg), sounds, loop: false } as const
      lastWords.set(leg.id, order.command)
      board.do(order)
    },
    finished: ({ leg: id, command }) => {
      if (lastWords.size === 0 || lastWords.get(id) !== command) return false
      lastWords.delete(id)
      const leg = parts.table.legs.get(id)
      if (leg !== undefined) hangUp(leg)
      return true
    },
    end: (leg) => {
      if (!leg.answered && leg.party !== null) letGo.add(leg.id)
      hangUp(leg, leg.answered ? 'normal' : 'cancelled')
    },
    isLetGo: ({ id }) => letGo.has(id),
    release: (leg) => {
      letGo.add(leg.id)
      hangUp(leg)
      releaseAgent(leg)
    },
  }
}

/** What came of dialing, as the log says it. */
export const dialFailure = (cause: EndCause): 'busy' | 'no-answer' | 'failed' =>
  cause === 'busy' || cause === 'no-answer' ? cause : 'failed'
