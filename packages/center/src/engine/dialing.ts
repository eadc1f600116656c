/** Calls out that flows and queues make: to numbers by trunk groups, one after the other, and to extensions. */
import type { Acd } from '@callweave/acd'
import type { Clock, CommandId, EndCause, EventLog, EventOf, LegId, Switch } from '@callweave/core'
import type { Call, Leg } from './calls.js'
import { originated } from './originate.js'
import type { DialPlan } from './phones/dial-plan.js'
import { causeOf, mayGoElsewhere } from './refusals.js'

export interface DialingOptions {
  readonly log: EventLog
  readonly clock: Clock
  readonly switch: Switch
  readonly plan: DialPlan
  readonly acd: Acd
  readonly nextLeg: () => LegId
  readonly nextCommand: () => CommandId
  /** A leg that the switch was never told of has ended. */
  readonly ended: (fact: EventOf<'leg.ended'>) => void
}

export interface DialOrder {
  readonly purpose: 'outside' | 'callback'
  readonly toward: string
  /** `null`: an extension. */
  readonly trunk: string | null
  readonly ringTimeoutMs: number
}

export interface Dialing {
  dial(call: Call, order: DialOrder): void
  /** A leg that was dialed has ended unanswered. True when the next trunk group is tried. */
  triesNext(leg: Leg, cause: EndCause): boolean
  /** The agent whose phone a flow is calling by this leg: busy from the answer on, whatever came before. */
  agentAt(leg: LegId): string | null
  forget(leg: LegId): void
}

export const createDialing = (options: DialingOptions): Dialing => {
  const { log, clock, switch: board, plan, acd, nextLeg, ended } = options
  const orders = new Map<LegId, DialOrder & { readonly agent: string | null }>()

  const isForbidden = ({ trunk, toward }: DialOrder): boolean =>
    trunk !== null && plan.isOutboundBlocked(toward, clock.nowMs())

  /** Told as a switch would tell it: later, and never from inside the order. */
  const refuse = ({ call, leg }: { readonly call: Call; readonly leg: LegId }): void => {
    const head = { seq: log.next(), atMs: clock.nowMs(), call: call.id, leg }
    ended({ ...head, type: 'leg.ended', by: 'center', cause: causeOf('blocked') })
  }

  const dial = (call: Call, order: DialOrder): void => {
    const { purpose, toward, trunk, ringTimeoutMs } = order
    const leg = nextLeg()
    const callerShown = purpose === 'callback' ? call.dialed : call.caller
    const rings = originated(options, { call: call.id, leg, purpose, toward, trunk, callerShown, ringTimeoutMs })
    const agent = purpose === 'outside' && trunk === null ? acd.floor.agents.get(plan.agentAt(toward) ?? '') : undefined
    orders.set(leg, { ...order, agent: agent?.id ?? null })
    if (agent !== undefined) acd.rung(agent, call.id)
    if (isForbidden(order)) {
      clock.at(clock.nowMs(), refuse, { call, leg })
      return
    }
    board.do(rings)
  }

  return {
    dial,
    triesNext: (leg, cause) => {
      const order = orders.get(leg.id)
      if (order === undefined || order.trunk === null || leg.answered || !mayGoElsewhere(cause)) return false
      if (isForbidden(order)) return false
      const trunk = plan.trunkAfter(order.trunk)
      if (trunk === null) return false
      const { purpose, toward, ringTimeoutMs } = order
      dial(leg.call, { purpose, toward, trunk, ringTimeoutMs })
      return true
    },
    agentAt: (leg) => orders.get(leg)?.agent ?? null,
    forget: (leg) => {
      if (orders.size > 0) orders.delete(leg)
    },
  }
}
