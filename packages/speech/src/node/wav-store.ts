/**
 * A folder of WAV files, each known by a hash. A file is written under another name and then renamed, so it is there whole
 * or not at all; a checksum of its samples stands in it, so a damaged one is found.
 */
import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { CallweaveError } from '@callweave/core'
import { encodeInto, pcm16Bytes, readWav, wavChunk, writeWav } from '@callweave/rtp/audio'
import type { Pcm } from '../sound/pcm.js'

export interface WavStore {
  /** Whole ms of a file that is there and whole, else undefined. */
  find(file: string): Promise<number | undefined>
  /** Puts a file there in the place of what may be there. @returns its length in ms. @throws CallweaveError `peer-failed`. */
  keep(file: string, pcm: Pcm): Promise<number>
}

export interface WavStoreOptions {
  /** Spoken texts that nobody asked for in so long are deleted, within a day. Left out: none is. */
  readonly forgetAfterMs?: number
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** What a writer left behind that was killed. Nobody takes an hour to write a file. */
const staleMs = hourMs
const unfinished = '.part'
/** Named by a hash: spoken, and not music or a tone, which a switch holds for as long as it runs. */
const spoken = /^[0-9a-f]{32}\.wav$/

/** `file` counts from `folder` in all that is asked. */
export const createWavStore = (folder: string, { forgetAfterMs }: WavStoreOptions = {}): WavStore => {
  const tidied = new Map<string, { readonly atMs: number; readonly done: Promise<void> }>()
  const prepare = (place: string): Promise<void> => {
    const last = tidied.get(place)
    if (last !== undefined && Date.now() - last.atMs < dayMs) return last.done
    const done = tidy(place, forgetAfterMs ?? Number.POSITIVE_INFINITY)
    tidied.set(place, { atMs: Date.now(), done })
    return done
  }
  return {
    find: async (file) => {
      try {
        const path = join(folder, file)
        const bytes = await readFile(path)
        const { data, lengthMs: exactMs, isCut } = readWav(bytes, file)
        const lengthMs = Math.round(exactMs)
        const checksum = wavChunk(bytes, checksumChunk)
        if (isCut || lengthMs === 0 || checksum === null || !checksumOf(data).equals(checksum)) return undefined
        // A folder that is somebody else's can be read all the same.
        if (forgetAfterMs !== undefined) await markUsed(path).catch(() => undefined)
        return lengthMs
      } catch {
        return undefined
      }
    },
    keep: async (file, pcm) => {
      const path = join(folder, file)
      const aside = `${path}.${randomBytes(6).toString('hex')}${unfinished}`
      try {
        await prepare(dirname(path))
        await writeFile(aside, wavBytes(pcm), { flag: 'wx' })
        await rename(aside, path)
      } catch (cause) {
        tidied.delete(dirname(path))
        await rm(aside, { force: true }).catch(() => undefined)
        const remedy = 'Make room, or let the program write there'
        throw new CallweaveError('peer-failed', { where: path, message: 'this file cannot be written', remedy, cause })
      }
      return Math.round((pcm.samples.length * 1_000) / pcm.rateHz)
    },
  }
}

/** A chunk of our own, behind the samples. */
const checksumChunk = 'csum'

/** A WAV file with its checksum. */
export const wavBytes = ({ samples, rateHz }: Pcm, format: 'pcm-16' | 'mu-law' = 'pcm-16'): Uint8Array => {
  const data = format === 'mu-law' ? new Uint8Array(samples.length) : pcm16Bytes(samples)
  if (format === 'mu-law') encodeInto(format, samples, data)
  return writeWav({ format, rateHz }, data, [{ name: checksumChunk, body: checksumOf(data) }])
}

const checksumOf = (data: Uint8Array): Buffer<ArrayBuffer> =>
  Buffer.from(createHash('sha256').update(data).digest().subarray(0, 16))

/** The time of a file says when it was last asked for, to the hour. */
const markUsed = async (path: string): Promise<void> => {
  const now = new Date()
  if (now.getTime() - (await stat(path)).mtimeMs > hourMs) await utimes(path, now, now)
}

/** Makes the folder, and puts away what nobody needs in it. */
const tidy = async (place: string, forgetAfterMs: number): Promise<void> => {
  await mkdir(place, { recursive: true })
  for (const name of await readdir(place)) {
    const mostMs = name.endsWith(unfinished) ? staleMs : spoken.test(name) ? forgetAfterMs : Number.POSITIVE_INFINITY
    if (mostMs === Number.POSITIVE_INFINITY) continue
    const path = join(place, name)
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }))
    if (Date.now() - mtimeMs > mostMs) await rm(path, { force: true }).catch(() => undefined)
  }
}
