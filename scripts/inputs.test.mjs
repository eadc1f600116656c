import { expect, test } from 'vitest'
import { fed, inputsIn } from './inputs.mjs'

test('inputs are added up over a test, and over the tests of a report', () => {
  const task = { meta: {} }
  fed(task, 60)
  fed(task, 40)
  const results = (...tests) => ({ assertionResults: tests.map(([fullName, meta]) => ({ fullName, meta })) })
  const report = { testResults: [results(['a', task.meta], ['none', {}]), results(['b', { inputs: 7 }])] }
  expect(inputsIn(report)).toEqual({
    properties: [
      { name: 'a', inputs: 100 },
      { name: 'b', inputs: 7 },
    ],
    inputs: 107,
  })
})
