/** What tests order, and what they look for. */
import {
  type CallId,
  type CommandId,
  commandId,
  type LegId,
  type SwitchCommand,
  type SwitchFact,
} from '@callweave/core'
import { decodeInto, type Law } from '@callweave/rtp/audio'
import type { BoardRig } from './board-rig.js'

type Unnumbered<C> = C extends unknown ? Omit<C, 'command'> : never

let commands = 0

export const order = (rig: Pick<BoardRig, 'switch'>, what: Unnumbered<SwitchCommand>): CommandId => {
  commands += 1
  const command = commandId(commands)
  rig.switch.do({ ...what, command } as SwitchCommand)
  return command
}

export type FactOf<T> = Extract<SwitchFact, { readonly type: T }>

export const told = <T extends SwitchFact['type']>(rig: Pick<BoardRig, 'told'>, type: T): readonly FactOf<T>[] =>
  rig.told.filter((fact): fact is FactOf<T> => fact.type === type)

/** `agent normal`, for each end of the leg. */
export const endsOf = (rig: Pick<BoardRig, 'told'>, leg: LegId): readonly string[] =>
  told(rig, 'leg.ended')
    .filter((fact) => fact.leg === leg)
    .map(({ by, cause }) => `${by} ${cause}`)

export interface RingOptions {
  readonly trunk?: string | null
  readonly callerShown?: string
  readonly purpose?: 'agent' | 'outside'
  readonly ringTimeoutMs?: number
}

export const ring = (rig: BoardRig, call: CallId, toward: string, options: RingOptions = {}): LegId => {
  const leg = rig.nextLeg()
  const { trunk = null, callerShown = '13800138000', purpose = 'agent', ringTimeoutMs = 60_000 } = options
  order(rig, { do: 'originate', call, leg, toward, trunk, callerShown, purpose, ringTimeoutMs })
  return leg
}

/** A caller and the phone 8001, talking. */
export const talk = async (rig: BoardRig) => {
  const { call, leg } = await rig.arrive()
  order(rig, { do: 'answer', call, leg })
  const agent = await joins(rig, call, '8001')
  order(rig, { do: 'bridge', call, leg, peer: agent })
  await rig.pass(100)
  return { call, leg, agent }
}

/** A phone that is rung and answers. */
export const joins = async (rig: BoardRig, call: CallId, extension: string): Promise<LegId> => {
  rig.phone(extension, { answersAfterMs: 20 })
  const leg = ring(rig, call, extension)
  await rig.pass(200)
  return leg
}

const amplitude = 8_000

export const tone = (hz: number): Int16Array =>
  Int16Array.from({ length: 8_000 }, (_, i) => Math.round(amplitude * Math.sin((2 * Math.PI * hz * i) / 8_000)))

/** Whoever is at the leg says a tone from now on. */
export const says = (rig: BoardRig, leg: LegId, hz: number): void => {
  const { phoneMedia } = rig
  phoneMedia.play(rig.callOf(leg).party, 1, [{ sound: phoneMedia.load(tone(hz)) }], true)
}

/** Which of the tones are heard at the leg from now on: Goertzel over the last 200 ms of a second. */
export const hears = async (rig: BoardRig, leg: LegId, tones: readonly number[]): Promise<readonly number[]> => {
  const { party } = rig.callOf(leg)
  rig.heard.delete(party)
  await rig.pass(1_000)
  const ear = rig.heard.get(party)
  if (ear === undefined) return []
  const law: Law = ear.payloadType === 8 ? 'a-law' : 'mu-law'
  const codes = Uint8Array.from(ear.codes.slice(-1_600))
  const samples = new Int16Array(codes.length)
  decodeInto(law, codes, samples)
  return tones.filter((hz) => strengthOf(samples, hz) > amplitude / 4)
}

const strengthOf = (samples: Int16Array, hz: number): number => {
  const turn = 2 * Math.cos((2 * Math.PI * hz) / 8_000)
  let before = 0
  let last = 0
  for (const sample of samples) {
    const now = sample + turn * last - before
    before = last
    last = now
  }
  const power = last * last + before * before - turn * last * before
  return (2 * Math.sqrt(Math.max(0, power))) / Math.max(1, samples.length)
}
