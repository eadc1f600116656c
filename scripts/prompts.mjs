// `npm run prompts`: makes the prompt files that @callweave/speech has, in packages/speech/prompts, from the texts in
// default-prompts.ts: English by flite, Chinese by espeak-ng (which has to be installed), as mu-law at 8,000 Hz. The same
// text, voice and code make the same file again. `npm run prompts -- FOLDER` makes them elsewhere.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { defaultPrompts } from '@callweave/speech'
import { openSpeech } from '@callweave/speech/node'
import { wavBytes } from '../packages/speech/src/node/wav-store.ts'
import { digitTexts } from '../packages/speech/src/prompts/default-prompts.ts'
import { pcmOfWav } from '../packages/speech/src/sound/pcm.ts'
import { root } from './workspace.mjs'

const voices = { en: 'slt', zh: 'sit/cmn' }
const into = resolve(process.argv[2] ?? join(root, 'packages/speech/prompts'))
const folder = await mkdtemp(join(tmpdir(), 'callweave-prompts-'))
const speech = await openSpeech({ folder, languages: Object.keys(voices) })

const speak = (utterance) =>
  new Promise((done, failed) => {
    speech.speak(utterance, { deadlineMs: 60_000 }, (outcome) =>
      outcome.ok ? done(outcome.value) : failed(outcome.error),
    )
  })

try {
  const index = []
  let sizeBytes = 0
  for (const [language, voice] of Object.entries(voices)) {
    const texts = [
      ...Object.entries(defaultPrompts).map(([name, prompt]) => [name, prompt[language]]),
      ...digitTexts(language).map((text, digit) => [`digit-${digit}`, text]),
    ]
    for (const [name, text] of texts) {
      const spoken = await speak({ text, language, voice })
      const file = `${language}/${name}.wav`
      const wav = wavBytes(pcmOfWav(await readFile(join(folder, spoken.file)), file), 'mu-law')
      await mkdir(dirname(join(into, file)), { recursive: true })
      await writeFile(join(into, file), wav)
      index.push({ file, language, text, lengthMs: spoken.lengthMs, voice })
      sizeBytes += wav.length
    }
  }
  await writeFile(join(into, 'index.json'), `${JSON.stringify(index, null, 2)}\n`)
  console.error(`${index.length} prompts, ${sizeBytes} bytes, in ${into}`)
} finally {
  await speech.close()
  await rm(folder, { recursive: true, force: true })
}
