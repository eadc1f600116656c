/** A run beside Erlang A: how much agrees, and of each interval that does not, what differs and why. */
import { stripVTControlCharacters } from 'node:util'
import { expectedByChance, type SimReport, type TheoryCause, type TheoryFigure, type TheoryRow } from '@callweave/sim'
import type { Context } from '../../frame/command.js'
import { renderTable } from '../../output/table.js'
import { widthOf, wrap } from '../../output/wrap.js'
import { formatValue } from './figures.js'

/** So many intervals are told in full: a day of half-hours. */
const most = 32

export const renderTheory = (report: SimReport, context: Context): string => {
  const { out, words } = context
  const rows = report.theory ?? []
  const title = `${out.tint.bold(words.theory.heading)}\n`
  const figures = rows.flatMap((row) => row.figures)
  if (figures.length === 0) return `${title}  ${words.theory.nothing}\n`
  if (report.replications < 2) return `${title}  ${words.theory.needsMore}\n`
  const known = figures.filter(({ z }) => z !== null)
  const outside = known.filter(isOutside)
  const { number } = out.format
  const says = [
    words.theory.agree({ within: number(known.length - outside.length), of: number(known.length) }),
    words.theory.byChance({
      count: number(expectedByChance(known.length, report.replications), 1),
      replications: number(report.replications),
    }),
    ...(known.length < figures.length ? [words.theory.unstable({ count: number(figures.length - known.length) })] : []),
  ]
  const deviating = rows.filter((row) => row.figures.some(isOutside))
  const shown = furthest(deviating)
  return [
    title,
    ...says.flatMap((text) => wrap(text.split(' '), out.columns - 2, ' ').map((line) => `  ${line}\n`)),
    ...(shown.length === 0 ? [] : [`\n${renderRows(shown, report, context)}`]),
    ...(shown.length < deviating.length
      ? [`  ${out.tint.dim(words.theory.more({ count: number(deviating.length - shown.length) }))}\n`]
      : []),
    renderLegend(deviating, context),
  ].join('')
}

const isOutside = ({ explainedBy }: TheoryFigure): boolean => explainedBy.length > 0

/** In their order, those with the greatest deviations where there are too many. */
const furthest = (rows: readonly TheoryRow[]): readonly TheoryRow[] => {
  const size = (row: TheoryRow): number => Math.max(...row.figures.map(({ z }) => Math.abs(z ?? 0)))
  const kept = new Set([...rows].sort((a, b) => size(b) - size(a)).slice(0, most))
  return rows.filter((row) => kept.has(row))
}

/** Under the lines of an interval, its causes with what was measured of them. */
const renderRows = (rows: readonly TheoryRow[], report: SimReport, context: Context): string => {
  const { out, words } = context
  const label = labelOf(report)
  const several = new Set(rows.map(({ queue }) => queue)).size > 1
  const lines = rows.map((row) => row.figures.filter(isOutside).map((figure) => figureCells(figure, context)))
  const tableWith = (erlangs: boolean): string =>
    renderTable({
      head: [
        words.theory.interval,
        ...(several ? [words.sim.queue] : []),
        words.theory.agents,
        ...(erlangs ? [words.theory.erlangs] : []),
        '',
        words.theory.formula,
        words.theory.simulated,
        words.theory.errors,
      ],
      rows: rows.flatMap((row, i) => {
        const lead = [
          label(row.startMs),
          ...(several ? [row.queue] : []),
          out.format.number(row.agents, 1),
          ...(erlangs ? [out.format.number(row.offeredErlangs, 1)] : []),
        ]
        return (lines[i] ?? []).map((cells, j) => [...(j === 0 ? lead : lead.map(() => '')), ...cells])
      }),
      align: `${several ? 'll' : 'l'}${erlangs ? 'rr' : 'r'}lrrr`,
      tint: out.tint,
    })
  const wide = tableWith(true)
  const table = (widthOf(wide) <= out.columns ? wide : tableWith(false)).split('\n')
  const [head = '', ...body] = table
  return [
    `${head}\n`,
    ...rows.flatMap((row, i) => [
      ...body.splice(0, lines[i]?.length ?? 0).map((line) => `${line}\n`),
      ...wrap(
        row.causes.map((cause) => causeText(cause, context)),
        out.columns - 8,
        ', ',
      ).map((line) => `      ${out.tint.yellow(line)}\n`),
    ]),
  ].join('')
}

const figureCells = (figure: TheoryFigure, { out, words }: Context): string[] => {
  const { name, theory, simulated, standardError, z, unit } = figure
  const scale = unit === 'ratio' ? 100 : 1 / 1000
  const spread = standardError === null ? '' : ` ${out.tint.dim(`±${out.format.number(standardError * scale, 1)}`)}`
  const far = z === null ? '' : Math.abs(z) >= 1000 ? '∞' : out.format.number(Math.abs(z), 1)
  return [
    words.sim.figures[name],
    formatValue(theory, unit, out),
    `${formatValue(simulated, unit, out)}${spread}`,
    `${(z ?? 0) < 0 ? '-' : '+'}${far}`,
  ]
}

/** The time of day, with the date where the run is longer than one. */
const labelOf = ({ timeZone, lengthMs }: SimReport): ((startMs: number) => string) => {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
  return (startMs) => clock.format(startMs).slice(lengthMs > 86_400_000 ? 5 : 11)
}

const causeText = ({ cause, terms }: TheoryCause, { out, words }: Context): string => {
  const written = Object.fromEntries(Object.entries(terms).map(([name, value]) => [name, termText(name, value, out)]))
  const measured = words.theory.terms[cause](written)
  return measured === '' ? cause : `${cause} (${measured})`
}

const termText = (name: string, value: number, { format }: Context['out']): string =>
  name.toLowerCase().endsWith('ratio')
    ? format.percent(value)
    : name.endsWith('Ms')
      ? format.span(value)
      : format.number(value, value < 10 ? 2 : 1)

const renderLegend = (rows: readonly TheoryRow[], { out, words }: Context): string => {
  const used = new Set(rows.flatMap(({ causes }) => causes.map(({ cause }) => cause)))
  if (used.size === 0) return ''
  const names = Object.keys(words.theory.causes) as (keyof typeof words.theory.causes)[]
  const lines = names
    .filter((name) => used.has(name))
    .map((name) => `  ${name}: ${words.theory.causes[name]}`)
    .flatMap((line) =>
      wrap(line.split(' '), out.columns - 2, ' ').map((part, i) => (i === 0 ? part : `      ${part.trimStart()}`)),
    )
  return `\n  ${words.theory.legend}\n${lines.map((line) => `  ${out.tint.dim(stripVTControlCharacters(line))}\n`).join('')}`
}
