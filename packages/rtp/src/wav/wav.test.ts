import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { peer } from '../../../../scripts/peers.mjs'
import { recordings } from '../../test/recordings.js'
import { encodeInto } from '../g711/laws.js'
import { wavChunk } from './chunks.js'
import type { WavFormat } from './format.js'
import { monoSamples, readWav, telephoneSamples } from './read.js'
import { mostDataBytes, pcm16Bytes, sizesOf, wavHeader, writeWav } from './write.js'

const formats: readonly WavFormat[] = ['pcm-8', 'pcm-16', 'a-law', 'mu-law']
const samples = Int16Array.from({ length: 801 }, (_, i) => 20_000 * Math.sin(i / 5))
const codes = (law: 'a-law' | 'mu-law'): Uint8Array => {
  const bytes = new Uint8Array(samples.length)
  encodeInto(law, samples, bytes)
  return bytes
}
const dataOf = (format: WavFormat): Uint8Array =>
  format === 'pcm-16'
    ? pcm16Bytes(samples)
    : format === 'pcm-8'
      ? Uint8Array.from(samples, (sample) => (sample >> 8) + 128)
      : codes(format)

describe('WAV files', () => {
  test.each(formats)('%s: what is written is read', (format) => {
    const data = dataOf(format)
    const bytes = writeWav({ format, rateHz: 16_000 }, data)
    expect(bytes.length % 2).toBe(0)
    const file = readWav(bytes, 'x.wav')
    expect(file).toMatchObject({ format, channels: 1, rateHz: 16_000, isCut: false })
    expect(file.lengthMs).toBeCloseTo(801 / 16)
    expect(Buffer.from(file.data).equals(Buffer.from(data))).toBe(true)
    monoSamples(file).forEach((sample, i) => {
      expect(Math.abs(sample - (samples[i] as number))).toBeLessThan(format === 'pcm-16' ? 1 : 700)
    })
  })

  test('two channels become one', () => {
    const both = new Int16Array(8).map((_, i) => (i % 2 === 0 ? 1_000 : 3_000))
    const file = readWav(writeWav({ format: 'pcm-16', channels: 2 }, pcm16Bytes(both)), 'x.wav')
    expect([...telephoneSamples(file)]).toEqual([2_000, 2_000, 2_000, 2_000])
  })

  test('a file whose writer died is read as far as it goes', () => {
    const header = wavHeader({ format: 'mu-law', channels: 2 }, mostDataBytes)
    const bytes = new Uint8Array(header.length + 7)
    bytes.set(header)
    const file = readWav(bytes, 'x.wav')
    expect(file.isCut).toBe(true)
    expect(file.data.length).toBe(6)
    const { riffSizeAt, dataSizeAt } = sizesOf('mu-law')
    const view = new DataView(bytes.buffer)
    view.setUint32(riffSizeAt, bytes.length - 8, true)
    view.setUint32(dataSizeAt, 6, true)
    expect(readWav(bytes, 'x.wav').isCut).toBe(false)
  })

  test('chunks that say nothing to us are stepped over', () => {
    const plain = writeWav({ format: 'pcm-8' }, Uint8Array.of(1, 2))
    const list = Uint8Array.of(...Buffer.from('LIST'), 3, 0, 0, 0, 9, 9, 9, 0)
    const bytes = Uint8Array.of(...plain.subarray(0, 12), ...list, ...plain.subarray(12))
    expect([...readWav(bytes, 'x.wav').data]).toEqual([1, 2])
  })

  test('chunks behind the samples: what is written is found, and the samples stay as they are', () => {
    const body = fc.uint8Array({ maxLength: 40 })
    fc.assert(
      fc.property(fc.constantFrom(...formats), body, body, body, (format, data, sum, note) => {
        const others = [
          { name: 'csum', body: sum },
          { name: 'note', body: note },
        ]
        const bytes = writeWav({ format }, data, others)
        expect(new DataView(bytes.buffer).getUint32(4, true)).toBe(bytes.length - 8)
        expect(readWav(bytes, 'x.wav')).toEqual(readWav(writeWav({ format }, data), 'x.wav'))
        expect([wavChunk(bytes, 'csum'), wavChunk(bytes, 'note'), wavChunk(bytes, 'none')]).toEqual([sum, note, null])
        if (note.length > 0) expect(wavChunk(bytes.subarray(0, -1 - (note.length % 2)), 'note')).toBe(null)
      }),
    )
  })

  const changed = (at: number, ...values: number[]): Uint8Array => {
    const bytes = writeWav({ format: 'pcm-16' }, new Uint8Array(8))
    bytes.set(values, at)
    return bytes
  }
  test.each<[string, Uint8Array, RegExp]>([
    ['nothing', new Uint8Array(0), /no WAV file/],
    ['another file', Buffer.from('ID3 this is music, not a WAV file'), /no WAV file/],
    ['no chunks', changed(0).subarray(0, 12), /names no format/],
    ['a format cut off', changed(0).subarray(0, 30), /its format is cut off/],
    ['a format too short', changed(16, 8), /its format is cut off/],
    ['no samples', changed(0).subarray(0, 36), /has no samples/],
    ['samples first', changed(12, ...Buffer.from('data')), /before their format/],
    ['float', changed(20, 3), /format 3 with 16 bits/],
    ['24 bits', changed(34, 24), /format 1 with 24 bits/],
    ['no channel', changed(22, 0), /too many channels or none \(found 0\)/],
    ['300 channels', changed(22, 44, 1), /too many channels or none \(found 300\)/],
    ['no rate', changed(24, 0, 0, 0, 0), /at that rate \(found 0\)/],
    ['a rate of 4 GHz', changed(24, 255, 255, 255, 255), /at that rate/],
  ])('refused: %s', (_, bytes, says) => {
    expect(() => readWav(bytes, 'prompts/hello.wav')).toThrow(says)
    expect(() => readWav(bytes, 'prompts/hello.wav')).toThrow(/^prompts\/hello\.wav: .*Convert it/)
  })

  test('any bytes: refused with file-invalid, or samples inside the file', () => {
    const mutated = fc
      .tuple(fc.constantFrom(...formats), fc.array(fc.tuple(fc.nat(70), fc.nat(255)), { maxLength: 6 }), fc.nat(120))
      .map(([format, changes, length]) => {
        const bytes = writeWav({ format }, new Uint8Array(40)).slice(0, length)
        for (const [at, value] of changes) if (at < bytes.length) bytes[at] = value
        return bytes
      })
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 100 })), (bytes) => {
        try {
          const file = readWav(bytes, 'x')
          expect(file.data.length).toBeLessThanOrEqual(bytes.length)
          expect(telephoneSamples(file).length).toBeLessThan(200)
        } catch (error) {
          expect(error).toMatchObject({ code: 'file-invalid' })
        }
      }),
    )
  })
})

const data = peer('data')
describe.skipIf(data.missing)(`recorded prompts${data.note}`, () => {
  test('are read as they stand', () => {
    for (const { name, samples } of recordings(data.path)) {
      const file = readWav(readFileSync(join(data.path, name)), name)
      expect(file).toMatchObject({ format: 'pcm-16', channels: 1, rateHz: 8_000 })
      expect(Buffer.from(telephoneSamples(file).buffer).equals(Buffer.from(samples.buffer))).toBe(true)
    }
  })
})

const sox = peer('sox')
describe.skipIf(sox.missing)(`WAV files against sox${sox.note}`, () => {
  test.each(formats)('%s: read by sox as we read it', (format) => {
    const folder = mkdtempSync(join(tmpdir(), 'callweave-wav-'))
    const file = join(folder, 'ours.wav')
    writeFileSync(file, writeWav({ format }, dataOf(format)))
    const { stdout, status, stderr } = spawnSync(sox.path, [
      '-D',
      file,
      '-t',
      'raw',
      '-e',
      'signed-integer',
      '-b',
      '16',
      '-L',
      '-',
    ])
    rmSync(folder, { recursive: true })
    expect({ status, stderr: String(stderr) }).toEqual({ status: 0, stderr: '' })
    const ours = pcm16Bytes(monoSamples(readWav(writeWav({ format }, dataOf(format)), 'x.wav')))
    expect(stdout.equals(Buffer.from(ours))).toBe(true)
  })
})
