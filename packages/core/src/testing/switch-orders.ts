/** Orders to a switch under test, and what it has told of a leg. */
import { type CallId, type CommandId, commandId, type LegId } from '../ids.js'
import type { SwitchCommand, SwitchFact } from '../ports/switch.js'
import { promised } from './contract.js'
import type { SwitchRig } from './switch-rig.js'

type Unnumbered<C> = C extends unknown ? Omit<C, 'command'> : never

const numbers = new WeakMap<SwitchRig, number>()

/** Gives an order and watches that nothing is told from inside `do`. */
export const orders = (rig: SwitchRig, order: Unnumbered<SwitchCommand>): CommandId => {
  const command = commandId((numbers.get(rig) ?? 0) + 1)
  numbers.set(rig, command)
  const before = rig.told.length
  rig.switch.do({ ...order, command } as SwitchCommand)
  promised(rig.told.length === before, `nothing is told from inside do, and '${order.do}' told something`)
  return command
}

/** Rings an extension; the number of the new leg. */
export const originates = (rig: SwitchRig, call: CallId, toward: string, ringTimeoutMs = 60_000): LegId => {
  const leg = rig.nextLeg()
  const order = { do: 'originate', purpose: 'agent', toward, trunk: null, callerShown: '', ringTimeoutMs } as const
  orders(rig, { ...order, call, leg })
  return leg
}

/** A caller whose call has been answered. */
export const hears = async (rig: SwitchRig): Promise<{ readonly call: CallId; readonly leg: LegId }> => {
  const arrived = await rig.arrive()
  orders(rig, { do: 'answer', ...arrived })
  await rig.pass(50)
  return arrived
}

type FactOf<T> = Extract<SwitchFact, { readonly type: T }>

export const tells = <T extends SwitchFact['type']>(rig: SwitchRig, type: T, leg?: LegId): FactOf<T>[] =>
  rig.told.filter(
    (fact): fact is FactOf<T> => fact.type === type && (leg === undefined || ('leg' in fact && fact.leg === leg)),
  )

/** Long enough for everything to be over. */
export const longMs = 600_000

export const hello = { sound: 'prompt', prompt: 'hello', language: 'en' } as const
export const record = { do: 'record', maxMs: 3_000, silenceMs: longMs, terminators: '#' } as const
export const collect = {
  do: 'collect',
  sounds: [hello],
  minDigits: 1,
  maxDigits: 6,
  firstDigitTimeoutMs: 3_000,
  interDigitTimeoutMs: 4_000,
  terminators: '#',
  bargeIn: true,
} as const

export const collected = (rig: SwitchRig, leg: LegId) =>
  tells(rig, 'digits.collected', leg).map(({ command, digits, because }) => ({ command, digits, because }))

export const ends = (rig: SwitchRig, leg: LegId) =>
  tells(rig, 'leg.ended', leg).map(({ by, cause }) => `${by} ${cause}`)

export const at = (rig: SwitchRig, type: string): number => rig.told.findIndex((fact) => fact.type === type)

/** A caller and an agent, talking. */
export const talks = async (rig: SwitchRig) => {
  const { call, leg } = await hears(rig)
  rig.phone('8001', { answersAfterMs: 100 })
  const agent = originates(rig, call, '8001')
  await rig.pass(500)
  orders(rig, { do: 'bridge', call, leg, peer: agent })
  await rig.pass(500)
  return { call, leg, agent }
}
