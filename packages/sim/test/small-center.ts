/** A center of two agents and one queue, for scripts: what is given replaces what is there. */
import { linear } from '@callweave/acd'
import { type CenterDefinition, checkDefinition } from '@callweave/center'
import { constant } from '@callweave/sim'

export const ms = (seconds: number) => constant({ ms: seconds * 1_000 })

const base = {
  trunks: { main: { numbers: ['100', '101'], channels: 3 }, back: { numbers: ['200'], channels: 2 } },
  agents: { ana: { extension: '1' }, ben: { extension: '2' } },
  prompts: { hello: 'Hello, and welcome.', sorry: 'Sorry.', happy: 'Happy?' },
}

export const centerOf = (service: Record<string, unknown>, more: Record<string, unknown> = {}): CenterDefinition =>
  checkDefinition({
    ...base,
    queues: { service: { strategy: linear, members: ['ana', 'ben'], ...service } },
    flows: {
      day: {
        start: {
          step: 'queue',
          queue: 'service',
          ifFull: 'box',
          ifNobody: 'sorry',
          ifMaxWait: 'box',
          onKey: { '1': 'box' },
          afterServed: 'survey',
        },
        box: { step: 'voicemail', box: 'service' },
        sorry: { step: 'play', prompt: 'sorry', then: 'bye' },
        survey: { step: 'survey', questions: [{ name: 'happy', prompt: 'happy', keys: { '1': 'yes', '2': 'no' } }] },
        bye: { step: 'hang-up', as: 'refused' },
      },
    },
    routes: [{ flow: 'day' }],
    ...more,
  })
