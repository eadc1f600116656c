/** The columns of what is exported as CSV: call records, the agent journal, the interval report. */
import { q850 } from '@callweave/core'
import type { AgentPeriod } from '../agents/journal.js'
import type { CallRecord } from '../calls/record.js'
import { emptyAgentTime, emptyCounts } from '../figures/counts.js'
import { occupancy } from '../figures/figures-of.js'
import { type ServiceLevelFormula, serviceLevel, serviceLevels } from '../figures/service-level.js'
import type { AgentRow, QueueRow } from '../intervals/report.js'
import type { Column } from './csv.js'
import { createInstantFormat } from './instant.js'

export interface ColumnOptions {
  /** Whose wall clock instants are written in; by default UTC. */
  readonly timeZone?: string
  /** `false` leaves out the columns that hold something about a person; by default they are there. */
  readonly personal?: boolean
}

/** Several values in one cell. */
const list = (values: readonly string[]): string => values.join('; ')

/** One row for each call; its visits, offers and choices as lists within the row. */
export const callRecordColumns = (options: ColumnOptions = {}): Column<CallRecord>[] => {
  const instant = createInstantFormat(options.timeZone)
  const columns: Column<CallRecord>[] = [
    { name: 'call', of: (r) => r.call },
    { name: 'arrivedAt', of: (r) => instant(r.arrivedAtMs) },
    { name: 'endedAt', of: (r) => (r.endedAtMs === null ? null : instant(r.endedAtMs)) },
    { name: 'trunk', of: (r) => r.trunk },
    { name: 'channel', of: (r) => r.channel },
    { name: 'caller', of: (r) => r.caller, personal: true },
    { name: 'dialed', of: (r) => r.dialed },
    { name: 'route', of: (r) => r.route },
    { name: 'flow', of: (r) => r.flow },
    { name: 'language', of: (r) => r.language },
    { name: 'tags', of: (r) => list(r.tags) },
    { name: 'choices', of: (r) => list(r.choices.map(({ step, key }) => `${step} ${key}`)) },
    { name: 'queues', of: (r) => list(r.queues.map(({ queue, because }) => `${queue} ${because ?? 'waiting'}`)) },
    { name: 'offers', of: (r) => list(r.offers.map(({ agent, ended }) => `${agent} ${ended ?? 'ringing'}`)) },
    { name: 'answeredBy', of: (r) => r.answeredBy },
    { name: 'agents', of: (r) => list(r.conversations.map(({ agent }) => agent)) },
    { name: 'waitMs', of: (r) => r.waitMs },
    { name: 'talkMs', of: (r) => r.talkMs },
    { name: 'holdMs', of: (r) => r.holdMs },
    { name: 'wrapUpMs', of: (r) => r.wrapUpMs },
    { name: 'survey', of: (r) => list(r.survey.map(({ question, answer }) => `${question} ${answer}`)) },
    { name: 'messages', of: (r) => list(r.messages.map(({ recording }) => recording)) },
    { name: 'recordings', of: (r) => list(r.recordings.map(({ recording }) => recording)) },
    { name: 'callback', of: (r) => (r.callback === null ? null : (r.callback.ended ?? 'promised')) },
    { name: 'dialedOut', of: (r) => r.dialedOut, personal: true },
    { name: 'refused', of: (r) => r.refused },
    { name: 'outcome', of: (r) => r.outcome },
    { name: 'endedBy', of: (r) => r.endedBy },
    { name: 'endCause', of: (r) => r.endCause },
    { name: 'endCode', of: (r) => (r.endCause === null ? null : q850[r.endCause]) },
    { name: 'answeredAt', of: (r) => (r.answeredAtMs === null ? null : instant(r.answeredAtMs)) },
    { name: 'clearings', of: (r) => list(r.clearings.map(({ back }) => back ?? 'gone')) },
  ]
  return options.personal === false ? columns.filter(({ personal }) => personal !== true) : columns
}

export const agentPeriodColumns = (options: ColumnOptions = {}): Column<AgentPeriod>[] => {
  const instant = createInstantFormat(options.timeZone)
  return [
    { name: 'agent', of: (p) => p.agent },
    { name: 'state', of: (p) => p.state },
    { name: 'start', of: (p) => instant(p.startMs) },
    { name: 'lengthMs', of: (p) => p.lengthMs },
    { name: 'because', of: (p) => p.because },
    { name: 'reason', of: (p) => p.reason },
    { name: 'call', of: (p) => p.call },
  ]
}

/** Counts and times, then the service level by each of its formulas. */
export const queueRowColumns = (options: ColumnOptions = {}): Column<QueueRow>[] => {
  const instant = createInstantFormat(options.timeZone)
  const counts = Object.keys(emptyCounts()) as (keyof ReturnType<typeof emptyCounts>)[]
  const formulas = Object.keys(serviceLevels) as ServiceLevelFormula[]
  return [
    { name: 'queue', of: (row) => row.queue },
    { name: 'start', of: (row) => instant(row.startMs) },
    { name: 'end', of: (row) => instant(row.endMs) },
    ...counts.map((name): Column<QueueRow> => ({ name, of: (row) => row[name] })),
    ...formulas.map(
      (formula): Column<QueueRow> => ({ name: `service-level ${formula}`, of: (row) => serviceLevel(row, formula) }),
    ),
  ]
}

/** The queue is empty in the rows of the whole center. */
export const agentRowColumns = (options: ColumnOptions = {}): Column<AgentRow>[] => {
  const instant = createInstantFormat(options.timeZone)
  const times = Object.keys(emptyAgentTime()) as (keyof ReturnType<typeof emptyAgentTime>)[]
  return [
    { name: 'queue', of: (row) => row.queue },
    { name: 'start', of: (row) => instant(row.startMs) },
    { name: 'end', of: (row) => instant(row.endMs) },
    ...times.map((name): Column<AgentRow> => ({ name, of: (row) => row[name] })),
    { name: 'occupancy handling-of-handling-and-ready', of: occupancy },
  ]
}
