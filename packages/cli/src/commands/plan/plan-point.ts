import { evaluateStaffing, leastAgents, type StaffingFigures } from '@callweave/acd/staffing'
import type { Context } from '../../frame/command.js'
import { renderTable } from '../../output/table.js'
import type { Question } from '../plan.js'

export interface PointQuestion extends Question {
  readonly callsPerHour: number
  readonly agents: number | undefined
}

export const planPoint = (question: PointQuestion, { out, words }: Context): void => {
  const { agents, goalRatio, shrinkageRatio, model, targetMs } = question
  const { percent, number, span } = out.format
  const lines = model === 'erlang-b'

  if (agents !== undefined) {
    const figures = evaluateStaffing({ ...question, agents })
    if (out.json) {
      out.printJson(figures)
      return
    }
    const count = number(agents)
    out.print(
      `${out.tint.bold(lines ? words.plan.pointLines({ lines: count }) : words.plan.point({ agents: count }))}\n\n`,
    )
    out.print(renderFigures(figures, question, { out, words }))
    return
  }
  const staffing = leastAgents(question)
  if (out.json) {
    out.printJson(staffing)
    return
  }
  const goal = percent(goalRatio)
  const needed = number(staffing.agents)
  const heading = lines
    ? words.plan.neededLines({ lines: needed, goal })
    : words.plan.needed({ agents: needed, goal, target: span(targetMs) })
  out.print(`${out.tint.bold(heading)}\n`)
  if (shrinkageRatio > 0) {
    const rostered = number(staffing.rosteredAgents)
    out.print(`${words.plan.rostered({ rostered, shrinkage: percent(shrinkageRatio) })}\n`)
  }
  out.print(`\n${renderFigures(staffing, question, { out, words })}`)
  out.say(`\n${words.plan.tryNext}\n`)
}

const renderFigures = (
  figures: StaffingFigures,
  { model, targetMs }: Question,
  { out, words: { plan } }: Pick<Context, 'out' | 'words'>,
): string => {
  const { percent, number, span } = out.format
  const common = [
    [plan.model, plan.models[model]],
    [plan.offered, plan.erlangs({ value: number(figures.offeredErlangs, 2) })],
  ] as const
  const waiting = [
    [plan.serviceLevel({ target: span(targetMs) }), percent(figures.serviceLevel)],
    [plan.asa, span(figures.asaMs)],
    [plan.pWait, percent(figures.pWait)],
    ...(model === 'erlang-a' ? ([[plan.pAbandon, percent(figures.pAbandon)]] as const) : []),
    [plan.queueLength, number(figures.queueLength, 2)],
    [plan.occupancy, percent(figures.occupancy)],
  ] as const
  const lost = [
    [plan.blocking, percent(figures.blocking)],
    [plan.occupancyLines, percent(figures.occupancy)],
  ] as const
  const table = renderTable({
    rows: [...common, ...(model === 'erlang-b' ? lost : waiting)],
    align: 'lr',
    tint: out.tint,
  })
  if (model === 'erlang-b') return table
  if (!Number.isFinite(figures.asaMs)) return `${table}\n${out.tint.yellow(plan.unstable)}\n`
  const tired = figures.occupancy > 0.9
  return tired ? `${table}\n${out.tint.yellow(plan.highOccupancy({ occupancy: percent(figures.occupancy) }))}\n` : table
}
