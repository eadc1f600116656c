/** Tables without lines around them: they copy well, and Chinese names keep their columns. */
import Table from 'cli-table3'
import type { Tint } from './output.js'

export interface TableOptions {
  readonly head?: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Numbers to the right: `l` or `r` for each column; the last one goes on. */
  readonly align: string
  readonly tint: Tint
  /** Blanks before each line. */
  readonly indent?: number
}

const noLines = Object.fromEntries(
  ['top', 'bottom', 'left', 'right', 'mid'].flatMap((side) =>
    ['', '-mid', '-left', '-right'].map((place) => [`${side}${place}`, '']),
  ),
)

/** Ends with a line feed. */
export const renderTable = ({ head, rows, align, tint, indent = 2 }: TableOptions): string => {
  const table = new Table({
    chars: { ...noLines, middle: '  ' },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [], compact: true },
    colAligns: [...(head ?? rows[0] ?? [])].map((_, i) => ((align[i] ?? align.at(-1)) === 'r' ? 'right' : 'left')),
    ...(head === undefined ? {} : { head: head.map((text) => tint.dim(text)) }),
  })
  for (const row of rows) table.push([...row])
  const margin = ' '.repeat(indent)
  return table
    .toString()
    .split('\n')
    .map((line) => `${margin}${line}`.trimEnd())
    .join('\n')
    .concat('\n')
}
