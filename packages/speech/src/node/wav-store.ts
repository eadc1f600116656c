/**
 * A folder of WAV files, each known by a hash. A file is written under another name and then renamed, so it is there whole
 * or not at all; a checksum of its samples stands in it, so a damaged one is found.
 */
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CallweaveError } from '@callweave/core'
import { type Pcm, telephoneRateHz } from '../sound/pcm.js'
import { dataOf, readWav, type WavFormat, writeWav } from '../sound/wav.js'

export interface WavStore {
  /** Whole ms of a file that is there and whole, else undefined. */
  find(file: string): Promise<number | undefined>
  /** Puts a file there in the place of what may be there. @returns its length in ms. @throws CallweaveError `peer-failed`. */
  keep(file: string, pcm: Pcm): Promise<number>
}

/** What a writer left behind that was killed. Nobody takes an hour to write a file. */
const staleMs = 3_600_000
const unfinished = '.part'

/** `file` counts from `folder` in all that is asked. */
export const createWavStore = (folder: string): WavStore => {
  const cleaned = new Map<string, Promise<void>>()
  const prepare = (place: string): Promise<void> => {
    const ready = cleaned.get(place) ?? makeFolder(place)
    cleaned.set(place, ready)
    return ready
  }
  return {
    find: async (file) => {
      try {
        const { data, lengthMs, isCut, checksum } = readWav(await readFile(join(folder, file)), file)
        return !isCut && lengthMs > 0 && checksumOf(data).equals(checksum) ? lengthMs : undefined
      } catch {
        return undefined
      }
    },
    keep: async (file, pcm) => {
      const path = join(folder, file)
      const aside = `${path}.${randomBytes(6).toString('hex')}${unfinished}`
      const wav = wavBytes(pcm)
      try {
        await prepare(dirname(path))
        await writeFile(aside, wav, { flag: 'wx' })
        await rename(aside, path)
      } catch (cause) {
        cleaned.delete(dirname(path))
        await rm(aside, { force: true }).catch(() => undefined)
        const remedy = 'Make room, or let the program write there'
        throw new CallweaveError('peer-failed', { where: path, message: 'this file cannot be written', remedy, cause })
      }
      return Math.round((pcm.samples.length * 1_000) / pcm.rateHz)
    },
  }
}

/** A WAV file with its checksum. */
export const wavBytes = ({ samples, rateHz = telephoneRateHz }: Pcm, format: WavFormat = 'pcm-16'): Uint8Array => {
  const data = dataOf(samples, format)
  return writeWav(data, format, rateHz, checksumOf(data))
}

const checksumOf = (data: Uint8Array): Buffer<ArrayBuffer> =>
  Buffer.from(createHash('sha256').update(data).digest().subarray(0, 16))

const makeFolder = async (place: string): Promise<void> => {
  await mkdir(place, { recursive: true })
  for (const name of await readdir(place)) {
    if (!name.endsWith(unfinished)) continue
    const path = join(place, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }))
    if (Date.now() - mtimeMs > staleMs) await rm(path, { force: true }).catch(() => undefined)
  }
}
