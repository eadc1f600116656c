import { staffByInterval } from '@callweave/acd/staffing'
import { CallweaveError } from '@callweave/core'
import type { CountBlock } from '@callweave/sim/node'
import { readCounts } from '@callweave/sim/node'
import type { Context } from '../../frame/command.js'
import { shownPath } from '../../frame/host.js'
import { renderColumns } from '../../output/chart.js'
import { renderTable } from '../../output/table.js'
import type { Question } from '../plan.js'

export interface DayQuestion extends Question {
  readonly file: string
  readonly time: string
  readonly calls: string
  readonly day: string | undefined
  readonly gaps: 'refuse' | 'zero'
}

/** One interval of the plan, as `--json` prints it. `start` is the wall clock of the file. */
interface PlannedInterval {
  readonly start: string
  readonly calls: number
  readonly agents: number
  readonly rosteredAgents: number
  readonly serviceLevel: number
  readonly asaMs: number
  readonly occupancy: number
  readonly pAbandon: number
}

export const planDay = async (question: DayQuestion, context: Context): Promise<void> => {
  const { out } = context
  const { block, otherDays } = await readDay(question, context)
  const { goalRatio, shrinkageRatio, targetMs, model } = question
  const staffing = staffByInterval(block.counts, { ...question, intervalMs: block.intervalMs })
  const intervals = staffing.map(
    ({ index, calls, agents, rosteredAgents, serviceLevel, asaMs, occupancy, pAbandon }) => {
      const start = new Date(block.startMs + index * block.intervalMs).toISOString().slice(0, 16)
      return { start, calls, agents, rosteredAgents, serviceLevel, asaMs, occupancy, pAbandon }
    },
  )
  const hours = (intervals.reduce((sum, { rosteredAgents }) => sum + rosteredAgents, 0) * block.intervalMs) / 3_600_000
  if (out.json) {
    out.printJson({
      model,
      intervalMs: block.intervalMs,
      targetMs,
      goalRatio,
      shrinkageRatio,
      agentHours: hours,
      intervals,
    })
    return
  }
  printDay({ intervals, intervalMs: block.intervalMs, hours }, question, context)
  if (otherDays.length > 0) {
    const days = out.format.number(otherDays.length + 1)
    out.say(`${context.words.plan.moreDays({ days, first: otherDays[0] ?? '' })}\n`)
  }
  if (block.intervalMs > 7_200_000)
    out.say(`${context.words.plan.longInterval({ interval: out.format.span(block.intervalMs) })}\n`)
  out.say(`\n${context.words.plan.stationary}\n`)
}

/** The one day asked for, else the first. Times are taken as they stand: a plan for 09:00 is for 09:00 on the wall. */
const readDay = async ({ file, time, calls, day, gaps }: DayQuestion, { host, words }: Context) => {
  const columns = time.split(',').map((name) => name.trim())
  const [date = time, clock] = columns
  const blocks = await readCounts(shownPath(host, file), {
    time: clock === undefined ? date : [date, clock],
    calls,
    gaps,
  })
  const days = blocks.flatMap(splitDays)
  const found = day === undefined ? days[0] : days.find((one) => dayOf(one) === day)
  if (found === undefined)
    throw new CallweaveError('usage', {
      where: `--day ${day}`,
      message: words.plan.noDay({ day: day ?? '' }),
      expected: words.plan.dayExpected({ first: dayOf(days[0]), last: dayOf(days.at(-1)) }),
    })
  return { block: found, otherDays: day === undefined ? days.slice(1).map(dayOf) : [] }
}

const dayMs = 86_400_000

const splitDays = ({ intervalMs, startMs, counts }: CountBlock): readonly CountBlock[] => {
  if (intervalMs >= dayMs) return [{ intervalMs, startMs, counts }]
  const days: CountBlock[] = []
  let at = 0
  while (at < counts.length) {
    const start = startMs + at * intervalMs
    const left = Math.ceil((dayMs - (start % dayMs)) / intervalMs)
    days.push({ intervalMs, startMs: start, counts: counts.slice(at, at + left) })
    at += left
  }
  return days
}

const dayOf = (block: CountBlock | undefined): string =>
  block === undefined ? '' : new Date(block.startMs).toISOString().slice(0, 10)

interface PlannedDay {
  readonly intervals: readonly PlannedInterval[]
  readonly intervalMs: number
  readonly hours: number
}

const printDay = (
  { intervals, intervalMs, hours }: PlannedDay,
  { goalRatio, targetMs }: Question,
  { out, words: { plan } }: Context,
): void => {
  const { percent, number, span } = out.format
  const clock = (start: string): string => start.slice(11)
  const day = intervals[0]?.start.slice(0, 10) ?? ''
  const total = intervals.reduce((sum, { calls }) => sum + calls, 0)
  const goal = percent(goalRatio)
  out.print(`${out.tint.bold(plan.day({ day, calls: number(total), goal, target: span(targetMs) }))}\n\n`)

  const marks = new Map(
    intervals.map(({ start }, i) => [i, clock(start)] as const).filter(([, at]) => at.endsWith(':00')),
  )
  const chart = { marks, width: Math.min(out.columns, 100), height: 5, tint: out.tint, format: number }
  out.print(
    renderColumns({
      ...chart,
      title: (share) => plan.callsChart({ interval: span(share * intervalMs) }),
      values: intervals.map(({ calls }) => calls),
      merge: 'sum',
    }),
  )
  out.print(
    renderColumns({
      ...chart,
      title: () => plan.agentsChart,
      values: intervals.map(({ agents }) => agents),
      merge: 'highest',
    }),
  )
  const rows = intervals.map((at) => [
    clock(at.start),
    number(at.calls),
    number(at.agents),
    number(at.rosteredAgents),
    percent(at.calls === 0 ? null : at.serviceLevel),
    span(at.calls === 0 ? null : at.asaMs),
    percent(at.calls === 0 ? null : at.occupancy),
  ])
  out.print(`\n${renderTable({ head: plan.columns, rows, align: 'lr', tint: out.tint })}\n`)

  const peak = intervals.reduce((most, next) => (next.agents > most.agents ? next : most))
  out.print(`${plan.peak({ agents: number(peak.agents), at: clock(peak.start) })}\n`)
  out.print(`${plan.hours({ hours: number(hours, 1) })}\n`)
}
