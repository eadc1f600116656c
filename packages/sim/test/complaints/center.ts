/** Where complaints are played: agents ana, ben and chen, in that order; `100` leads to `service`, `101` to `other`. */
import { linear } from '@callweave/acd'
import { type CenterDefinition, checkDefinition } from '@callweave/center'

export type Queue = Record<string, unknown>

export const centerOf = (service: Queue, more: Record<string, unknown> = {}): CenterDefinition =>
  checkDefinition({
    trunks: { main: { numbers: ['100', '101'], channels: 20 } },
    agents: { ana: { extension: '1' }, ben: { extension: '2' }, chen: { extension: '3' } },
    queues: {
      service: { strategy: linear, members: ['ana', 'ben', 'chen'], ...service },
      other: { strategy: linear, members: ['ana', 'ben', 'chen'] },
    },
    prompts: { hello: 'Hello.' },
    flows: {
      day: { start: { step: 'queue', queue: 'service' } },
      night: { start: { step: 'queue', queue: 'other' } },
    },
    routes: [
      { number: '100', flow: 'day' },
      { number: '101', flow: 'night' },
    ],
    ...more,
  })
