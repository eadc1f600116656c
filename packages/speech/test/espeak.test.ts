/** Mandarin and others by the program `espeak-ng` keep the contract of `Speech`. */
import { speechContract } from '@callweave/core/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { peer } from '../../../scripts/peers.mjs'
import { openEspeak } from '../src/node/espeak-engine.js'
import { SpeechThread } from '../src/node/speech-thread.js'
import { activeDbov, burstCount, speechDbov } from '../src/sound/speech-level.js'
import { createRig } from './speech-rig.js'

const espeak = peer('espeak-ng')
const thread = new SpeechThread()
afterAll(() => thread.close())

describe.skipIf(espeak.missing)(`espeak-ng${espeak.note}`, () => {
  const open = async (languages = ['zh', 'de']) => {
    const engine = await openEspeak({ program: espeak.path, languages })
    if (engine === null) throw new Error('espeak-ng is there and cannot be asked')
    return engine
  }
  for (const { name, run } of speechContract(async () => createRig(await open(), thread))) test(name, run)

  test('I1 Mandarin is spoken at one loudness, words apart', async () => {
    const engine = await open()
    const voice = engine.voices[0] ?? { voice: '', language: '' }
    expect(voice).toEqual({ voice: 'sit/cmn', language: 'zh' })
    const { samples, rateHz } = await thread.finish(await engine.synthesize('一。二。三。', voice))
    expect(burstCount(samples, rateHz, 100)).toBe(3)
    expect(activeDbov(samples, rateHz)).toBeGreaterThan(speechDbov - 1)
    expect(activeDbov(samples, rateHz)).toBeLessThan(speechDbov + 0.5)
  })

  test('text is never phonemes, options or a command', async () => {
    const engine = await open(['en'])
    const voice = engine.voices[0] ?? { voice: '', language: '' }
    const length = async (text: string) => (await engine.synthesize(text, voice)).samples.length
    expect(await length('[[h@l@U]]')).toBe(await length('[ [h@l@U]]'))
    for (const text of ['-v zh', '--version', '$(exit 3)', '`exit 3`', '; exit 3', '<break time="20s"/>']) {
      expect(await length(text)).toBeGreaterThan(1_000)
      expect(await length(text)).toBeLessThan(8 * 22_050)
    }
  })

  test('one that takes too long is ended', async () => {
    const engine = await openEspeak({ program: espeak.path, languages: ['en'], mostMs: 1 })
    const voice = engine?.voices[0] ?? { voice: '', language: '' }
    await expect(engine?.synthesize('a b c d e f g '.repeat(70), voice)).rejects.toMatchObject({ code: 'peer-failed' })
  })
})

test('a program that is not there speaks nothing, and is no error', async () => {
  expect(await openEspeak({ program: '/nowhere/espeak-ng', languages: ['zh'] })).toBeNull()
})
