/** Decisions by strategy and size of the floor, with the growth between the smallest and the largest. */
import type { Context } from '../../frame/command.js'
import { renderTable } from '../../output/table.js'
import type { Result } from './case.js'

interface Point {
  readonly strategy: string
  readonly agents: number
  readonly what: string
  readonly p50?: number
  readonly p99?: number
}

export const renderRouting = (results: readonly Result[], { out, words }: Context): string => {
  const points = pointsOf(results)
  const sizes = [...new Set(points.map(({ agents }) => agents))].sort((a, b) => a - b)
  const strategies = [...new Set(points.map(({ strategy }) => strategy))]
  const table = (what: string, title: string): string => {
    const rows = strategies.map((strategy) => {
      const found = sizes.map((agents) =>
        points.find((p) => p.strategy === strategy && p.agents === agents && p.what === what),
      )
      return [strategy, ...found.map((point) => showPoint(point, out)), out.format.number(growthOf(found), 2)]
    })
    const head = [
      words.bench.strategy,
      ...sizes.map((agents) => words.bench.agents({ agents: out.format.number(agents) })),
      words.bench.growth,
    ]
    return `${out.tint.bold(title)}\n${renderTable({ head, rows, align: 'lr', tint: out.tint })}`
  }
  return [
    table('call-comes', words.bench.callComes),
    table('agent-ready', words.bench.agentReady),
    `  ${out.tint.dim(words.bench.growthNote)}\n`,
  ].join('\n')
}

const pointsOf = (results: readonly Result[]): readonly Point[] => {
  const points = new Map<string, Point>()
  for (const result of results) {
    const [, strategy, agents, what, share] = /^(.+)\/(\d+)-agents\/([a-z-]+)\/(p50|p99)$/.exec(result.case) ?? []
    if (strategy === undefined || agents === undefined || what === undefined || share === undefined) continue
    const key = `${strategy} ${agents} ${what}`
    const known = points.get(key) ?? { strategy, agents: Number(agents), what }
    points.set(key, { ...known, [share]: result.median })
  }
  return [...points.values()]
}

const showPoint = (point: Point | undefined, { format }: Context['out']): string =>
  point === undefined ? '' : `${format.number(point.p50 ?? null, 1)} / ${format.number(point.p99 ?? null, 1)}`

/** How many times log n it grew: `null` with one size. */
const growthOf = (points: readonly (Point | undefined)[]): number | null => {
  const [first, last] = [points[0], points.at(-1)]
  if (first?.p50 === undefined || last?.p50 === undefined || first === last) return null
  return last.p50 / first.p50 / (Math.log(last.agents) / Math.log(first.agents))
}
