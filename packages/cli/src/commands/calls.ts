/** `cc calls`: the calls that a running center has, one line each. */
import type { CallView } from '@callweave/server/client'
import { defineCommand } from '../frame/command.js'
import { flag, value } from '../frame/option.js'
import { printable } from '../output/printable.js'
import { text } from '../values/choice.js'
import { showList } from './live/list.js'

export const calls = defineCommand('calls', {
  positionals: {},
  options: { folder: value(text()), watch: flag() },
  run: (asked, context) => {
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
  },
})

const whereOf = ({ stage, flow, queue, agent }: CallView): string => {
  if (stage === 'flow') return flow === null ? '' : `${flow.flow}.${flow.step}`
  return [queue, agent].filter((one) => one !== null).join(' · ')
}
