/** The recorded prompts and the music that tests listen to: WAV files of 16 bits, 8 kHz, one channel. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Recording {
  readonly name: string
  readonly samples: Int16Array
}

export const recordings = (folder: string): readonly Recording[] =>
  globSync('audio/**/*.wav', { cwd: folder })
    .sort()
    .map((name) => {
      const bytes = readFileSync(join(folder, name))
      const start = bytes.indexOf('data') + 8
      const count = Math.floor(Math.min(bytes.readUInt32LE(start - 4), bytes.length - start) / 2)
      return { name, samples: Int16Array.from({ length: count }, (_, i) => bytes.readInt16LE(start + i * 2)) }
    })
