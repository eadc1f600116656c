/** Decisions by strategy and size of the floor: the time, and the steps that no machine and no cache has a part in. */
import type { Context } from '../../frame/command.js'
import { renderTable } from '../../output/table.js'
import type { Result } from './case.js'

interface Point {
  readonly strategy: string
  readonly agents: number
  readonly what: string
  readonly p50?: number
  readonly p99?: number
  readonly steps?: number
}

type Figure = 'p50' | 'steps'

export const renderRouting = (results: readonly Result[], { out, words }: Context): string => {
  const points = pointsOf(results)
  const sizes = [...new Set(points.map(({ agents }) => agents))].sort((a, b) => a - b)
  const strategies = [...new Set(points.map(({ strategy }) => strategy))]
  const table = (what: string, title: string, figure: Figure): string => {
    const rows = strategies.map((strategy) => {
      const found = sizes.map((agents) =>
        points.find((p) => p.strategy === strategy && p.agents === agents && p.what === what),
      )
      return [
        strategy,
        ...found.map((point) => showPoint(point, figure, out)),
        out.format.number(growthOf(found, figure), 2),
        tenfolds(found, figure)
          .map((added) => out.format.number(added, figure === 'p50' ? 1 : 0))
          .join(' / '),
      ]
    })
    const head = [
      words.bench.strategy,
      ...sizes.map((agents) => words.bench.agents({ agents: out.format.number(agents) })),
      words.bench.growth,
      words.bench.tenfold,
    ]
    const of = figure === 'p50' ? words.bench.time : words.bench.steps
    return `${out.tint.bold(title)}: ${of}\n${renderTable({ head, rows, align: 'lr', tint: out.tint })}`
  }
  return [
    table('call-comes', words.bench.callComes, 'p50'),
    table('call-comes', words.bench.callComes, 'steps'),
    table('agent-ready', words.bench.agentReady, 'p50'),
    table('agent-ready', words.bench.agentReady, 'steps'),
    `  ${out.tint.dim(words.bench.growthNote)}\n`,
  ].join('\n')
}

const pointsOf = (results: readonly Result[]): readonly Point[] => {
  const points = new Map<string, Point>()
  for (const result of results) {
    const [, strategy, agents, what, figure] =
      /^(.+)\/(\d+)-agents\/([a-z-]+)\/(p50|p99|steps)$/.exec(result.case) ?? []
    if (strategy === undefined || agents === undefined || what === undefined || figure === undefined) continue
    const key = `${strategy} ${agents} ${what}`
    const known = points.get(key) ?? { strategy, agents: Number(agents), what }
    points.set(key, { ...known, [figure]: result.median })
  }
  return [...points.values()]
}

const showPoint = (point: Point | undefined, figure: Figure, { format }: Context['out']): string => {
  if (point === undefined) return ''
  if (figure === 'steps') return format.number(point.steps ?? null, 0)
  return `${format.number(point.p50 ?? null, 1)} / ${format.number(point.p99 ?? null, 1)}`
}

/** How many times log n it grew: `null` with one size. */
const growthOf = (points: readonly (Point | undefined)[], figure: Figure): number | null => {
  const [first, last] = [points[0], points.at(-1)]
  const [from, to] = [first?.[figure], last?.[figure]]
  if (first === undefined || last === undefined || first === last || from === undefined || to === undefined) return null
  return to / from / (Math.log(last.agents) / Math.log(first.agents))
}

/** What each tenfold of the agents added: equal sums are a line against log n. */
const tenfolds = (points: readonly (Point | undefined)[], figure: Figure): readonly number[] =>
  points.flatMap((point) => {
    const from = points.find((other) => other !== undefined && other.agents * 10 === point?.agents)?.[figure]
    const to = point?.[figure]
    const isWhole = Number.isInteger(Math.log10(point?.agents ?? 0))
    return from === undefined || to === undefined || !isWhole ? [] : [to - from]
  })
