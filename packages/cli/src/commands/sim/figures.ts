/** Figures as a person reads them: the value, and the interval that the true one lies in. */
import type { Kpi } from '@callweave/sim'
import type { Output } from '../../output/output.js'

/** The first figure of that name is the one the center goes by. */
export const findKpi = (kpis: readonly Kpi[], name: string, queue: string | null): Kpi | undefined =>
  kpis.find((kpi) => kpi.name === name && kpi.queue === queue)

export const formatValue = (value: number | null, unit: Kpi['unit'], { format }: Output): string => {
  switch (unit) {
    case 'ratio':
      return format.percent(value)
    case 'ms':
      return format.span(value)
    case 'calls':
    case 'offers':
      return format.number(value, value !== null && value < 100 ? 1 : 0)
    case 'erlangs':
      return format.number(value, 2)
  }
}

/** `89.5% ±1.2`, in the unit of the value; without an interval where one run has none. */
export const formatKpi = (kpi: Kpi | undefined, out: Output): string => {
  if (kpi === undefined) return '-'
  const { value, low, high, unit } = kpi
  const text = formatValue(value, unit, out)
  if (value === null || low === null || high === null) return text
  const half = (high - low) / 2
  // A value in seconds has its interval in seconds; `160 ms` next to `±1.2` would be read as 1.2 ms.
  const around =
    unit === 'ms' && !/\d (s|秒)$/.test(text)
      ? out.format.span(half)
      : out.format.number(half * (unit === 'ratio' ? 100 : unit === 'ms' ? 1 / 1000 : 1), 1)
  return `${text} ${out.tint.dim(`±${around}`)}`
}
