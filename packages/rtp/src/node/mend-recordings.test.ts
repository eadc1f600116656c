import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { RecordingSink } from '../engine/recording.js'
import { readWav } from '../wav/read.js'
import { mostDataBytes, wavHeader } from '../wav/write.js'
import { mendRecordings } from './mend-recordings.js'
import { recordingFiles } from './recording-file.js'

const folder = mkdtempSync(join(tmpdir(), 'callweave-mend-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const begun = (path: string, seconds: number): RecordingSink => {
  const sink = recordingFiles.create(path)
  sink.write(wavHeader({ format: 'mu-law' }, mostDataBytes))
  for (let i = 0; i < seconds; i += 1) sink.write(new Uint8Array(8_000).fill(0x55))
  return sink
}
const finished = (sink: RecordingSink, seconds: number): Promise<unknown> =>
  new Promise((done) => sink.close(wavHeader({ format: 'mu-law' }, seconds * 8_000), done))

test('a recording has its name when it is whole; what a kill cut off is mended, and nothing else is touched', async () => {
  expect(await finished(begun(join(folder, 'whole.wav'), 2), 2)).toBe(null)
  expect(readdirSync(folder)).toEqual(['whole.wav'])
  const header = wavHeader({ format: 'a-law' }, mostDataBytes)
  const said = new Uint8Array(12_345).fill(0x2a)
  writeFileSync(join(folder, 'cut.wav.part'), Buffer.concat([header, said]))
  writeFileSync(join(folder, 'silent.wav.part'), header)
  writeFileSync(join(folder, 'nothing.wav.part'), '')
  writeFileSync(join(folder, 'notes.part'), 'not ours')
  const whole = readFileSync(join(folder, 'whole.wav'))

  mkdirSync(join(folder, 'folder.wav.part'))
  const troubles: unknown[] = []
  const mend = () => mendRecordings(folder, (error) => void troubles.push(error.parts.where))

  expect(await mend()).toEqual([{ file: 'cut.wav', lengthMs: 1_543 }])
  expect(readdirSync(folder).sort()).toEqual(['cut.wav', 'folder.wav.part', 'notes.part', 'whole.wav'])
  expect(troubles).toEqual([join(folder, 'folder.wav.part')])
  const wav = readWav(readFileSync(join(folder, 'cut.wav')), 'cut.wav')
  expect(wav).toMatchObject({ format: 'a-law', rateHz: 8_000, channels: 1, isCut: false })
  expect(Buffer.compare(wav.data, said)).toBe(0)
  expect(readFileSync(join(folder, 'whole.wav'))).toEqual(whole)
  expect(await mend()).toEqual([])
})

test('while it is written it has another name', async () => {
  const sink = begun(join(folder, 'goes-on.wav'), 1)
  await expect.poll(() => readdirSync(folder)).toContain('goes-on.wav.part')
  expect(readdirSync(folder)).not.toContain('goes-on.wav')
  await finished(sink, 1)
  expect(readdirSync(folder)).toContain('goes-on.wav')
})
