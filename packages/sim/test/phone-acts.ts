/** What agents and supervisors do with calls in a random run: sensible or not, at any moment. */
import { CallweaveError } from '@callweave/core'
import type { Party, World } from '@callweave/sim'
import type { PhoneAct } from './any-people.js'

/** Calls, and says nothing. */
const somebody: Party = {
  rings: () => Number.POSITIVE_INFINITY,
  hears: () => {},
  asked: () => {},
  records: () => {},
  bridged: () => {},
  ended: () => {},
}

type VirtualLeg = NonNullable<ReturnType<World['board']['legNamed']>>

const toward = ['8001', '8002', '602', '95551', '600', '601', '90900123', '77', '8901', '8900', '603'] as const
const codes = ['*11', '*12', '*13', '*14', '*141', '*15', '*718001', '*8', '*88002', '*738003', '*72'] as const
const modes = ['monitor', 'whisper', 'barge-in'] as const

/** The legs of a phone that are up, oldest first. */
export const phoneLegs = ({ board, center: { calls } }: Pick<World, 'board' | 'center'>, extension: string) =>
  [...calls.legs.values()]
    .sort((x, y) => x.id - y.id)
    .flatMap(({ id }): VirtualLeg[] => {
      const leg = board.legNamed(id)
      return leg?.phone?.extension === extension ? [leg] : []
    })

export const performAtPhone = (world: World, act: PhoneAct, agent: string, n: number): void =>
  tries(() => acts(world, act, aboutTalk.has(act) ? (talking(world, n) ?? agent) : agent, n))

/** A screen shows what may be done; a person presses the wrong key all the same. */
const tries = (what: () => void): void => {
  try {
    what()
  } catch (error) {
    if (!(error instanceof CallweaveError)) throw error
  }
}

/** When the other has had time to answer. */
const later = ({ clock }: World, what: () => void, afterMs = 5_000): unknown =>
  clock.at(clock.nowMs() + afterMs, tries, what)

/** What takes somebody who is in a call: otherwise next to none of it would come to anything. */
const aboutTalk: ReadonlySet<PhoneAct> = new Set([
  'holds',
  'retrieves',
  'asks-transfer',
  'joins-calls',
  'transfers',
  'consults',
  'completes',
  'goes-back',
  'confers',
  'taps',
  'is-cleared',
  'caller-clears',
])

const talking = ({ center: { floor } }: World, n: number): string | undefined => {
  const all = [...floor.agents.values()].filter(({ call, state }) => call !== null && state !== 'ringing')
  return all[n % Math.max(1, all.length)]?.id
}

const acts = (world: World, act: PhoneAct, agent: string, n: number): void => {
  const { board, center } = world
  const { desk } = center
  const extension = center.floor.agents.get(agent)?.extension ?? ''
  const legs = phoneLegs(world, extension)
  const [first, second] = legs
  const to = toward[n] as string
  const canDial = legs.every(({ state, isHeld }) => state === 'up' && isHeld)
  switch (act) {
    case 'dials':
      if (canDial) board.dial(extension, to)
      return
    case 'picks-up':
      if (!canDial) return
      if (n < 3) board.dial(extension, n === 0 ? '*8' : `*8800${1 + (n % 6)}`)
      else {
        const other = `800${1 + (n % 6)}`
        board.dial('8901', other)
        later(world, () => void board.dial(extension, `*8${other}`), 200)
      }
      return
    case 'dials-code':
      if (phoneLegs(world, '8900').length === 0 && n > 5) board.dial('8900', codes[n] as string)
      else if (canDial) board.dial(extension, codes[n] as string)
      return
    case 'holds':
    case 'retrieves':
      if (first?.state === 'up') board.hold(first, act === 'holds')
      return
    case 'asks-transfer':
      if (first?.state === 'up') board.askTransfer(first, to)
      return
    case 'joins-calls':
      if (first?.state !== 'up') return
      if (second !== undefined) board.askTransfer(first, second)
      else {
        board.hold(first, true)
        board.dial(extension, to)
        later(world, () => {
          const [one, two] = phoneLegs(world, extension)
          if (one?.state === 'up' && two !== undefined) board.askTransfer(one, two)
        })
      }
      return
    case 'puts-down':
      if (first?.state === 'up') board.putDown(first)
      return
    case 'screen-dials':
      desk.dial(agent, to)
      return
    case 'transfers':
      desk.transfer(agent, n === 0 ? { queue: 'two' } : n === 1 ? { flow: 'direct' } : to)
      return
    case 'consults':
      desk.consult(agent, to)
      return
    case 'completes':
      later(world, () => desk.complete(agent))
      desk.consult(agent, to)
      return
    case 'goes-back':
      desk.goBack(agent)
      return
    case 'confers':
      if (n % 2 === 1) desk.conference(agent, to)
      else {
        later(world, () => desk.conference(agent))
        desk.consult(agent, to)
      }
      return
    case 'taps':
      desk.tap(n < 8 ? '8900' : '8003', agent, modes[n % 3] as (typeof modes)[number])
      return
    case 'is-cleared':
      desk.release(agent)
      return
    case 'caller-clears': {
      const call = center.calls.calls.get(center.floor.agents.get(agent)?.call ?? (0 as never))
      const leg = call?.leg == null ? undefined : board.legNamed(call.leg.id)
      if (call === undefined || leg === undefined || leg.state !== 'up') return
      board.putDown(leg)
      // The same person once more, now or before the time is up.
      if (n % 2 === 1) later(world, () => void board.arrive('line', call.caller, '120', somebody), n * 1_000)
    }
  }
}
