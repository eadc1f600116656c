// How many random inputs the properties have fed to an engine while the invariants of routing were watched. An input is
// one thing that comes to the engine from outside: a caller who arrives, presses a key or hangs up, a phone that is answered,
// missed or rejected, an agent who changes state, a rule that changes, a line that fails, an hour that passes. What the engine
// makes of it (its events) is none, nor is a step that found nothing to act on, nor a run of fast-check.
//
// A test hands in its number; it travels with the test's result through vitest's workers into the JSON report, where
// `npm test` adds it up.

/** What `npm run test:all` has to reach. */
export const leastInputs = 1_000_000

/** @param {{ meta: { inputs?: number } }} task the running test: `test('...', ({ task }) => fed(task, 60))` */
export function fed(task, inputs) {
  task.meta.inputs = (task.meta.inputs ?? 0) + inputs
}

/** @returns {{ properties: { name: string, inputs: number }[], inputs: number }} from the report of vitest's `json` reporter */
export function inputsIn(report) {
  const properties = report.testResults
    .flatMap((file) => file.assertionResults)
    .filter(({ meta }) => meta?.inputs > 0)
    .map(({ fullName, meta }) => ({ name: fullName, inputs: meta.inputs }))
  return { properties, inputs: properties.reduce((sum, property) => sum + property.inputs, 0) }
}
