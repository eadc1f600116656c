import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CallweaveError, type Sound } from '@callweave/core'
import { pcm16Bytes, writeWav } from '@callweave/rtp/audio'
import { VirtualClock } from '@callweave/sim'
import { afterAll, expect, test } from 'vitest'
import { createFileSounds } from './switch-sounds.js'

const folder = mkdtempSync(join(tmpdir(), 'callweave-sounds-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const wav = (name: string, samples: Int16Array, rateHz = 8_000): string => {
  const file = join(folder, name)
  writeFileSync(file, writeWav({ format: 'pcm-16', rateHz }, pcm16Bytes(samples)))
  return file
}

const prompt = (name: string): Sound => ({ sound: 'prompt', prompt: name, language: 'en' })

/** A prompt set whose prompts are files, and that counts what it is asked. */
const rig = (files: Readonly<Record<string, string>>, mostBytes?: number) => {
  const clock = new VirtualClock(0)
  const asked: string[] = []
  const sounds = createFileSounds({
    clock,
    recordings: folder,
    ...(mostBytes === undefined ? {} : { mostBytes }),
    prompts: {
      find: ([sound], _, answer) => {
        const name = sound?.sound === 'prompt' ? sound.prompt : ''
        asked.push(name)
        const file = files[name]
        const missing = new CallweaveError('out-of-range', { message: `there is no prompt called '${name}'` })
        queueMicrotask(() =>
          answer(file === undefined ? { ok: false, error: missing } : { ok: true, value: [{ file, lengthMs: 1 }] }),
        )
      },
    },
  })
  return { clock, asked, sounds }
}

test('files become samples at 8,000 Hz, in the order asked; what is there comes at once, as the same array', async () => {
  const ramp = Int16Array.from({ length: 800 }, (_, i) => i)
  const files = { a: wav('a.wav', ramp), b: wav('b.wav', new Int16Array(1_600).fill(5_000), 16_000) }
  const { asked, sounds } = rig(files)
  const first = sounds.find([prompt('b'), prompt('a')])
  expect(first).toBeInstanceOf(Promise)
  const [b, a] = await first
  expect(a).toEqual(ramp)
  expect(b?.length).toBe(800)
  expect(b?.[400]).toBeGreaterThan(4_900)
  const again = sounds.find([prompt('a'), prompt('b')])
  expect(again).toEqual([a, b])
  expect((again as readonly Int16Array[])[0]).toBe(a)
  expect(asked).toEqual(['b', 'a'])
  expect(sounds.bytes).toBe(3_200)
})

test('what there is not, and what cannot be read, fails with a coded error, and is asked for again', async () => {
  const files: Record<string, string> = { broken: join(folder, 'broken.wav'), gone: join(folder, 'gone.wav') }
  writeFileSync(files.broken as string, 'no sound')
  const { sounds, asked } = rig(files)
  await expect(sounds.find([prompt('none')])).rejects.toMatchObject({ code: 'out-of-range' })
  await expect(sounds.find([prompt('broken')])).rejects.toMatchObject({ code: 'file-invalid' })
  await expect(sounds.find([prompt('gone')])).rejects.toMatchObject({ code: 'file-invalid' })
  await sounds.prepare([prompt('none'), prompt('broken'), prompt('gone')])
  expect(asked.length).toBe(6)
  wav('gone.wav', new Int16Array(80))
  expect((await sounds.find([prompt('gone')])).length).toBe(1)
})

test('a recording is a file of its folder; one that was taken away is silent, and keeps nothing else from being heard', async () => {
  const { sounds, asked } = rig({ a: wav('a.wav', new Int16Array(80)) })
  const said = Int16Array.from({ length: 160 }, (_, i) => i)
  wav('7-1.wav', said)
  const recording = (name: string): Sound => ({ sound: 'recording', recording: name, lengthMs: 20 })
  expect(await sounds.find([recording('7-1.wav'), prompt('a'), recording('6-1.wav')])).toEqual([
    said,
    new Int16Array(80),
  ])
  expect(asked).toEqual(['a'])
})

test('two who want the same file at once read it once', async () => {
  const { sounds } = rig({ a: wav('once.wav', new Int16Array(80)), b: join(folder, 'once.wav') })
  const [[first], [second]] = await Promise.all([sounds.find([prompt('a')]), sounds.find([prompt('b')])])
  expect(first).toBe(second)
})

test('memory is bounded: what was not played for longest goes first', async () => {
  const files = Object.fromEntries(
    ['a', 'b', 'c'].map((name) => [name, wav(`bound-${name}.wav`, new Int16Array(1_000))]),
  )
  const { sounds } = rig(files, 4_000)
  for (const name of ['a', 'b', 'a', 'c']) await sounds.find([prompt(name)])
  expect(sounds.bytes).toBe(4_000)
  expect(sounds.find([prompt('a')])).not.toBeInstanceOf(Promise)
  expect(sounds.find([prompt('c')])).not.toBeInstanceOf(Promise)
  expect(sounds.find([prompt('b')])).toBeInstanceOf(Promise)
})

test('after an hour a file is looked at again: one that is the same stays the same array, a new one is heard', async () => {
  const { sounds, clock } = rig({ a: wav('hour.wav', new Int16Array(80)) })
  const [before] = await sounds.find([prompt('a')])
  clock.runUntil(3_600_000)
  const [same] = await sounds.find([prompt('a')])
  expect(same).toBe(before)
  wav('hour.wav', new Int16Array(160))
  clock.runUntil(7_200_000)
  expect((await sounds.find([prompt('a')]))[0]?.length).toBe(160)
})
