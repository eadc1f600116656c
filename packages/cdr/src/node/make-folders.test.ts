import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { makeFolders } from './make-folders.js'

const folder = mkdtempSync(join(tmpdir(), 'callweave-folders-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('makes what is missing, and is content with what is there', () => {
  const deep = join(folder, 'a/b/c')
  makeFolders(deep, 0o700)
  makeFolders(deep, 0o700)
  expect(statSync(deep).isDirectory()).toBe(true)
  if (process.platform !== 'win32') expect(statSync(join(folder, 'a')).mode & 0o777).toBe(0o700)
})

test('a file in the way is said, above it and in its place', () => {
  const file = join(folder, 'file')
  writeFileSync(file, '')
  expect(() => makeFolders(file)).toThrow('ENOTDIR')
  expect(() => makeFolders(join(file, 'below/it'))).toThrow('ENOTDIR')
})

test.runIf(existsSync('/proc/self'))('comes back from where no folder can ever be', () => {
  expect(() => makeFolders('/proc/callweave/recordings')).toThrow('ENOENT')
})
