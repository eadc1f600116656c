/** The project that is killed: a number for each stage that a call may be in, and as many phones as those stages need. */
export const agents = numbered(14, 8001, 'a')
/** Their phones ring and nobody answers. */
export const sleepers = numbered(6, 8101, 's')
/** Whom agents consult and bring into conferences. */
export const experts = numbers(8, 8301)
/** Phones that call each other. */
export const dialers = numbers(6, 8401)
export const dialed = numbers(6, 8501)

export const numberOf = { menu: '100', voicemail: '200', talk: '300', slow: '400' } as const

export const phones = [...Object.values(agents), ...Object.values(sleepers), ...experts, ...dialers, ...dialed]
export const passwordOf = (extension: string): string => `pw-${extension}`
export const secretsText = phones.map((extension) => `EXT_${extension}=${passwordOf(extension)}`).join('\n')

const password = (extension: string) => ({ secret: `EXT_${extension}` })
const peopleOf = (people: Readonly<Record<string, string>>) =>
  Object.fromEntries(
    Object.entries(people).map(([name, extension]) => [name, { extension, password: password(extension) }]),
  )
const play = (prompt: string) => ({ step: 'play', prompt })
const end = { step: 'hang-up', as: 'refused' }

export const centerText = `import { defineCallCenter, linear } from 'callweave'

export default defineCallCenter({
  name: 'killed',
  trunks: { main: { numbers: ${JSON.stringify(Object.values(numberOf))}, channels: 100 } },
  agents: ${JSON.stringify({ ...peopleOf(agents), ...peopleOf(sleepers) })},
  extensions: ${JSON.stringify(Object.fromEntries([...experts, ...dialers, ...dialed].map((each) => [each, { password: password(each) }])))},
  queues: {
    talk: { strategy: linear, members: ${JSON.stringify(Object.keys(agents))} },
    slow: { strategy: linear, members: ${JSON.stringify(Object.keys(sleepers))}, ringTimeoutMs: 60_000 },
  },
  prompts: { choose: 'Press one.' },
  flows: ${JSON.stringify({
    menu: {
      start: {
        step: 'menu',
        prompt: 'choose',
        on: { '1': 'bye' },
        firstDigitTimeoutMs: 60_000,
        noInput: { then: 'bye' },
      },
      bye: end,
    },
    voicemail: { start: { step: 'voicemail', box: 'talk', maxMs: 600_000, silenceMs: 60_000 } },
    talk: { start: { step: 'queue', queue: 'talk', ifNobody: 'bye' }, bye: { ...play('choose'), then: 'end' }, end },
    slow: { start: { step: 'queue', queue: 'slow', ifNobody: 'bye' }, bye: { ...play('choose'), then: 'end' }, end },
  })},
  routes: ${JSON.stringify(Object.entries(numberOf).map(([flow, number]) => ({ number, flow })))},
})
`

function numbers(count: number, from: number): readonly string[] {
  return Array.from({ length: count }, (_, i) => String(from + i))
}

function numbered(count: number, from: number, letter: string): Readonly<Record<string, string>> {
  return Object.fromEntries(numbers(count, from).map((extension, i) => [`${letter}${i + 1}`, extension]))
}
