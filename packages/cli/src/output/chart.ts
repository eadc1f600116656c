/**
 * Charts of a day in plain text: columns in eighths of a character cell, so that 80 columns show it and a copy into a
 * mail keeps it. Without colour they say the same; nothing is told by colour alone.
 */
import type { Tint } from './output.js'

export interface ColumnChart {
  /** What a column counts, when so many values share one. */
  readonly title: (valuesPerColumn: number) => string
  /** From left to right; `null` where nothing was measured. */
  readonly values: readonly (number | null)[]
  /** Written under the columns: index -> text, such as 12 -> `06:00`. */
  readonly marks: ReadonlyMap<number, string>
  readonly format: (value: number) => string
  /** Columns of the terminal. */
  readonly width: number
  /** Lines for the highest column. */
  readonly height: number
  /** Where values have to share a column: add them up, or keep the highest or the lowest. */
  readonly merge: 'sum' | 'highest' | 'lowest'
  /** Columns that the numbers of the scale take at least: charts that stand below each other line up. */
  readonly scaleWidth?: number
  /** The top of the scale; the highest value when left out. */
  readonly top?: number
  readonly tint: Tint
}

const eighths = ['', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'] as const

/** Ends with a line feed. */
export const renderColumns = (chart: ColumnChart): string => {
  const { title, format, height, tint, width } = chart
  const gutter = Math.max(chart.scaleWidth ?? 0, scaleWidthOf(chart)) + 3
  const { values, share, cells } = fit(chart, Math.max(width - gutter - 1, 10))
  const top = Math.max(chart.top ?? 0, ...values.map((value) => value ?? 0)) || 1
  const lines = [`  ${tint.dim(title(share))}`]
  for (let level = height; level > 0; level -= 1) {
    const label = level === height ? format(top) : ''
    const row = values.map((value) => cell((value ?? 0) / top, level, height).repeat(cells)).join('')
    lines.push(`${label.padStart(gutter - 1)} ${tint.dim('┤')}${tint.cyan(row)}`.trimEnd())
  }
  lines.push(`${format(0).padStart(gutter - 1)} ${tint.dim(`└${'─'.repeat(values.length * cells)}`)}`)
  lines.push(
    `${' '.repeat(gutter + 1)}${tint.dim(markLine(chart.marks, share, cells, values.length * cells))}`.trimEnd(),
  )
  return `${lines.join('\n')}\n`
}

/** One line, lowest to highest value: a glance. */
export const renderSparkline = (values: readonly (number | null)[], top?: number): string => {
  const highest = Math.max(top ?? 0, ...values.map((value) => value ?? 0)) || 1
  return values
    .map((value) => (value === null ? ' ' : eighths[Math.max(1, Math.round((value / highest) * 8))]))
    .join('')
}

/** What the numbers of a chart's scale take. */
export const scaleWidthOf = ({ format, values, top }: Pick<ColumnChart, 'format' | 'values' | 'top'>): number =>
  Math.max(...[0, top ?? 0, ...values.map((value) => value ?? 0)].map((value) => format(value).length))

const cell = (share: number, level: number, height: number): string => {
  const full = Math.round(share * height * 8) - (level - 1) * 8
  // What is more than nothing is never drawn as nothing.
  const eighth = level === 1 && share > 0 ? Math.max(full, 1) : full
  return eighths[Math.min(Math.max(eighth, 0), 8)] || ' '
}

const fit = ({ values, merge }: ColumnChart, room: number) => {
  const share = Math.ceil(values.length / room)
  const merged: (number | null)[] = []
  for (let at = 0; at < values.length; at += share) {
    const group = values.slice(at, at + share).filter((value) => value !== null)
    merged.push(group.length === 0 ? null : joined(group, merge))
  }
  return { values: merged, share, cells: Math.max(1, Math.min(3, Math.floor(room / merged.length))) }
}

const joined = (group: readonly number[], merge: ColumnChart['merge']): number => {
  switch (merge) {
    case 'sum':
      return group.reduce((a, b) => a + b, 0)
    case 'highest':
      return Math.max(...group)
    case 'lowest':
      return Math.min(...group)
  }
}

const markLine = (marks: ReadonlyMap<number, string>, share: number, cells: number, room: number): string => {
  let text = ''
  for (const [index, mark] of [...marks].sort(([a], [b]) => a - b)) {
    const at = Math.floor(index / share) * cells
    if (at < text.length + (text === '' ? 0 : 1) || at + mark.length > room + 4) continue
    text = text.padEnd(at) + mark
  }
  return text
}
