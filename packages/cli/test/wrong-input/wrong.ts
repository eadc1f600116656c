/** Whatever is wrong with what a user hands in: one sentence with its place, exit code 2, and nothing of our insides. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect } from 'vitest'
import type { Ran } from '../run.js'

export const templates = join(import.meta.dirname, '../../templates')

/** A folder for the tests of one file; goes with them. */
export const createFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'callweave-wrong-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Makes projects as `cc init` does, each in a folder of its own: modules are loaded once for each path. */
export const createProjects = () => {
  const folder = createFolder()
  let projects = 0
  return (template = 'minimal'): string => {
    projects += 1
    const path = join(folder, `project-${projects}`)
    cpSync(join(templates, template), path, { recursive: true })
    return path
  }
}

export const edit = (path: string, from: string | RegExp, to: string): void => {
  const text = readFileSync(path, 'utf8')
  const changed = text.replace(from, to)
  expect(changed, `nothing to replace in ${path}`).not.toBe(text)
  writeFileSync(path, changed)
}

/** Two, nothing on stdout, no stack, no talk of a bug, none of zod's own words. */
export const refuses = ({ code, stdout, stderr }: Ran, ...says: readonly RegExp[]): void => {
  for (const sentence of says) expect(stderr).toMatch(sentence)
  expect(stderr).not.toMatch(/^\s+at |mistake in Callweave|Invalid input|received undefined|Too small|undefined/m)
  expect(stderr).toMatch(/^error: .+\n/)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
}

export type Wrong = readonly [what: string, from: string | RegExp, to: string, says: RegExp]
