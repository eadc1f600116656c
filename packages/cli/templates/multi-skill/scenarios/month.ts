/**
 * A real month: every call that the interpreter line of Toronto's paramedics took in December 2019, with its language and its
 * length (see data/README.md). The real line has 14 calls a day; here each of them comes 60 times over, at random within
 * four days around its instant. How long callers wait and who works when is assumed.
 */
import { defineScenario, exponential, timesFile } from 'callweave/sim'
import center from '../center.ts'
import { coordinators, interpreters } from '../interpreters.ts'

/** Said in every report of ours; leave it out to simulate the line as it was. */
const factor = 60

const shifts = {
  night: [{ from: '23:00', to: '07:00' }],
  day: [{ from: '07:00', to: '15:00' }],
  evening: [{ from: '15:00', to: '23:00' }],
}

/** The file's language to the code that a paramedic types. */
const codes = {
  ARABIC: '10',
  CANTONESE: '01',
  FARSI: '11',
  FRENCH: '14',
  HUNGARIAN: '12',
  ITALIAN: '04',
  KOREAN: '09',
  MANDARIN: '02',
  POLISH: '08',
  PORTUGUESE: '13',
  RUSSIAN: '03',
  SPANISH: '06',
  TAMIL: '05',
  VIETNAMESE: '07',
  // Nobody here speaks these; a coordinator finds somebody who does.
  ALBANIAN: '90',
  AMHARIC: '90',
  BENGALI: '90',
  BURMESE: '90',
  CROATIAN: '90',
  CZECH: '90',
  GEORGIAN: '90',
  GREEK: '90',
  HINDI: '90',
  JAPANESE: '90',
  LAOTIAN: '90',
  MACEDONIAN: '90',
  PUNJABI: '90',
  ROMANIAN: '90',
  SOMALI: '90',
  TAGALOG: '90',
  THAI: '90',
  TIGRINYA: '90',
  TURKISH: '90',
  UKRAINIAN: '90',
  URDU: '90',
}

export default defineScenario(center, {
  name: 'month',
  about: `434 real calls, each ${factor} times: what the interpreter line of Toronto's paramedics took in December 2019, with language and length (Open Government Licence - Toronto). Only connected calls are listed, so demand may have been higher. Assumed: patience, redialing, who works when.`,
  start: '2019-12-01T00:00',
  lengthMs: 31 * 24 * 3_600_000,
  intervalMs: 3_600_000,

  arrivals: [
    {
      dialed: '4165550100',
      callers: 'paramedics',
      source: timesFile({
        file: '../data/toronto-language-line-2019-12.csv',
        start: 'start',
        talk: { column: 'duration_min', unit: 'min' },
        attribute: 'language',
        from: '2019-12-01',
        to: '2020-01-01',
        factor,
        spreadMs: 4 * 24 * 3_600_000,
      }),
      attributeKeys: { step: 'start', keys: codes },
    },
  ],

  callers: {
    paramedics: {
      patience: exponential({ meanMs: 300_000 }),
      redial: { ratio: 0.8, after: exponential({ meanMs: 60_000 }), most: 3 },
    },
  },

  agents: {
    everyone: { answer: exponential({ meanMs: 4_000 }), wrapUp: exponential({ meanMs: 15_000 }) },
    only: Object.fromEntries(
      Object.entries({ ...interpreters, ...coordinators }).map(([name, { groups }]) => [
        name,
        { shifts: shifts[groups[0]] },
      ]),
    ),
  },
})
