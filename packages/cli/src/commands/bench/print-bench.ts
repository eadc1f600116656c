/** What a benchmark says to a person: a line for each case, a column for each unit, the rival, the machine. */
import type { Context } from '../../frame/command.js'
import { renderTable } from '../../output/table.js'
import type { BenchName } from './benches.js'
import type { Program, Result, Unit } from './case.js'
import { renderRouting } from './render-routing.js'

/** The contract of `cc bench <name> --json`. */
export interface BenchReport {
  /** Of this shape; counted up when a field changes its meaning. */
  readonly version: 1
  readonly name: BenchName
  readonly machine: string
  readonly versions: { readonly callweave: string; readonly node: string }
  /** Sizes were small: figures for a glance. */
  readonly quick: boolean
  readonly results: readonly Result[]
  /** Cases that were left out, and the program that each needs. */
  readonly skipped: readonly Skipped[]
}

export interface Skipped {
  readonly case: string
  readonly needs: Program
}

export const printBench = (report: BenchReport, context: Context): void => {
  const { out, words } = context
  const { name, machine, versions, quick, results, skipped } = report
  out.print(`${out.tint.bold(`cc bench ${name}`)}: ${words.bench.benches[name].measures}\n`)
  out.print(`${words.bench.benches[name].about}\n\n`)
  const samples = results.filter((result) => memoryAt(result) !== undefined)
  const others = results.filter((result) => memoryAt(result) === undefined)
  out.print(name === 'routing' ? renderRouting(results, context) : renderCases(others, context))
  if (samples.length > 0) out.print(`\n${renderMemory(samples, context)}`)
  const rivals = results.flatMap((result) => rivalLines(name, result, context))
  if (rivals.length > 0) out.print(`\n${rivals.join('\n')}\n`)
  for (const left of skipped)
    out.print(`\n${words.bench.skipped({ of: caseWords(left.case, context), needs: left.needs })}`)
  if (skipped.length > 0) out.print('\n')
  const runs = Math.max(...results.map((result) => result.runs))
  out.print(`\n${runs === 1 ? words.bench.once : words.bench.runs({ runs: out.format.number(runs) })}\n`)
  if (quick) out.print(`${words.bench.quick}\n`)
  out.print(`${out.tint.dim(`Callweave ${versions.callweave}; ${machine}`)}\n`)
}

/** A line for each case, a column for each unit that any of them has; the first of a case with its spread. */
const renderCases = (results: readonly Result[], context: Context): string => {
  const { out, words } = context
  const cases = [...new Set(results.map((result) => result.case))]
  const units = [...new Set(results.map((result) => result.unit))]
  const firstOf = (name: string) => results.find((one) => one.case === name)
  const rows = cases.map((name) => [
    caseWords(name, context),
    ...units.map((unit) => {
      const result = results.find((one) => one.case === name && one.unit === unit)
      return result === undefined ? '' : formatResult(result, result === firstOf(name), out)
    }),
  ])
  return renderTable({ head: ['', ...units.map((unit) => words.bench.units[unit])], rows, align: 'lr', tint: out.tint })
}

const caseWords = (name: string, { words }: Context): string => words.bench.cases[name] ?? name

/** `248,000 (231,000-255,000)`; of memory the peak. */
const formatResult = ({ median, min, max, unit }: Result, withSpread: boolean, out: Context['out']): string => {
  const [shown, low, high] = [unit === 'bytes' ? max : median, min, max].map((value) => formatValue(value, unit, out))
  return withSpread && low !== high ? `${shown} ${out.tint.dim(`(${low}-${high})`)}` : `${shown}`
}

const formatValue = (value: number, unit: Unit, { format }: Context['out']): string => {
  if (unit === 'bytes') return format.bytes(value)
  const digits = Math.max(0, 3 - Math.ceil(Math.log10(Math.max(value, 1))))
  // A figure that is not repeatable in its fourth place is not told with it.
  return format.number(Number(value.toPrecision(3)), digits)
}

/** How many calls had come by then, of a sample of the memory. */
const memoryAt = (result: Result): number | undefined => {
  const [, calls] = /\/memory\/(\d+)-calls$/.exec(result.case) ?? []
  return calls === undefined ? undefined : Number(calls)
}

const renderMemory = (samples: readonly Result[], { out, words }: Context): string =>
  renderTable({
    head: [words.bench.calls, words.bench.memory],
    rows: samples.map((sample) => [out.format.number(memoryAt(sample) ?? 0), out.format.bytes(sample.median)]),
    align: 'r',
    tint: out.tint,
  })

const rivalLines = (bench: BenchName, { case: of, unit, rival }: Result, context: Context): readonly string[] => {
  const { out, words } = context
  const told = words.bench.rivals[bench]
  if (rival === undefined || told === undefined) return []
  const count = (value: number): string => out.format.number(Number(value.toPrecision(3)))
  const figures = {
    of: caseWords(of, context),
    name: rival.name,
    unit: words.bench.units[unit],
    median: count(rival.median),
    min: count(rival.min),
    max: count(rival.max),
    ratio: out.format.number(rival.ratio, 1),
  }
  return [rival.recorded ? told.recorded(figures) : told.measured(figures)]
}
