import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { unitReport } from './unit-report.mjs'

const folder = mkdtempSync(join(tmpdir(), 'callweave-unit-report-'))
const path = join(folder, 'unit.json')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const written = (...statuses) =>
  writeFileSync(path, JSON.stringify({ testResults: [{ assertionResults: statuses.map((status) => ({ status })) }] }))

test('a report that is missing fails the run, though vitest ended well', () => {
  expect(unitReport(path, true)).toMatchObject({ passed: 0, failed: 1, inputs: 0 })
})

test('passed, failed and skipped tests are counted; what failed outside all tests fails the run', () => {
  written('passed', 'passed', 'pending', 'todo', 'skipped')
  expect(unitReport(path, true)).toMatchObject({ passed: 2, failed: 0, skipped: { length: 3 } })
  expect(unitReport(path, false)).toMatchObject({ passed: 2, failed: 1 })
  written('failed', 'failed')
  expect(unitReport(path, false)).toMatchObject({ failed: 2 })
})

test('a failure is named by its file and test, with the first lines of what was said; so is a file that does not load', () => {
  const said = Array.from({ length: 50 }, (_, line) => `line ${line}`).join('\n')
  writeFileSync(
    path,
    JSON.stringify({
      testResults: [
        {
          name: join(process.cwd(), 'a.test.ts'),
          status: 'failed',
          assertionResults: [
            { status: 'passed', fullName: 'well' },
            { status: 'failed', fullName: 'a call is lost', failureMessages: [said] },
          ],
        },
        { name: join(process.cwd(), 'b.test.ts'), status: 'failed', message: 'Cannot find x', assertionResults: [] },
      ],
    }),
  )
  const [lost, unloaded, ...others] = unitReport(path, false).failures
  expect(lost.name).toBe('a.test.ts > a call is lost')
  expect(lost.message).toMatch(/^line 0\n[\s\S]*line 39\n\.\.\. 10 more lines$/)
  expect(unloaded).toEqual({ name: 'b.test.ts', message: 'Cannot find x' })
  expect(others).toEqual([])
})
