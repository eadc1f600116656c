/**
 * Music by name: `jazz` is `jazz.wav` in the folder, or all files of the folder `jazz` in it, one after the other. `default`
 * without any of that is all files that lie in the folder itself, by name.
 */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { CallweaveError, type Problem } from '@callweave/core'
import { openSoundFile, type SoundFile } from './sound-file.js'

export interface MusicFolder {
  readonly music: Map<string, readonly SoundFile[]>
  readonly problems: readonly Problem[]
}

/** A name is looked up and never made a path. */
export const openMusicFolder = async (folder: string | null): Promise<MusicFolder> => {
  if (folder === null) return { music: new Map(), problems: [] }
  const problems: Problem[] = []
  const music = new Map<string, readonly SoundFile[]>()
  const open = async (place: string, names: readonly string[]): Promise<readonly SoundFile[]> => {
    const files: SoundFile[] = []
    for (const name of names) {
      try {
        files.push(await openSoundFile(join(place, name)))
      } catch (error) {
        problems.push(problemOf(error, 'music'))
      }
    }
    return files
  }
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const loose = entries.filter((entry) => entry.isFile() && isWav(entry.name)).map(({ name }) => name)
  for (const name of entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)) {
    const files = await open(join(folder, name), (await readdir(join(folder, name))).filter(isWav).sort())
    if (files.length > 0) music.set(name, files)
  }
  const all = await open(folder, loose.sort())
  for (const file of all) music.set(file.file.slice(folder.length + 1, -wav.length), [file])
  if (!music.has('default') && all.length > 0) music.set('default', all)
  return { music, problems }
}

/** What is wrong with a sound, where the definition or a folder wants it. Bugs go on. */
export const problemOf = (error: unknown, path: string): Problem => {
  if (!(error instanceof CallweaveError)) throw error
  const { where, message, expected, remedy } = error.parts
  return {
    path,
    message: where === undefined ? message : `${where}: ${message}`,
    ...(expected === undefined ? {} : { expected }),
    ...(remedy === undefined ? {} : { remedy }),
    severity: 'error',
  }
}

const wav = '.wav'
const isWav = (name: string): boolean => name.toLowerCase().endsWith(wav)
