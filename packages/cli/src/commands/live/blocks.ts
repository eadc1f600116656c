/** Callers that a running center refuses: which, and one more or less. */
import type { BlockView } from '@callweave/server/client'
import type { Context } from '../../frame/command.js'
import { type ExitCode, exitCode } from '../../frame/exit-code.js'
import { formatWhen } from '../../output/when.js'
import { withCenter } from '../../project/center-folder.js'
import { type ListOptions, showList } from './list.js'

export const showBlocks = (asked: ListOptions, context: Context): Promise<ExitCode> => {
  const { out, words } = context
  const { live } = words
  return showList(asked, context, async (center, nowMs) => {
    const blocks = await center.blocks()
    const { timeZone } = await center.opening()
    const rows = blocks.map(({ number, untilMs }) => [
      number,
      untilMs === null ? live.forGood : formatWhen(untilMs, { nowMs, timeZone, language: out.language }),
    ])
    return {
      json: { blocks },
      empty: live.noBlocks,
      table: { head: [live.heads.caller, live.heads.until], rows, align: 'll' },
    }
  })
}

export interface BlockChange {
  readonly order: 'block' | 'unblock'
  readonly number: string
  readonly forMs: number | undefined
  readonly folder: string | undefined
}

/** @throws CallweaveError `out-of-range` for what is no number, or is not blocked. */
export const changeBlocks = ({ order, number, forMs, folder }: BlockChange, context: Context): Promise<ExitCode> =>
  withCenter(folder, context, async (center) => {
    const { out, words } = context
    if (order === 'unblock') {
      const lifted = await center.unblock(number)
      if (out.json) out.printJson(lifted)
      else out.print(`${words.live.letIn({ number })}\n`)
      return exitCode.fine
    }
    const block: BlockView = await center.block(forMs === undefined ? { number } : { number, forMs })
    const [{ nowMs }, { timeZone }] = [await center.health(), await center.opening()]
    if (out.json) out.printJson(block)
    else {
      const until =
        block.untilMs === null ? null : formatWhen(block.untilMs, { nowMs, timeZone, language: out.language })
      out.print(`${until === null ? words.live.isBlocked({ number }) : words.live.isBlockedUntil({ number, until })}\n`)
    }
    return exitCode.fine
  })
