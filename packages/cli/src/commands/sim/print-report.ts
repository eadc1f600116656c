/** What a run says to a person: calls, figures by queue with their formulas, the day, thresholds, speed. */
import type { Kpi, SimReport } from '@callweave/sim'
import type { Context } from '../../frame/command.js'
import { renderTable } from '../../output/table.js'
import { widthOf, wrap } from '../../output/wrap.js'
import { findKpi, formatKpi, formatValue } from './figures.js'
import { renderTheory } from './print-theory.js'
import { renderDay } from './render-day.js'

/** In the order of the columns. */
const shownFigures = ['offered', 'service-level', 'asa', 'wait-p95', 'abandonment', 'occupancy'] as const

export const printReport = (report: SimReport, context: Context): void => {
  const { out } = context
  out.print(renderHeading(report, context))
  out.print(`\n${renderCalls(report, context)}`)
  out.print(`\n${renderQueues(report.kpis, context)}`)
  out.print(`\n${renderDay(report, context)}`)
  if (report.theory !== undefined) out.print(`\n${renderTheory(report, context)}`)
  if (report.thresholds.length > 0) out.print(`\n${renderThresholds(report, context)}`)
  tellMore(report, context)
}

export const renderHeading = (report: SimReport, { out, words }: Pick<Context, 'out' | 'words'>): string => {
  const start = new Intl.DateTimeFormat('sv-SE', { timeZone: report.timeZone, dateStyle: 'short', timeStyle: 'short' })
  const parts = [
    out.tint.bold(report.scenario),
    words.sim.from({
      start: start.format(report.startMs),
      timeZone: report.timeZone,
      length: out.format.span(report.lengthMs),
    }),
    words.sim.seed({ seed: String(report.seed) }),
    words.sim.replications({ count: out.format.number(report.replications) }),
    words.sim.definition({ hash: report.definitionHash.slice(0, 12) }),
  ]
  return `${parts.join(out.tint.dim(' · '))}\n${renderAbout(report.about, out)}`
}

const renderAbout = (about: string | undefined, { columns, tint }: Context['out']): string =>
  about === undefined
    ? ''
    : wrap(about.split(/\s+/), columns - 2, ' ')
        .map((line) => `${tint.dim(line)}\n`)
        .join('')

/** Mean of a replication: what a day is like, whatever the number of days that were simulated. */
const renderCalls = ({ calls, replications }: SimReport, { out, words }: Context): string => {
  const mean = (n: number): string => out.format.number(n / replications, n / replications < 100 ? 1 : 0)
  const share = (n: number): string => (calls.offered === 0 ? '-' : out.format.percent(n / calls.offered))
  const { offered, overflowed, cutOff, ...ends } = calls
  const rows = Object.entries(ends)
    .filter(([, n]) => n > 0)
    .map(([end, n]) => [words.sim.ends[end as keyof typeof ends], mean(n), share(n)])
  return [
    `${words.sim.calls({ count: mean(offered) })}\n`,
    renderTable({ rows, align: 'lr', tint: out.tint }),
    overflowed === 0 ? '' : `  ${words.sim.overflowed({ count: mean(overflowed) })}\n`,
    cutOff === 0 ? '' : `  ${out.tint.yellow(words.sim.cutOff({ count: mean(cutOff) }))}\n`,
  ].join('')
}

export const renderQueues = (kpis: readonly Kpi[], { out, words }: Pick<Context, 'out' | 'words'>): string => {
  const queues = [...new Set(kpis.map(({ queue }) => queue))]
  const ordered = [...queues.filter((queue) => queue !== null), ...(queues.length > 2 ? [null] : [])]
  const tableOf = (names: readonly (typeof shownFigures)[number][]): string =>
    renderTable({
      head: [words.sim.queue, ...names.map((name) => words.sim.figures[name])],
      rows: ordered.map((queue) => [
        queue ?? words.sim.allQueues,
        ...names.map((name) => formatKpi(findKpi(kpis, name, queue), out)),
      ]),
      align: 'lr',
      tint: out.tint,
    })
  let names: readonly (typeof shownFigures)[number][] = shownFigures
  for (const name of lessNeeded) if (widthOf(tableOf(names)) > out.columns) names = names.filter((one) => one !== name)
  const formulas = names.map((name) => `${words.sim.figures[name]} = ${kpis.find((kpi) => kpi.name === name)?.formula}`)
  const hasInterval = kpis.some(({ low, high }) => low !== null && high !== null)
  const notes = [...wrap(formulas, out.columns - 4), hasInterval ? words.sim.interval : words.sim.noInterval]
  return `${tableOf(names)}${notes.map((note) => `  ${out.tint.dim(note)}\n`).join('')}`
}

/** What a narrow terminal goes without, in this order; --json has everything. */
const lessNeeded = ['wait-p95', 'occupancy', 'offered'] as const

export const renderThresholds = ({ thresholds, kpis }: SimReport, { out }: Pick<Context, 'out'>): string =>
  thresholds
    .map(({ expression, ok, value }) => {
      const metric = /^[a-z0-9-]+/.exec(expression)?.[0] ?? ''
      const unit = kpis.find(({ name }) => name === metric)?.unit ?? 'calls'
      const mark = ok ? out.tint.green('✔') : out.tint.red('✖')
      return `${mark} ${expression}  ${out.tint.dim(formatValue(value, unit, out))}\n`
    })
    .join('')

const tellMore = ({ speed, log, machine, kpis }: SimReport, { out, words }: Context): void => {
  const { number, bytes, span } = out.format
  out.say(
    `\n${words.sim.speed({ calls: number(speed.callsPerSecond), events: number(speed.eventsPerSecond), took: span(speed.wallMs) })}\n`,
  )
  out.say(`${out.talkTint.dim(machine)}\n`)
  if (log !== undefined)
    out.say(`${words.sim.log({ path: log.path, events: number(log.events), size: bytes(log.bytes) })}\n`)
  out.say(`\n${words.sim.next}\n`)
  const queue = kpis.find((kpi) => kpi.queue !== null)?.queue ?? ''
  const path = log?.path ?? 'runs/events.log'
  for (const [line, what] of words.sim.tryThese({ queue, log: path }))
    out.say(`  ${out.talkTint.cyan(line)}\n      ${what}\n`)
}
