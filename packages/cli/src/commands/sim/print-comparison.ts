/** Two definitions under the same calls: what each does, and the difference with its interval. */
import type { Kpi } from '@callweave/sim'
import type { Comparison } from '@callweave/sim/node'
import type { Context } from '../../frame/command.js'
import { renderTable } from '../../output/table.js'
import { findKpi, formatKpi, formatValue } from './figures.js'
import { renderHeading, renderThresholds } from './print-report.js'

const shown = ['service-level', 'asa', 'wait-p95', 'abandonment', 'occupancy'] as const

export const printComparison = (
  { base, other, differences }: Comparison,
  otherFile: string,
  context: Context,
): void => {
  const { out, words } = context
  out.print(renderHeading(base, context))
  out.print(`${words.sim.comparedWith({ file: otherFile, hash: other.definitionHash.slice(0, 12) })}\n\n`)
  const queues = [...new Set(differences.map(({ queue }) => queue))].filter((queue) => queue !== null)
  const rows = queues.flatMap((queue) =>
    shown.map((name) => {
      const difference = findKpi(differences, name, queue)
      const before = findKpi(base.kpis, name, queue)
      return [
        name === shown[0] ? queue : '',
        words.sim.figures[name],
        before === undefined ? '-' : formatValue(before.value, before.unit, out),
        formatKpi(findKpi(other.kpis, name, queue), out),
        signed(difference, out),
        out.tint.dim(verdict(difference, context)),
      ]
    }),
  )
  const head = [words.sim.queue, '', words.sim.before, words.sim.after, words.sim.difference, '']
  out.print(renderTable({ head, rows, align: 'llrrrl', tint: out.tint }))
  out.print(`  ${out.tint.dim(words.sim.differenceInterval)}\n`)
  if (other.thresholds.length > 0) out.print(`\n${renderThresholds(other, context)}`)
}

const signed = (difference: Kpi | undefined, out: Context['out']): string => {
  const text = formatKpi(difference, out)
  return (difference?.value ?? 0) > 0 ? `+${text}` : text
}

const verdict = (difference: Kpi | undefined, { words }: Context): string => {
  if (difference === undefined || difference.low === null || difference.high === null) return ''
  return difference.low > 0 || difference.high < 0 ? words.sim.real : words.sim.maybeChance
}
