/** What is kept on disk, what several engines do together, and what hostile texts do: nothing. */
import { mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CallweaveError, type Outcome, type Spoken, type Utterance, type Voice } from '@callweave/core'
import fc from 'fast-check'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { SpeechEngine } from '../src/engine.js'
import { createFlite } from '../src/node/flite-engine.js'
import { createSpeech } from '../src/node/speech.js'
import { SpeechThread } from '../src/node/speech-thread.js'
import { filesIn } from './speech-rig.js'

const thread = new SpeechThread()
const folder = await mkdtemp(join(tmpdir(), 'callweave-speech-'))
afterAll(async () => {
  await thread.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(() => rm(join(folder, 'speech'), { recursive: true, force: true }))

/** An engine that hums as many tenths of a second as the text has characters, and counts. */
const humming = (name: string, voices: readonly Voice[]): SpeechEngine & { readonly asked: string[] } => {
  const asked: string[] = []
  return {
    name,
    voices,
    asked,
    synthesize: async (text) => {
      asked.push(text)
      return {
        samples: Int16Array.from({ length: 800 * text.length }, (_, i) => 9_000 * Math.sin(i / 3)),
        rateHz: 8_000,
      }
    },
    close: async () => undefined,
  }
}
const en = { voice: 'hum', language: 'en' }
const speechOf = (...engines: readonly SpeechEngine[]) => {
  const speech = createSpeech({ folder, engines, thread })
  return (utterance: Utterance) =>
    new Promise<Outcome<Spoken>>((resolve) => speech.speak(utterance, { deadlineMs: 60_000 }, resolve))
}
const spokenIn = (outcome: Outcome<Spoken>): Spoken => {
  if (!outcome.ok) throw outcome.error
  return outcome.value
}

describe('files', () => {
  test('texts that sound alike are one file; it outlives the program', async () => {
    const engine = humming('a', [en])
    const first = spokenIn(await speechOf(engine)({ text: ' Please  hold\n', language: 'en' }))
    expect(spokenIn(await speechOf(engine)({ text: 'Please hold', language: 'en' }))).toEqual(first)
    expect(engine.asked).toEqual(['Please hold'])
  })

  test('what is asked for at once is spoken once', async () => {
    const engine = humming('a', [en])
    const speak = speechOf(engine)
    const told = await Promise.all(Array.from({ length: 50 }, () => speak({ text: 'Please hold', language: 'en' })))
    expect(new Set(told.map((outcome) => spokenIn(outcome).file)).size).toBe(1)
    expect(engine.asked).toHaveLength(1)
  })

  test('a file that was cut, damaged or emptied is made again', async () => {
    const engine = humming('a', [en])
    const speak = speechOf(engine)
    const { file, lengthMs } = spokenIn(await speak({ text: 'Please hold', language: 'en' }))
    const path = join(folder, file)
    const whole = await readFile(path)
    for (const harm of [
      () => truncate(path, 500),
      () => truncate(path, 0),
      () => writeFile(path, whole.with(whole.length >> 1, 99)),
      () => writeFile(path, 'no sound'),
    ]) {
      await harm()
      expect(spokenIn(await speak({ text: 'Please hold', language: 'en' }))).toEqual({ file, lengthMs })
      expect(await readFile(path)).toEqual(whole)
    }
    expect(engine.asked).toHaveLength(5)
  })

  test('what a killed writer left is put away, what another writes now is not', async () => {
    await speechOf(humming('a', [en]))({ text: 'one', language: 'en' })
    const [old, young] = [join(folder, 'speech', 'x.1.part'), join(folder, 'speech', 'x.2.part')]
    for (const path of [old, young]) await writeFile(path, '')
    await utimes(old, 1, 1)
    await speechOf(humming('a', [en]))({ text: 'two', language: 'en' })
    const names = await readdir(join(folder, 'speech'))
    expect(names.filter((name) => name.endsWith('.part'))).toEqual(['x.2.part'])
  })

  test('what nobody asked for in a week is deleted, what was asked for stays', async () => {
    const speak = speechOf(humming('a', [en]))
    const [asked, forgotten] = [
      spokenIn(await speak({ text: 'one', language: 'en' })).file,
      spokenIn(await speak({ text: 'two', language: 'en' })).file,
    ]
    const eightDaysAgo = Date.now() / 1_000 - 8 * 86_400
    for (const file of [asked, forgotten]) await utimes(join(folder, file), eightDaysAgo, eightDaysAgo)
    const later = speechOf(humming('a', [en]))
    await later({ text: 'one', language: 'en' })
    const { file } = spokenIn(await later({ text: 'three', language: 'en' }))
    expect([...(await filesIn(folder)).keys()].sort()).toEqual([asked, file].sort())
  })

  test('where nothing can be written the answer is peer-failed, not a crash', async () => {
    const blocked = join(folder, 'blocked')
    await writeFile(blocked, '')
    const speech = createSpeech({ folder: blocked, engines: [humming('a', [en])], thread })
    const outcome = await new Promise<Outcome<Spoken>>((resolve) =>
      speech.speak({ text: 'one', language: 'en' }, { deadlineMs: 60_000 }, resolve),
    )
    expect(outcome).toMatchObject({ ok: false, error: { code: 'peer-failed' } })
  })
})

describe('engines', () => {
  test('the first that has a voice speaks; the others are asked for theirs by name', async () => {
    const [a, b] = [
      humming('a', [en]),
      humming('b', [en, { voice: 'basso', language: 'en' }, { voice: 'li', language: 'zh' }]),
    ]
    const speak = speechOf(a, b)
    const files = [
      await speak({ text: 'one', language: 'en' }),
      await speak({ text: 'two', language: 'en', voice: 'basso' }),
      await speak({ text: '三', language: 'zh' }),
    ]
    expect([a.asked, b.asked]).toEqual([['one'], ['two', '三']])
    expect(new Set(files.map((outcome) => spokenIn(outcome).file)).size).toBe(3)
  })

  test('without any engine the answer says so', async () => {
    const outcome = await speechOf()({ text: 'one', language: 'en' })
    expect(outcome).toMatchObject({ ok: false, error: { code: 'out-of-range', message: /there is none/ } })
  })

  test('an engine that fails is asked again next time', async () => {
    const engine = humming('a', [en])
    let isAway = true
    const speak = speechOf({
      ...engine,
      synthesize: async (text, voice) => {
        if (isAway) throw new CallweaveError('peer-failed', { message: 'away' })
        return engine.synthesize(text, voice)
      },
    })
    expect(await speak({ text: 'one', language: 'en' })).toMatchObject({ ok: false, error: { code: 'peer-failed' } })
    isAway = false
    expect(await speak({ text: 'one', language: 'en' })).toMatchObject({ ok: true })
  })
})

describe('flite, whatever it is given', () => {
  const speak = speechOf(createFlite(thread, ['en']))

  test('a text beyond the limit is refused and not told on', async () => {
    const outcome = await speak({ text: 'secret '.repeat(150), language: 'en' })
    expect(outcome).toMatchObject({ ok: false, error: { code: 'out-of-range' } })
    expect(JSON.stringify(outcome)).not.toContain('secret')
  })

  test('any text is spoken or refused; files have plain names and no word of it', async () => {
    const nasty = fc.constantFrom(
      '--help',
      '-o',
      '/etc/passwd',
      '<speak>',
      '%n',
      '[[',
      '\u0000',
      '\u001b',
      '"',
      "'",
      '$(x)',
      '!',
      '好',
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 40 }),
      fc.array(nasty, { maxLength: 12 }).map((parts) => parts.join('')),
      fc.array(nasty, { maxLength: 12 }).map((parts) => parts.join(' ')),
    )
    await fc.assert(
      fc.asyncProperty(text, async (words) => {
        const outcome = await speak({ text: words, language: 'en' })
        if (outcome.ok) expect(outcome.value.file).toMatch(/^speech\/[0-9a-f]{32}\.wav$/)
        else expect(outcome.error.code).toBe('out-of-range')
      }),
      { numRuns: 100 },
    )
    for (const name of (await filesIn(folder)).keys()) expect(name).toMatch(/^speech\/[0-9a-f]{32}\.wav$/)
  })
})

describe('the thread', () => {
  test('an order that takes too long is given up, and the next is carried out', async () => {
    const hasty = new SpeechThread({ mostMs: 1 })
    const flite = createFlite(hasty, ['en'])
    await expect(flite.synthesize('9'.repeat(900), { voice: 'slt', language: 'en' })).rejects.toMatchObject({
      code: 'peer-failed',
    })
    await hasty.close()
  })

  test('one that has rested is started again', async () => {
    const resting = new SpeechThread({ idleMs: 0 })
    const flite = createFlite(resting, ['en'])
    for (const text of ['one', 'two']) {
      expect((await flite.synthesize(text, { voice: 'slt', language: 'en' })).samples.length).toBeGreaterThan(1_000)
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    await resting.close()
  })

  test('once closed it refuses, and what waited is told', async () => {
    const closing = new SpeechThread()
    const flite = createFlite(closing, ['en'])
    const waiting = [1, 2, 3].map((n) => flite.synthesize(`${n}`, { voice: 'slt', language: 'en' }))
    const told = Promise.allSettled(waiting)
    await closing.close()
    expect((await told).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    await expect(flite.synthesize('4', { voice: 'slt', language: 'en' })).rejects.toMatchObject({ code: 'peer-failed' })
  })
})
