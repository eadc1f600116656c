/** What callers answered: how often each answer was given, by question, queue and agent. */
import type { Listeners } from '@callweave/core'
import { ratioOf } from '../figures/figure.js'

export interface SurveyRow {
  readonly question: string
  readonly queue: string | null
  readonly agent: string | null
  /** Answer to how often, in the order of the answers. */
  readonly answers: Readonly<Record<string, number>>
}

export interface SurveyResultsFold {
  readonly listeners: Listeners
  /** In the order of question, queue, agent. */
  snapshot(): readonly SurveyRow[]
}

interface Row {
  readonly question: string
  readonly queue: string | null
  readonly agent: string | null
  readonly answers: Map<string, number>
}

const keyOf = ({ question, queue, agent }: Omit<Row, 'answers'>): string => JSON.stringify([question, queue, agent])

export const createSurveyResults = (): SurveyResultsFold => {
  const rows = new Map<string, Row>()
  return {
    listeners: {
      'survey.answered': ({ question, answer, queue, agent }) => add(rows, { question, queue, agent }, answer, 1),
    },
    snapshot: () => dataOf(rows),
  }
}

const add = (rows: Map<string, Row>, row: Omit<Row, 'answers'>, answer: string, times: number): void => {
  const key = keyOf(row)
  const known = rows.get(key) ?? { ...row, answers: new Map<string, number>() }
  rows.set(key, known)
  known.answers.set(answer, (known.answers.get(answer) ?? 0) + times)
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const dataOf = (rows: ReadonlyMap<string, Row>): SurveyRow[] =>
  [...rows]
    .sort(([a], [b]) => byText(a, b))
    .map(([, { answers, ...row }]) => ({
      ...row,
      answers: Object.fromEntries([...answers].sort(([a], [b]) => byText(a, b))),
    }))

export const mergeSurveyResults = (a: readonly SurveyRow[], b: readonly SurveyRow[]): SurveyRow[] => {
  const rows = new Map<string, Row>()
  for (const { answers, ...row } of [...a, ...b]) {
    for (const [answer, times] of Object.entries(answers)) add(rows, row, answer, times)
  }
  return dataOf(rows)
}

/** The mean of the answers that are numbers; `null` when there is none. */
export const meanAnswer = ({ answers }: Pick<SurveyRow, 'answers'>): number | null => {
  let sum = 0
  let count = 0
  for (const [answer, times] of Object.entries(answers)) {
    const value = answer.trim() === '' ? Number.NaN : Number(answer)
    if (!Number.isFinite(value)) continue
    sum += value * times
    count += times
  }
  return ratioOf(sum, count)
}
