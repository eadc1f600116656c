import { longestIdle } from '@callweave/acd'

/** A right definition, as JSON would give it. */
export const right = () => ({
  timeZone: 'Europe/London',
  languages: ['en'],
  trunks: { main: { numbers: ['100', '101'], channels: 30 } },
  skills: ['billing', 'complaints'],
  agents: {
    ana: { extension: '1', skills: { billing: 4, complaints: 6 } },
    ben: { extension: '2' },
  },
  queues: {
    service: {
      strategy: { ...longestIdle },
      members: ['ana', 'ben'],
      wrapUpMs: 10_000,
      serviceLevel: { withinMs: 20_000 },
      refuseWhen: ['logged-out'],
    },
    other: { strategy: { ...longestIdle }, members: ['ana'], wants: { complaints: 4 } },
  },
  prompts: { welcome: 'Welcome', menu: { en: 'Press one' } },
  hours: { office: { open: [{ days: ['mon', 'tue'], from: '09:00', to: '17:00' }] } },
  flows: {
    day: {
      start: { step: 'play', prompt: 'welcome', then: 'main' },
      main: { step: 'menu', prompt: 'menu', on: { '1': 'agent' }, noInput: { then: 'agent' } },
      agent: { step: 'queue', queue: 'service', ifNobody: 'bye' },
      bye: { step: 'hang-up' },
    },
  },
  routes: [{ number: '100', when: 'office', flow: 'day' }, { flow: 'day' }],
  callerTags: { vip: ['555*'] },
  owners: { '5551': 'ana' },
  blocked: ['0900*'],
})

export type Path = readonly (string | number)[]

/** The same with one thing changed; `undefined` takes it out. */
export const withChange = (path: Path, value: unknown): unknown => {
  const definition = right()
  let at = definition as unknown as Record<string | number, unknown>
  for (const part of path.slice(0, -1)) at = at[part] as Record<string | number, unknown>
  const last = path.at(-1) as string | number
  if (value === undefined) delete at[last]
  else at[last] = value
  return definition
}
