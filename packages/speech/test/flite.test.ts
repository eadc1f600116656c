/** English by flite keeps the contract of `Speech`, in a thread of its own. */
import { speechContract } from '@callweave/core/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { createFlite } from '../src/node/flite-engine.js'
import { SpeechThread } from '../src/node/speech-thread.js'
import { peakOf, ratioOfDb } from '../src/sound/pcm.js'
import { activeDbov, burstCount, mostPeakDb, speechDbov } from '../src/sound/speech-level.js'
import { createRig } from './speech-rig.js'

const thread = new SpeechThread()
const flite = createFlite(thread, ['en'])
afterAll(() => thread.close())

describe('flite', () => {
  for (const { name, run } of speechContract(() => createRig(flite, thread))) test(name, run)
})

describe.each(flite.voices)('the voice $voice', (voice) => {
  const say = async (text: string) => thread.finish(await flite.synthesize(text, voice))

  test('I1 speaks at one loudness, without clipping, without silence at the ends', async () => {
    const { samples, rateHz } = await say('Welcome to our service. Please hold the line.')
    expect(rateHz).toBe(8_000)
    expect(activeDbov(samples, rateHz)).toBeCloseTo(speechDbov, 0)
    expect(peakOf(samples)).toBeLessThanOrEqual(32_767 * ratioOfDb(mostPeakDb) + 1)
    for (const end of [samples.subarray(0, 8 * 60), samples.subarray(-8 * 60)]) expect(peakOf(end)).toBeGreaterThan(20)
  })

  test('words said apart are heard apart', async () => {
    for (const [text, words] of [
      ['one', 1],
      ['one. two. three.', 3],
    ] as const) {
      const { samples, rateHz } = await say(text)
      expect(burstCount(samples, rateHz, 100)).toBe(words)
    }
  })

  test('accents and typographic quotes are read, other scripts are silent', async () => {
    const plain = await say("cafe 'quoted' - dash")
    expect(await say('café ‘quoted’ – dash')).toEqual(plain)
    expect((await say('你好')).samples).toHaveLength(0)
  })
})
