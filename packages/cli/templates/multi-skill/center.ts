/**
 * A language line: paramedics dial it, type the code of a language and get an interpreter who speaks it well. Who has waited
 * fifteen seconds gets one who speaks it well enough.
 */
import { defineCallCenter, expandingRings, longestIdle } from 'callweave'
import { coordinators, interpreters } from './interpreters.ts'

export const languages = [
  'cantonese',
  'mandarin',
  'russian',
  'italian',
  'tamil',
  'spanish',
  'vietnamese',
  'polish',
  'korean',
  'arabic',
  'farsi',
  'hungarian',
  'portuguese',
  'french',
] as const

const names = <const T extends object>(of: T) => Object.keys(of) as (keyof T & string)[]

export default defineCallCenter({
  name: 'language-line',
  timeZone: 'America/Toronto',

  trunks: { main: { numbers: ['4165550100'], channels: 60 } },

  skills: languages,
  agents: { ...interpreters, ...coordinators },

  queues: {
    interpreters: {
      strategy: expandingRings(longestIdle, { rings: [{ afterMs: 15_000, skillLevel: 4 }] }),
      members: names(interpreters),
      wrapUpMs: 20_000,
      serviceLevel: { withinMs: 30_000, goalRatio: 0.8 },
    },
    'other-languages': {
      strategy: longestIdle,
      members: names(coordinators),
      wrapUpMs: 20_000,
      serviceLevel: { withinMs: 60_000, goalRatio: 0.8 },
    },
  },

  prompts: {
    language: 'Type the two digits of the language, or ninety for one that is not on your card.',
    'language-again': 'Type two digits. Ninety is for any other language.',
  },

  flows: {
    line: {
      start: {
        step: 'menu',
        prompt: 'language',
        on: {
          '01': 'cantonese',
          '02': 'mandarin',
          '03': 'russian',
          '04': 'italian',
          '05': 'tamil',
          '06': 'spanish',
          '07': 'vietnamese',
          '08': 'polish',
          '09': 'korean',
          '10': 'arabic',
          '11': 'farsi',
          '12': 'hungarian',
          '13': 'portuguese',
          '14': 'french',
          '90': 'other',
        },
        noInput: { again: ['language-again'], then: 'other' },
      },
      cantonese: { step: 'queue', queue: 'interpreters', wants: { cantonese: 8 } },
      mandarin: { step: 'queue', queue: 'interpreters', wants: { mandarin: 8 } },
      russian: { step: 'queue', queue: 'interpreters', wants: { russian: 8 } },
      italian: { step: 'queue', queue: 'interpreters', wants: { italian: 8 } },
      tamil: { step: 'queue', queue: 'interpreters', wants: { tamil: 8 } },
      spanish: { step: 'queue', queue: 'interpreters', wants: { spanish: 8 } },
      vietnamese: { step: 'queue', queue: 'interpreters', wants: { vietnamese: 8 } },
      polish: { step: 'queue', queue: 'interpreters', wants: { polish: 8 } },
      korean: { step: 'queue', queue: 'interpreters', wants: { korean: 8 } },
      arabic: { step: 'queue', queue: 'interpreters', wants: { arabic: 8 } },
      farsi: { step: 'queue', queue: 'interpreters', wants: { farsi: 8 } },
      hungarian: { step: 'queue', queue: 'interpreters', wants: { hungarian: 8 } },
      portuguese: { step: 'queue', queue: 'interpreters', wants: { portuguese: 8 } },
      french: { step: 'queue', queue: 'interpreters', wants: { french: 8 } },
      other: { step: 'queue', queue: 'other-languages' },
    },
  },

  routes: [{ number: '4165550100', flow: 'line' }],
})
