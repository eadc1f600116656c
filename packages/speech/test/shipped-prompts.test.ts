/** The prompt files of the package say what the list of texts says, and can be heard. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { speechLengthMs } from '@callweave/ivr'
import { readWav } from '@callweave/rtp/audio'
import { describe, expect, test } from 'vitest'
import { openShippedPrompts, shippedFolder } from '../src/node/shipped-prompts.js'
import { defaultPrompts, digitTexts } from '../src/prompts/default-prompts.js'
import { pcmOfWav, peakOf } from '../src/sound/pcm.js'
import { activeDbov, speechDbov } from '../src/sound/speech-level.js'

const shipped = await openShippedPrompts()
const texts = (['en', 'zh'] as const).flatMap((language) => [
  ...Object.values(defaultPrompts).map((prompt) => [language, prompt[language]] as const),
  ...digitTexts(language).map((text) => [language, text] as const),
])

test.each(texts)('%s: %s', async (language, text) => {
  const found = shipped.find(text, language)
  expect(found, 'made by `npm run prompts`').toBeDefined()
  const bytes = await readFile(join(shipped.folder, found?.file ?? ''))
  const file = readWav(bytes, text)
  expect(file).toMatchObject({ format: 'mu-law', rateHz: 8_000, channels: 1, lengthMs: found?.lengthMs })
  const { samples, rateHz } = pcmOfWav(bytes, text)
  expect(activeDbov(samples, rateHz)).toBeGreaterThan(speechDbov - 1)
  expect(activeDbov(samples, rateHz)).toBeLessThan(speechDbov + 0.5)
  expect(peakOf(samples)).toBeLessThan(30_000)
  // `cc sim` estimates what is not measured: within half and twice of it.
  expect(file.lengthMs / speechLengthMs(text)).toBeGreaterThan(0.5)
  expect(file.lengthMs / speechLengthMs(text)).toBeLessThan(2)
})

describe('the folder', () => {
  test('has no file that the list does not name, and less than a megabyte', async () => {
    let sizeBytes = 0
    for (const language of ['en', 'zh']) {
      const names = await readdir(join(shippedFolder, language))
      expect(names).toHaveLength(texts.length / 2)
      for (const name of names) sizeBytes += (await readFile(join(shippedFolder, language, name))).length
    }
    expect(sizeBytes).toBeLessThan(1_000_000)
  })

  test('without it nothing is shipped, and nothing fails', async () => {
    expect((await openShippedPrompts('/nowhere')).find('Goodbye.', 'en')).toBeUndefined()
  })
})
