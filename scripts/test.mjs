// `npm test`: every check of the repository, from any Node 18 up, with a summary. `npm run test:all` requires every optional
// peer and runs property tests at full count. The last line says `N passed, N failed, N skipped`, alone.
//
// Coverage makes the simulator slow: the test of M/M/330 takes 38 s with it and 9 s without. So the full run goes through
// the tests twice: at full count without it, and at the usual count for it alone, where they count as one check and the
// programs that other people wrote are left out: each has been called once, and most of that time is waiting.
import { spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { bootstrap } from './bootstrap.mjs'
import { leastInputs } from './inputs.mjs'
import { peer, peerNames } from './peers.mjs'
import { unitReport } from './unit-report.mjs'
import { root } from './workspace.mjs'

await bootstrap()
if (process.argv.includes('--all')) process.env.CALLWEAVE_REQUIRE = 'all'
const everything = process.env.CALLWEAVE_REQUIRE === 'all'
const usualRuns = '500'
process.env.CALLWEAVE_RUNS ??= everything ? '5000' : usualRuns
process.env.CALLWEAVE_SEED ??= String(randomInt(2 ** 31))

const bin = (name) => join(root, 'node_modules', name)
const unitReportFile = join(root, '.cache/unit.json')
const coverageRunFile = join(root, '.cache/coverage.json')
const coverageReport = join(root, 'coverage/coverage-summary.json')
mkdirSync(join(root, '.cache'), { recursive: true })
for (const file of [unitReportFile, coverageRunFile, coverageReport]) rmSync(file, { force: true })

const vitest = (report, ...options) => ({
  args: [
    bin('vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...options,
  ],
  report,
})

/** Where no second stage of tests runs beside it: vitest by itself leaves one processor of two to others. */
const alone = ['--coverage', '--maxWorkers=2']

/**
 * `after`: stages that must have ended; `needs`: stages that must have passed; `args`: for Node; `env`: on top of ours;
 * `report`: where vitest writes what became of each test
 */
const stages = [
  { name: 'format and lint (biome)', args: [bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.'] },
  { name: 'typed lint (oxlint)', args: [bin('oxlint/bin/oxlint'), '--type-aware', '.'] },
  { name: 'walls and sizes', args: ['scripts/walls.mjs'] },
  { name: 'lockfile', args: ['scripts/lockfile.mjs', '--check'] },
  { name: 'generated configuration', args: ['scripts/sync-config.mjs', '--check'] },
  { name: 'generated documentation', args: ['scripts/docs-reference.mjs', '--check'] },
  { name: 'unused code (knip)', args: [bin('knip/bin/knip.js'), '--no-progress', '--no-config-hints'] },
  { name: 'types', args: ['scripts/types.mjs'] },
  { name: 'build', after: ['types'], args: ['scripts/build.mjs'] },
  { name: 'packed packages (publint, are the types wrong)', needs: ['build'], args: ['scripts/packed.mjs', 'judge'] },
  { name: 'unit tests', after: ['build'], ...vitest(unitReportFile, ...(everything ? [] : alone)) },
  { name: 'documentation blocks', needs: ['build'], args: ['scripts/docs-blocks.mjs'] },
  {
    name: 'used as a stranger would (registry on loopback)',
    needs: ['packed packages (publint, are the types wrong)'],
    args: ['scripts/packed.mjs', 'use'],
  },
]
if (everything)
  stages.push({
    name: 'coverage',
    after: ['build'],
    ...vitest(coverageRunFile, '--coverage'),
    env: { CALLWEAVE_REQUIRE: '', CALLWEAVE_RUNS: usualRuns, CALLWEAVE_WITHOUT: 'sipp,baresip,linphone,sipvicious' },
  })

const started = Date.now()
const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`
const results = new Map()
const count = { passed: 0, failed: 0, skipped: 0 }
const skippedTests = []
const failedNames = []
let invariants
process.stderr.write(`CALLWEAVE_SEED=${process.env.CALLWEAVE_SEED}\n`)
await Promise.all([lane(), lane()]) // two at a time: what a small machine bears
summary()

async function lane() {
  for (;;) {
    const ready = (s) =>
      !results.has(s.name) && [...(s.after ?? []), ...(s.needs ?? [])].every((name) => results.get(name)?.done)
    const stage = stages.find(ready)
    if (stage) await runStage(stage)
    else if (stages.some((s) => !results.has(s.name))) await new Promise((done) => setTimeout(done, 50))
    else return
  }
}

async function runStage({ name, needs = [], args, env = {}, report }) {
  const blocked = needs.find((earlier) => !results.get(earlier).ok)
  if (blocked) {
    results.set(name, { done: true, ok: false })
    count.failed++
    failedNames.push(name)
    process.stderr.write(`not run   ${name}: "${blocked}" failed\n`)
    return
  }
  results.set(name, { done: false })
  const since = Date.now()
  const notice = setInterval(() => process.stderr.write(`          ${name} ... ${seconds(since)}\n`), 10_000)
  const { ok, output } = await node(args, env)
  clearInterval(notice)
  results.set(name, { done: true, ok })
  const units = name === 'unit tests' ? countUnits(ok) : undefined
  if (!units) count[ok ? 'passed' : 'failed']++
  process.stderr.write(`${ok ? 'passed' : 'FAILED'}    ${name} (${units ? `${units}, ` : ''}${seconds(since)})\n`)
  if (ok) return
  const failures = report ? unitReport(report, ok).failures : []
  for (const failure of failures) process.stderr.write(`\n${failure.name}\n${failure.message}\n`)
  if (failures.length === 0) process.stderr.write(`${output.trimEnd()}\n\n`)
  failedNames.push(...(failures.length > 0 ? failures.map((failure) => failure.name) : [name]))
}

function node(args, env) {
  return new Promise((done) => {
    const child = spawn(process.execPath, args, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (output += data))
    child.on('close', (code) => done({ ok: code === 0, output }))
  })
}

function countUnits(ok) {
  const { tests, passed, failed, skipped, properties, inputs } = unitReport(unitReportFile, ok)
  invariants = `${grouped(inputs)} random inputs in ${properties.length} properties (seed ${process.env.CALLWEAVE_SEED})`
  if (everything && inputs < leastInputs) {
    invariants += `, FAILED: a full run feeds ${grouped(leastInputs)}`
    count.failed++
    failedNames.push('invariants: too few random inputs')
  }
  skippedTests.push(...skipped)
  count.passed += passed
  count.failed += failed
  count.skipped += skipped.length
  return tests
}

function summary() {
  const say = (line = '') => process.stdout.write(`${line}\n`)
  say()
  if (existsSync(coverageReport)) {
    const { lines, branches } = JSON.parse(readFileSync(coverageReport, 'utf8')).total
    say(`Coverage: ${lines.pct} % of lines, ${branches.pct} % of branches`)
  }
  const { CALLWEAVE_RUNS: runs, CALLWEAVE_SEED: seed } = process.env
  if (invariants) say(`Invariants: ${invariants}`)
  say(`Property tests: CALLWEAVE_RUNS=${runs} CALLWEAVE_SEED=${seed}; time: ${seconds(started)}`)
  const absent = peerNames.map((name) => ({ name, ...find(name) })).filter(({ missing }) => missing)
  for (const { name, unlocks, how } of absent) say(`Without ${name}, skipped: ${unlocks}. To turn it on: ${how}`)
  for (const [suite, tests] of Map.groupBy(skippedTests, (t) => t.ancestorTitles[0] ?? t.title))
    say(`Skipped: ${suite} (${tests.length})`)
  for (const name of failedNames) say(`FAILED: ${name}`)
  say(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`)
  process.exitCode = count.failed > 0 ? 1 : 0
}

function grouped(number) {
  return number.toLocaleString('en')
}

function find(name) {
  try {
    return peer(name)
  } catch (error) {
    return { missing: true, unlocks: 'required here, so its suites failed', how: error.message }
  }
}
