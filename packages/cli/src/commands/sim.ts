/** `cc sim`: a scenario in virtual time, through the shipped center. */
import { dirname } from 'node:path'
import { makeFolders } from '@callweave/cdr/node'
import { CallweaveError } from '@callweave/core'
import { parseThreshold } from '@callweave/sim'
import { compareCenters, type RunOptions, runScenario } from '@callweave/sim/node'
import { type Context, defineCommand } from '../frame/command.js'
import { type ExitCode, exitCode } from '../frame/exit-code.js'
import { shownPath } from '../frame/host.js'
import { flag, list, value, valueOr } from '../frame/option.js'
import { findScenarioFile } from '../project/find-files.js'
import { choice, text } from '../values/choice.js'
import { whole } from '../values/number.js'
import { printComparison } from './sim/print-comparison.js'
import { printReport } from './sim/print-report.js'

const formats = ['binary', 'jsonl'] as const
const formulas = ['erlang-a'] as const

/** The figures of each are kept until all are done. */
const mostReplications = 10_000

export const sim = defineCommand('sim', {
  positionals: { scenario: value(text()) },
  options: {
    seed: valueOr(whole({ min: 0 }), '1'),
    replications: valueOr(whole({ min: 1, max: mostReplications }), '10'),
    threshold: list(text()),
    compare: value(text()),
    center: value(text()),
    against: value(choice(formulas)),
    log: valueOr(text(), 'runs/events.log'),
    'log-format': valueOr(choice(formats), 'binary'),
    'no-log': flag(),
  },
  run: async (asked, context) => {
    const { host, out, words } = context
    if (asked.compare !== undefined && asked.against !== undefined) {
      throw new CallweaveError('usage', {
        where: 'cc sim',
        message: words.errors.noTwo({ one: '--compare', other: '--against' }),
        remedy: words.errors.seeHelp({ command: 'sim' }),
      })
    }
    const thresholds = asked.threshold.map(parseThreshold)
    const scenarioFile = await findScenarioFile(asked.scenario, host, words)
    const log = asked.noLog ? undefined : { path: shownPath(host, asked.log), format: asked.logFormat }
    if (log !== undefined) {
      try {
        makeFolders(dirname(log.path))
      } catch (cause) {
        throw new CallweaveError('file-invalid', {
          where: log.path,
          message: `this event log cannot be written: ${(cause as Error).message}`,
          remedy: words.errors.seeHelp({ command: 'sim' }),
          cause,
        })
      }
    }
    const progress = out.progress(words.sim.simulating)
    const options: RunOptions = {
      scenarioFile,
      seed: asked.seed,
      replications: asked.replications,
      thresholds,
      ...(asked.center === undefined ? {} : { centerFile: shownPath(host, asked.center) }),
      ...(asked.against === undefined ? {} : { against: asked.against }),
      ...(log === undefined ? {} : { log }),
      onProgress: (done, of) => progress.at(done / of, `${done}/${of}`),
    }
    try {
      if (asked.compare === undefined) return await simulate(options, () => progress.done(), context)
      return await compare(options, shownPath(host, asked.compare), () => progress.done(), context)
    } finally {
      progress.done()
    }
  },
})

const simulate = async (options: RunOptions, done: () => void, context: Context): Promise<ExitCode> => {
  const report = await runScenario(options)
  done()
  if (context.out.json) context.out.printJson(report)
  else printReport(report, context)
  return report.thresholds.every(({ ok }) => ok) ? exitCode.fine : exitCode.thresholdMissed
}

/** Thresholds are for the other definition: it is the one that is thought of. */
const compare = async (
  options: RunOptions,
  otherFile: string,
  done: () => void,
  context: Context,
): Promise<ExitCode> => {
  const comparison = await compareCenters({ ...options, otherFile })
  done()
  if (context.out.json) context.out.printJson(comparison)
  else printComparison(comparison, otherFile, context)
  return comparison.other.thresholds.every(({ ok }) => ok) ? exitCode.fine : exitCode.thresholdMissed
}
