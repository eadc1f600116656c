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
