/** Each sound of a definition as a file: own recordings, spoken texts, digits, music, tones; and what is said where one is missing. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Outcome, Sound } from '@callweave/core'
import type { PromptsData } from '@callweave/ivr'
import { readWav } from '@callweave/rtp/audio'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { createFlite } from '../src/node/flite-engine.js'
import { openPromptSet, type PromptSet } from '../src/node/prompt-set.js'
import type { SoundFile } from '../src/node/sound-file.js'
import { createSpeech } from '../src/node/speech.js'
import { SpeechThread } from '../src/node/speech-thread.js'
import { wavBytes } from '../src/node/wav-store.js'

const thread = new SpeechThread()
const project = await mkdtemp(join(tmpdir(), 'callweave-project-'))
/** A machine without espeak-ng. */
const speech = createSpeech({ folder: join(project, 'made'), engines: [createFlite(thread, ['en'])], thread })
afterAll(async () => {
  await speech.close()
  await rm(project, { recursive: true, force: true })
})
beforeEach(async () => {
  for (const folder of ['music', 'recorded']) {
    await rm(join(project, folder), { recursive: true, force: true })
    await mkdir(join(project, folder))
  }
})

const open = (prompts: PromptsData, languages = ['en', 'zh']) =>
  openPromptSet({ prompts, languages, project, speech, musicFolder: 'music' })
const find = (set: PromptSet, ...sounds: readonly Sound[]) =>
  new Promise<Outcome<readonly SoundFile[]>>((resolve) => set.find(sounds, { deadlineMs: 60_000 }, resolve))
const filesOf = async (set: PromptSet, ...sounds: readonly Sound[]) => {
  const outcome = await find(set, ...sounds)
  if (!outcome.ok) throw outcome.error
  for (const { file, lengthMs } of outcome.value) {
    expect(readWav(await readFile(file), file)).toMatchObject({ rateHz: 8_000, channels: 1, isCut: false, lengthMs })
  }
  return outcome.value
}
const record = async (name: string, lengthMs: number) => {
  await writeFile(join(project, name), wavBytes({ samples: new Int16Array(lengthMs * 8).fill(1_000), rateHz: 8_000 }))
  return join(project, name)
}

describe('I1 prompts', () => {
  test('a text is spoken, a recording of its own wins, what has no text in a language is taken in the first', async () => {
    const own = await record('recorded/own-zh.wav', 700)
    await record('recorded/own-en.wav', 600)
    const set = await open({
      plain: 'Only in English.',
      both: { en: 'For sales press one.', file: 'recorded/own-{language}.wav' },
    })
    expect(set.problems).toEqual([])
    const [plain] = await filesOf(set, { sound: 'prompt', prompt: 'plain', language: 'en' })
    expect(await filesOf(set, { sound: 'prompt', prompt: 'plain', language: 'zh' })).toEqual([plain])
    expect(await filesOf(set, { sound: 'prompt', prompt: 'both', language: 'zh' })).toEqual([
      { file: own, lengthMs: 700 },
    ])
    expect(set.lengths.promptLengthMs('both', 'en')).toBe(600)
    expect(set.lengths.promptLengthMs('plain', 'zh')).toBe(plain?.lengthMs)
  })

  test('a language that nothing speaks is a problem that says which prompt and what to install', async () => {
    const set = await open({ odd: { en: 'Odd.', zh: '这句话没有录音。' } })
    expect(set.problems).toMatchObject([
      {
        path: 'prompts.odd.zh',
        message: "nothing here speaks 'zh'",
        remedy: /apt-get install espeak-ng/,
        severity: 'error',
      },
    ])
    expect(await find(set, { sound: 'prompt', prompt: 'odd', language: 'zh' })).toMatchObject({
      ok: false,
      error: { code: 'out-of-range' },
    })
  })

  test('a recording that is missing or no sound is a problem once, and is found when it is there', async () => {
    await writeFile(join(project, 'recorded/text.wav'), 'no sound')
    const set = await open({ gone: { file: 'recorded/gone.wav' }, text: { file: 'recorded/text.wav' } })
    expect(set.problems).toMatchObject([
      { path: 'prompts.gone.file', message: /gone\.wav: this file cannot be read/ },
      { path: 'prompts.text.file', message: /text\.wav: this is no WAV file/, remedy: /sox/ },
    ])
    await record('recorded/gone.wav', 500)
    expect(await filesOf(set, { sound: 'prompt', prompt: 'gone', language: 'en' })).toMatchObject([{ lengthMs: 500 }])
  })

  test('where a recording is missing its text is heard, until it is there', async () => {
    const set = await open({ late: { en: 'Later.', file: 'recorded/late.wav' } })
    const late = { sound: 'prompt', prompt: 'late', language: 'en' } as const
    expect(set.problems).toMatchObject([{ path: 'prompts.late.file', severity: 'error' }])
    expect((await filesOf(set, late))[0]?.file).toMatch(/speech.[0-9a-f]{32}\.wav$/)
    const file = await record('recorded/late.wav', 400)
    expect(await filesOf(set, late)).toEqual([{ file, lengthMs: 400 }])
  })

  test('what the package has is heard where nothing speaks it', async () => {
    const set = await open({ bye: { en: 'Goodbye.', zh: '再见。' } })
    expect(set.problems).toEqual([])
    const [file] = await filesOf(set, { sound: 'prompt', prompt: 'bye', language: 'zh' })
    expect(file?.file).toMatch(/prompts.zh.goodbye\.wav$/)
  })

  test('a prompt, music or tone that there is not, and a number that is not whole, are out-of-range', async () => {
    const set = await open({ hello: 'Hello.' })
    for (const sound of [
      { sound: 'prompt', prompt: 'hallo', language: 'en' },
      { sound: 'music', music: '../../../etc' },
      { sound: 'tone', tone: 'bepp' },
      { sound: 'number', value: 1.5, language: 'en' },
      { sound: 'number', value: 1e21, language: 'en' },
      { sound: 'say', text: '你好', language: 'zh' },
      { sound: 'say', text: ' ', language: 'en' },
    ] as const)
      expect(await find(set, sound), JSON.stringify(sound)).toMatchObject({
        ok: false,
        error: { code: 'out-of-range' },
      })
    expect(await find(set, { sound: 'tone', tone: 'bepp' })).toMatchObject({
      error: { message: /Did you mean 'beep'/ },
    })
  })
})

describe('other sounds', () => {
  test('say, numbers digit by digit, tones; the lengths are those of the files', async () => {
    const set = await open({ position: 'You are at number' })
    const sounds: readonly Sound[] = [
      { sound: 'prompt', prompt: 'position', language: 'en' },
      { sound: 'number', value: 407, language: 'en' },
      { sound: 'number', value: 12, language: 'zh' },
      { sound: 'tone', tone: 'beep' },
    ]
    const files = await filesOf(set, ...sounds)
    expect(files.map(({ file }) => /([^/\\]+)\.wav$/.exec(file)?.[1]).slice(1)).toEqual([
      'digit-4',
      'digit-0',
      'digit-7',
      'digit-1',
      'digit-2',
      'tone-1-beep',
    ])
    expect(set.lengths.soundsLengthMs(sounds)).toBe(files.reduce((sum, { lengthMs }) => sum + lengthMs, 0))
    const [said] = await filesOf(set, { sound: 'say', text: 'Your order 17 is on its way.', language: 'en' })
    expect(said?.lengthMs).toBeGreaterThan(1_000)
  })

  test('music: ours where there is none, else the files by name', async () => {
    const ours = await filesOf(await open({}), { sound: 'music', music: 'default' })
    expect(ours).toMatchObject([{ lengthMs: 24_000 }])
    const [b, a] = [await record('music/b.wav', 200), await record('music/a.wav', 100)]
    await mkdir(join(project, 'music/jazz'))
    const jazz = await record('music/jazz/1.wav', 300)
    const set = await open({})
    const filesFor = async (music: string) => (await filesOf(set, { sound: 'music', music })).map(({ file }) => file)
    expect(await filesFor('default')).toEqual([a, b])
    expect(await filesFor('a')).toEqual([a])
    expect(await filesFor('jazz')).toEqual([jazz])
    await writeFile(join(project, 'music/c.wav'), '')
    expect((await open({})).problems).toMatchObject([{ path: 'music', message: /c\.wav/ }])
  })
})
