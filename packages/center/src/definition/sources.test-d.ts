/** With a roster any agent may be named; without one, a misspelled agent does not compile. */
import { longestIdle } from '@callweave/acd'
import type { CenterNames } from './center-definition.js'
import { defineCallCenter } from './define.js'
import { csvDates, csvNumbers, csvRoster } from './sources.js'

const rest = {
  trunks: { main: { numbers: ['100'], channels: 2 } },
  flows: { day: { start: { step: 'hang-up' } } },
  routes: [{ flow: 'day' }],
} as const

const given = defineCallCenter({
  ...rest,
  agents: { ana: { extension: '1' } },
  // @ts-expect-error: there is no agent 'anna'
  queues: { service: { strategy: longestIdle, members: ['ana', 'anna'] } },
})

const fromFile = defineCallCenter({
  ...rest,
  agents: {},
  rosters: [csvRoster({ file: 'agents.csv' })],
  queues: { service: { strategy: longestIdle, members: ['anna', { agent: 'ben', level: 2 }] } },
  owners: { '5551': 'ben' },
  blocked: csvNumbers({ file: 'blocked.csv', column: 'number' }),
  hours: { office: { open: [], holidays: csvDates({ file: 'holidays.csv', column: 'date' }) } },
})

const misspelled = defineCallCenter({
  ...rest,
  agents: {},
  rosters: [csvRoster({ file: 'agents.csv' })],
  queues: { service: { strategy: longestIdle, members: [] } },
  // @ts-expect-error: other names are checked as ever
  menus: { agent: { key: '0', queue: 'servise' } },
})

type NamesOf<C> = C extends { readonly names?: infer N } ? NonNullable<N> : never
type Is<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false
type Agents<C> = NamesOf<C> extends CenterNames ? NamesOf<C>['agent'] : never
export const agents: [Is<Agents<typeof given>, 'ana'>, Is<Agents<typeof fromFile>, string>] = [true, true]
export const centers = [given, fromFile, misspelled]
