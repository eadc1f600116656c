/** A small center with phones, played by a script. */
import { longestIdle } from '@callweave/acd'
import { checkDefinition } from '@callweave/center'
import { constant, type World } from '@callweave/sim'
import { type Played, play, type Script } from './script.js'

export const center = (more: object = {}) =>
  checkDefinition({
    trunks: {
      main: { numbers: ['100'], channels: 4, prefix: '9' },
      spare: { numbers: ['200'], channels: 2, prefix: '9' },
    },
    agents: {
      ana: { extension: '8001' },
      ben: { extension: '8002' },
      chen: { extension: '8003' },
    },
    queues: {
      service: { strategy: longestIdle, members: ['ana'], wrapUpMs: 5_000 },
      backoffice: { strategy: longestIdle, members: ['ben', 'chen'] },
    },
    prompts: { happy: 'Were you happy?' },
    flows: {
      day: {
        start: { step: 'queue', queue: 'service', afterServed: 'happy' },
        happy: { step: 'play', prompt: 'happy', then: 'bye' },
        bye: { step: 'hang-up' },
      },
      again: { start: { step: 'queue', queue: 'backoffice' } },
    },
    routes: [{ flow: 'day' }],
    extensions: { '8900': { supervisor: true }, '8901': {} },
    dialing: { blocked: ['0900*'], numbers: { '600': { queue: 'backoffice' }, '601': { flow: 'again' } } },
    codes: { reasons: { '1': 'break' } },
    ...more,
  })

export const talk = (ms: number) => ({
  everyone: { answer: constant({ ms: 1_000 }), talk: constant({ ms }), hangsUpRatio: 0 },
})

/** A caller at 0 s, whom ana answers at 1 s. */
export const one = (acts: Script['acts'], more: Partial<Script> = {}, definition = center()): Played =>
  play(definition, { calls: { '100': [0] }, agents: talk(60_000), acts: acts ?? {}, ...more })
export const quiet = (acts: Script['acts'], definition = center(), more: Partial<Script> = {}): Played =>
  play(definition, { calls: { '100': [] }, agents: talk(20_000), acts: acts ?? {}, ...more })

/** A leg of the virtual board. */
export type Phone = NonNullable<ReturnType<World['board']['legNamed']>>
/** The legs of a phone that are up, oldest first. */
export const phoneLegs = ({ board, center: { calls } }: World, extension: string): Phone[] =>
  [...calls.legs.values()]
    .sort((x, y) => x.id - y.id)
    .flatMap(({ id }) => board.legNamed(id) ?? [])
    .filter(({ phone }) => phone?.extension === extension)
export const phoneLeg = (world: World, extension: string): Phone => {
  const [leg] = phoneLegs(world, extension)
  if (leg === undefined) throw new Error(`${extension} is in no call`)
  return leg
}

export const states = ({ all }: Played, agent: string): string[] =>
  all('agent.changed')
    .filter((event) => event.agent === agent && event.because !== 'shift')
    .map(({ to, because }) => `${to} ${because}`)
