// What vitest's `json` reporter says of a run, in the numbers that `npm test` prints.
import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { inputsIn } from './inputs.mjs'

/**
 * @param {string} path of the report; one that is missing is a failure, however vitest ended
 * @param {boolean} ok whether vitest ended well
 */
export function unitReport(path, ok) {
  if (!existsSync(path))
    return { tests: 'no report', passed: 0, failed: 1, failures: [], skipped: [], properties: [], inputs: 0 }
  const report = JSON.parse(readFileSync(path, 'utf8'))
  const tests = report.testResults.flatMap((file) => file.assertionResults)
  const failures = report.testResults.flatMap(failuresOf)
  const failed = tests.filter((t) => t.status === 'failed').length
  const passed = tests.filter((t) => t.status === 'passed').length
  return {
    tests: `${passed} tests`,
    passed,
    failed: ok ? failed : Math.max(failed, 1), // a file that does not load, or coverage below its floor, fails no test
    failures,
    skipped: tests.filter((t) => !['passed', 'failed'].includes(t.status)),
    ...inputsIn(report),
  }
}

/** The tests of a file that failed, or the file itself where it does not load: `{ name, message }`, first lines only. */
function failuresOf({ name, status, message, assertionResults }) {
  const file = relative(process.cwd(), name ?? '')
  const failed = assertionResults.filter((test) => test.status === 'failed')
  if (failed.length === 0) return status === 'failed' ? [{ name: file, message: firstLines(message ?? '') }] : []
  return failed.map(({ fullName, failureMessages = [] }) => ({
    name: `${file} > ${fullName}`,
    message: firstLines(failureMessages.join('\n')),
  }))
}

function firstLines(text) {
  const lines = text.split('\n')
  return lines.length > mostLines
    ? [...lines.slice(0, mostLines), `... ${lines.length - mostLines} more lines`].join('\n')
    : text
}

const mostLines = 40
