/** The one shape of a live list: what the running center of this project has of something, once or again each second. */
import type { CenterClient } from '@callweave/server/client'
import type { Context } from '../../frame/command.js'
import type { ExitCode } from '../../frame/exit-code.js'
import { renderTable, type TableOptions } from '../../output/table.js'
import { withCenter } from '../../project/center-folder.js'
import { show } from './watch.js'

export interface LiveList {
  /** With --json; `nowMs` goes before it. */
  readonly json: object
  /** What there is to say when there is no row. */
  readonly empty: string
  readonly table: Pick<TableOptions, 'head' | 'rows' | 'align'>
  /** Below the table; ends with a line feed. */
  readonly below?: string
}

export interface ListOptions {
  readonly folder: string | undefined
  readonly watch: boolean
}

export const showList = (
  { folder, watch }: ListOptions,
  context: Context,
  list: (center: CenterClient, nowMs: number) => Promise<LiveList>,
): Promise<ExitCode> => {
  const { out } = context
  const ask = () =>
    withCenter(folder, context, async (center) => {
      const { nowMs } = await center.health()
      return { nowMs, ...(await list(center, nowMs)) }
    })
  return show(watch, context, {
    ask,
    print: ({ nowMs, json, empty, table, below = '' }) => {
      if (out.json) out.printJson({ nowMs, ...json })
      else out.print(`${table.rows.length === 0 ? `${empty}\n` : renderTable({ ...table, tint: out.tint })}${below}`)
    },
  })
}
