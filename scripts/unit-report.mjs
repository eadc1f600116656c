// What vitest's `json` reporter says of a run, in the numbers that `npm test` prints.
import { existsSync, readFileSync } from 'node:fs'
import { inputsIn } from './inputs.mjs'

/**
 * @param {string} path of the report; one that is missing is a failure, however vitest ended
 * @param {boolean} ok whether vitest ended well
 */
export function unitReport(path, ok) {
  if (!existsSync(path)) return { tests: 'no report', passed: 0, failed: 1, skipped: [], properties: [], inputs: 0 }
  const report = JSON.parse(readFileSync(path, 'utf8'))
  const tests = report.testResults.flatMap((file) => file.assertionResults)
  const failed = tests.filter((t) => t.status === 'failed').length
  const passed = tests.filter((t) => t.status === 'passed').length
  return {
    tests: `${passed} tests`,
    passed,
    failed: ok ? failed : Math.max(failed, 1), // a file that does not load, or coverage below its floor, fails no test
    skipped: tests.filter((t) => !['passed', 'failed'].includes(t.status)),
    ...inputsIn(report),
  }
}
