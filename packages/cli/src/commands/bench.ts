/** `cc bench`: how fast it is, on this machine, with its spread, and beside a rival where there is one. */
import { CallweaveError } from '@callweave/core'
import { machineLine } from '@callweave/sim/node'
import { type Context, defineCommand } from '../frame/command.js'
import { exitCode } from '../frame/exit-code.js'
import { flag, value } from '../frame/option.js'
import { ownVersion } from '../frame/version.js'
import { choice } from '../values/choice.js'
import { whole } from '../values/number.js'
import { type BenchName, benchNames, casesOf } from './bench/benches.js'
import { type Program, type Result, resultsOf, type Size } from './bench/case.js'
import { measureCase } from './bench/measure-case.js'
import { type BenchReport, printBench, type Skipped } from './bench/print-bench.js'
import { type RivalFigures, simPy } from './bench/rival.js'
import { findSipp } from './bench/sipp.js'

const runsOf = { full: 5, quick: 2 } as const
const quickScale = 0.1

export const bench = defineCommand('bench', {
  positionals: { name: value(choice(benchNames)) },
  options: { runs: value(whole({ min: 1 })), calls: value(whole({ min: 1_000 })), quick: flag() },
  run: async ({ name, runs, calls, quick }, context) => {
    const { out, words } = context
    if (name === undefined) {
      listBenches(context)
      return exitCode.fine
    }
    if (calls !== undefined && name !== 'sim' && name !== 'sip')
      throw new CallweaveError('usage', { where: '--calls', message: words.bench.callsUnread })
    const asked: Asked = {
      runs: runs ?? (quick ? runsOf.quick : runsOf.full),
      size: { scale: quick ? quickScale : 1, calls: calls ?? null },
    }
    const report: BenchReport = {
      version: 1,
      name,
      machine: machineLine(),
      versions: { callweave: ownVersion(), node: process.versions.node },
      quick,
      ...(await measureAll(name, asked, context)),
    }
    if (out.json) out.printJson(report)
    else printBench(report, context)
    return exitCode.fine
  },
})

interface Asked {
  readonly runs: number
  readonly size: Size
}

const measureAll = async (
  name: BenchName,
  { runs, size }: Asked,
  { out, words, host }: Context,
): Promise<Pick<BenchReport, 'results' | 'skipped'>> => {
  const progress = out.progress(words.bench.measuring({ bench: name }))
  const results: Result[] = []
  const skipped: Skipped[] = []
  try {
    const cases = await casesOf(name, size.calls !== null)
    for (const [i, one] of cases.entries()) {
      if (one.needs !== undefined && find[one.needs](host.env) === undefined) {
        skipped.push({ case: one.name, needs: one.needs })
        continue
      }
      const at = (run: number): void => progress.at((i + run / runs) / cases.length, one.name)
      at(0)
      const measured = resultsOf(await measureCase({ bench: name, case: one.name, size, runs }, at))
      // Right after what it is compared with, so that both meet the same machine.
      const rival = rivalledCases.has(one.name) ? await simPy(size, runs, host.env) : undefined
      results.push(...measured.map((result) => beside(result, rival)))
    }
  } finally {
    progress.done()
  }
  return { results, skipped }
}

const find: { readonly [P in Program]: (env: Context['host']['env']) => string | undefined } = { sipp: findSipp }

/** The queue that SimPy runs as well, in one process on one core: it has no other way. */
const rivalledCases: ReadonlySet<string> = new Set(['m-m-330/no-log', 'm-m-330/all-cores'])

const beside = (result: Result, rival: RivalFigures | undefined): Result => {
  if (rival === undefined || (result.unit !== 'calls/s' && result.unit !== 'calls/cpu-s')) return result
  const theirs = rival[result.unit]
  return { ...result, rival: { ...theirs, ratio: result.median / theirs.median } }
}

const listBenches = ({ out, words }: Context): void => {
  const { benches, list } = words.bench
  if (out.json) {
    out.printJson({ benches: benchNames.map((name) => ({ name, measures: benches[name].measures })) })
    return
  }
  const width = Math.max(...benchNames.map((name) => name.length))
  out.print(`${list}\n\n`)
  for (const name of benchNames) out.print(`  ${out.tint.cyan(name.padEnd(width))}  ${benches[name].measures}\n`)
}
