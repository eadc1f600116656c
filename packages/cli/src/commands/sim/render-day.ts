/** The chart of a run: calls by interval, and under it how they fared. */
import type { IntervalPoint, SimReport } from '@callweave/sim'
import type { Context } from '../../frame/command.js'
import { renderColumns, scaleWidthOf } from '../../output/chart.js'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

export const renderDay = (report: SimReport, { out, words }: Context): string => {
  const { intervals, timeZone } = report
  const grid = gridOf(report)
  if (intervals.length === 0 || grid === undefined) return `  ${words.sim.noCalls}\n`
  const points = new Map(intervals.map((point) => [point.startMs, point]))
  const column = (of: (point: IntervalPoint) => number | null): (number | null)[] =>
    grid.starts.map((startMs) => {
      const point = points.get(startMs)
      return point === undefined ? null : of(point)
    })
  const calls = { values: column(({ offered }) => offered), format: (value: number) => out.format.number(value) }
  const level = {
    values: column(({ serviceLevel }) => serviceLevel),
    format: (value: number) => out.format.number(value * 100).concat('%'),
    top: 1,
  }
  const chart = {
    marks: marksOf(grid.starts, grid.stepMs, timeZone),
    width: Math.min(out.columns, 100),
    scaleWidth: Math.max(scaleWidthOf(calls), scaleWidthOf({ ...level, values: [] })),
    tint: out.tint,
  }
  const callsTitle = (share: number): string => words.sim.callsChart({ interval: out.format.span(share * grid.stepMs) })
  return [
    renderColumns({ ...chart, ...calls, title: callsTitle, height: 5, merge: 'sum' }),
    renderColumns({ ...chart, ...level, title: () => words.sim.levelChart, height: 3, merge: 'lowest' }),
  ].join('')
}

/** Every interval from the first to the last with a call in it, those without included. */
const gridOf = ({ intervals, startMs, lengthMs }: SimReport) => {
  const starts = intervals.map((point) => point.startMs)
  const first = starts[0]
  if (first === undefined) return undefined
  const steps = starts.slice(1).map((start, i) => start - (starts[i] as number))
  const stepMs = steps.length === 0 ? lengthMs : Math.min(...steps)
  const fromMs = first - Math.ceil((first - startMs) / stepMs) * stepMs
  const count = Math.max(1, Math.ceil((startMs + lengthMs - fromMs) / stepMs))
  return { stepMs, starts: Array.from({ length: Math.min(count, 100_000) }, (_, i) => fromMs + i * stepMs) }
}

/** Full hours within two days, else midnights. */
const marksOf = (starts: readonly number[], stepMs: number, timeZone: string): ReadonlyMap<number, string> => {
  const long = starts.length * stepMs > 2 * dayMs
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, hour: '2-digit', minute: '2-digit' })
  const date = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' })
  const marks = new Map<number, string>()
  starts.forEach((startMs, i) => {
    const time = clock.format(startMs)
    if (long ? time === '00:00' : time.endsWith(':00')) marks.set(i, long ? date.format(startMs).slice(5) : time)
  })
  return marks
}
