/** Where a project keeps its definition and its scenarios, unless the command line says. */
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { CallweaveError } from '@callweave/core'
import { type Host, shownPath } from '../frame/host.js'
import type { Catalogue } from '../text/en.js'

const programs = ['.ts', '.mts', '.js', '.mjs']

const centerNames = [...programs, '.json'].map((ending) => `center${ending}`)

export const hasCenter = (host: Host): boolean => centerNames.some((name) => existsSync(join(host.cwd, name)))

/** @throws CallweaveError `usage` when no file is named and the folder has none. */
export const findCenter = (named: string | undefined, host: Host, words: Catalogue): string => {
  if (named !== undefined) return shownPath(host, named)
  const found = centerNames.find((name) => existsSync(join(host.cwd, name)))
  if (found !== undefined) return shownPath(host, found)
  throw new CallweaveError('usage', {
    where: shownPath(host, '.'),
    message: words.project.noCenter,
    expected: centerNames.join(', '),
    remedy: words.project.noCenterRemedy,
  })
}

/** Every program in `scenarios` beside the definition, tests left out; some may be what scenarios share. */
export const scenarioFiles = async (center: string): Promise<readonly string[]> => {
  const folder = join(dirname(center), 'scenarios')
  const names = await readdir(folder).catch(() => [])
  return names
    .filter((name) => programs.some((ending) => name.endsWith(ending)) && !name.includes('.test.'))
    .sort()
    .map((name) => join(folder, name))
}

/** The one that is named, else `scenarios/day.ts`, else the only one there is. @throws CallweaveError `usage`. */
export const findScenarioFile = async (named: string | undefined, host: Host, words: Catalogue): Promise<string> => {
  if (named !== undefined) return shownPath(host, named)
  const files = await scenarioFiles(shownPath(host, 'center'))
  const day = files.find((file) => /^day\.[^.]+$/.test(basename(file)))
  const [only, ...more] = files
  if (day !== undefined) return day
  if (only !== undefined && more.length === 0) return only
  throw new CallweaveError('usage', {
    where: shownPath(host, 'scenarios'),
    message: files.length === 0 ? words.project.noScenario : words.project.whichScenario,
    ...(files.length === 0 ? {} : { expected: words.kinds.oneOf({ choices: files }) }),
    remedy: files.length === 0 ? words.project.noScenarioRemedy : words.project.whichScenarioRemedy,
  })
}
