/**
 * What the prompt set finds as files, as samples that a switch can play: mono, 8,000 Hz, 16 bits.
 *
 *     sounds -> files (asked for again after an hour) -> samples (kept, the least recently played go first)
 *
 * What is there is given at once. The same file gives the same array, as long as it is kept and has not been changed.
 */
import { existsSync } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { CallweaveError, type Clock, type Sound } from '@callweave/core'
import { readWav, telephoneSamples } from '@callweave/rtp/audio'
import type { SwitchSounds } from '@callweave/softswitch'
import type { PromptSet } from '@callweave/speech/node'

export interface FileSoundsOptions {
  readonly prompts: Pick<PromptSet, 'find'>
  readonly clock: Clock
  /** The folder of what was recorded. */
  readonly recordings: string
  /** Samples kept, in bytes; default 128 MiB, two hours and a quarter. */
  readonly mostBytes?: number
}

export interface FileSounds extends SwitchSounds {
  /** Makes these ready, so that they are there at once. What cannot be had is left for when it is played. */
  prepare(sounds: readonly Sound[]): Promise<void>
  /** Bytes of samples that are kept. */
  readonly bytes: number
}

interface Kept {
  readonly samples: Int16Array
  /** Time and size of the file when it was read. */
  readonly mark: string
}

interface Found {
  readonly files: readonly string[]
  readonly atMs: number
}

const mebi = 1 << 20
/** Spoken files that nobody asks for are deleted after days, and a recording may have been changed. */
const askAgainMs = 3_600_000
/** Texts of calls, each said once: names of files only. */
const mostFound = 10_000
/** What is spoken at the time of a call may stand behind others. */
const deadlineMs = 10_000
/** An hour of music. More would fill what is kept for all others. */
const longestSamples = 3_600 * 8_000

export const createFileSounds = ({
  prompts,
  clock,
  recordings,
  mostBytes = 128 * mebi,
}: FileSoundsOptions): FileSounds => {
  const found = new Map<string, Found>()
  const kept = new Map<string, Kept>()
  const reading = new Map<string, Promise<Int16Array>>()
  let bytes = 0

  const drop = (file: string): void => {
    const old = kept.get(file)
    if (old === undefined) return
    bytes -= old.samples.byteLength
    kept.delete(file)
  }

  const keep = (file: string, one: Kept): void => {
    drop(file)
    kept.set(file, one)
    bytes += one.samples.byteLength
    for (const oldest of kept.keys()) {
      if (bytes <= mostBytes || oldest === file) break
      drop(oldest)
    }
  }

  const read = async (file: string): Promise<Int16Array> => {
    const mark = await markOf(file)
    const old = kept.get(file)
    if (old?.mark === mark) return old.samples
    const samples = telephoneSamples(readWav(await readFile(file), file))
    if (samples.length > longestSamples) {
      throw new CallweaveError('file-invalid', {
        where: file,
        message: 'this is too long to be played',
        expected: 'an hour at most',
      })
    }
    keep(file, { samples, mark })
    return samples
  }

  const readOnce = (file: string): Promise<Int16Array> => {
    const running = reading.get(file)
    if (running !== undefined) return running
    const begun = read(file).finally(() => reading.delete(file))
    reading.set(file, begun)
    return begun
  }

  const fetchOne = async (sound: Sound): Promise<readonly Int16Array[]> => {
    const files =
      sound.sound === 'recording' ? thereOf(join(recordings, sound.recording)) : await filesOf(prompts, sound)
    const samples = await Promise.all(files.map(readOnce))
    const key = keyOf(sound)
    found.delete(key)
    found.set(key, { files, atMs: clock.nowMs() })
    for (const oldest of found.keys()) {
      if (found.size <= mostFound) break
      found.delete(oldest)
    }
    return samples
  }

  /** `undefined` where anything of it has to be fetched. */
  const atHand = (sound: Sound): readonly Int16Array[] | undefined => {
    const known = found.get(keyOf(sound))
    if (known === undefined || clock.nowMs() - known.atMs >= askAgainMs) return undefined
    const all: Int16Array[] = []
    for (const file of known.files) {
      const one = kept.get(file)
      if (one === undefined) return undefined
      kept.delete(file)
      kept.set(file, one)
      all.push(one.samples)
    }
    return all
  }

  const fetchAll = async (sounds: readonly Sound[]): Promise<readonly Int16Array[]> =>
    (await Promise.all(sounds.map(async (sound) => atHand(sound) ?? fetchOne(sound)))).flat()

  return {
    get bytes() {
      return bytes
    },
    find: (sounds) => {
      const ready = sounds.map(atHand)
      return ready.every((one) => one !== undefined) ? ready.flat() : fetchAll([...sounds])
    },
    prepare: async (sounds) => {
      for (const sound of sounds) await fetchOne(sound).catch(leaveCoded)
    },
  }
}

const keyOf = (sound: Sound): string => JSON.stringify(sound)

const leaveCoded = (error: unknown): void => {
  if (!(error instanceof CallweaveError)) throw error
}

/** One that was taken away, as when its time was up, is silent. */
const thereOf = (file: string): readonly string[] => (existsSync(file) ? [file] : [])

const filesOf = (prompts: FileSoundsOptions['prompts'], sound: Sound): Promise<readonly string[]> =>
  new Promise((done, failed) => {
    prompts.find([sound], { deadlineMs }, (outcome) => {
      if (outcome.ok) done(outcome.value.map(({ file }) => file))
      else failed(outcome.error)
    })
  })

const markOf = async (file: string): Promise<string> => {
  try {
    const { mtimeMs, size } = await stat(file)
    return `${mtimeMs} ${size}`
  } catch (cause) {
    throw new CallweaveError('file-invalid', { where: file, message: 'this file cannot be read', cause })
  }
}
