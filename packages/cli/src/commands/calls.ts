/** `cc calls`: the calls that a running center has, one line each; which callers it refuses, and whom it shall. */
import { CallweaveError } from '@callweave/core'
import type { CallView } from '@callweave/server/client'
import { type Context, defineCommand } from '../frame/command.js'
import { flag, value } from '../frame/option.js'
import { printable } from '../output/printable.js'
import { choice, text } from '../values/choice.js'
import { duration } from '../values/duration.js'
import { changeBlocks, showBlocks } from './live/blocks.js'
import { type ListOptions, showList } from './live/list.js'

export const calls = defineCommand('calls', {
  positionals: { order: value(choice(['blocked', 'block', 'unblock'])), number: value(text()) },
  options: { for: value(duration({ aboveZero: true })), folder: value(text()), watch: flag() },
  run: async ({ order, number, for: forMs, folder, watch }, context) => {
    const { errors } = context.words
    if (forMs !== undefined && order !== 'block') throw wrong(errors.needs({ one: '--for', other: 'block' }))
    if (order === undefined) return showCalls({ folder, watch }, context)
    if (order === 'blocked') {
      if (number !== undefined) throw wrong(errors.noTwo({ one: 'blocked', other: '<number>' }))
      return showBlocks({ folder, watch }, context)
    }
    if (watch) throw wrong(errors.noTwo({ one: order, other: '--watch' }))
    if (number === undefined) throw wrong(errors.missing({ place: '<number>' }))
    return changeBlocks({ order, number, forMs, folder }, context)
  },
})

const wrong = (message: string): CallweaveError => new CallweaveError('usage', { where: 'cc calls', message })

const showCalls = (asked: ListOptions, context: Context) => {
  const { out, words } = context
  const { live } = words
  const { call, caller, dialed, since, stage, where } = live.heads
  return showList(asked, context, async (center, nowMs) => {
    const up = await center.calls()
    const rows = up.map((one) => [
      String(one.call),
      printable(one.caller) || live.hidden,
      one.dialed,
      out.format.span(nowMs - one.arrivedAtMs),
      live.stages[one.stage],
      whereOf(one),
    ])
    return {
      json: { calls: up },
      empty: live.noCalls,
      table: { head: [call, caller, dialed, since, stage, where], rows, align: 'rllrll' },
    }
  })
}

const whereOf = ({ stage, flow, queue, agent }: CallView): string => {
  if (stage === 'flow') return flow === null ? '' : `${flow.flow}.${flow.step}`
  return [queue, agent].filter((one) => one !== null).join(' · ')
}
