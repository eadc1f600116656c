/** Where a project begins: paths in a definition count from there, and its `.env` lies there. */
import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

const marks = ['center.ts', 'center.mts', 'center.js', 'center.mjs', 'center.json', 'package.json']

/** The nearest folder, from the file's own upward, that holds `center.ts` or `package.json`; the file's own without one. */
export const projectFolder = (file: string): string => {
  const own = dirname(resolve(file))
  for (let folder = own; ; folder = dirname(folder)) {
    if (marks.some((mark) => existsSync(join(folder, mark)))) return folder
    if (dirname(folder) === folder) return own
  }
}
