/** What agents and supervisors do with calls in a random run: sensible or not, at any moment. */
import { CallweaveError } from '@callweave/core'
import type { World } from '@callweave/sim'
import type { PhoneAct } from './any-people.js'

type VirtualLeg = NonNullable<ReturnType<World['board']['legNamed']>>

const toward = ['8001', '8002', '8003', '95551', '600', '601', '90900123', '77', '8901', '8900', '95552'] as const
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

export const performAtPhone = (world: World, act: PhoneAct, agent: string, n: number): void => {
  try {
    acts(world, act, agent, n)
  } catch (error) {
    // A screen shows what may be done; a person presses the wrong key all the same.
    if (!(error instanceof CallweaveError)) throw error
  }
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
      if (canDial) board.dial(extension, n % 2 === 0 ? '*8' : `*8800${1 + (n % 6)}`)
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
      if (first?.state === 'up' && second !== undefined) board.askTransfer(first, second)
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
      desk.complete(agent)
      return
    case 'goes-back':
      desk.goBack(agent)
      return
    case 'confers':
      if (n % 2 === 0) desk.conference(agent)
      else desk.conference(agent, to)
      return
    case 'taps':
      desk.tap(n < 8 ? '8900' : '8003', agent, modes[n % 3] as (typeof modes)[number])
      return
    case 'is-cleared':
      desk.release(agent)
  }
}
