/** `cc calls`: the calls that a running center has, one line each. */
import type { CallView } from '@callweave/server/client'
import { type Context, defineCommand } from '../frame/command.js'
import { flag, value } from '../frame/option.js'
import { printable } from '../output/printable.js'
import { renderTable } from '../output/table.js'
import { withCenter } from '../project/center-folder.js'
import { text } from '../values/choice.js'
import { show } from './live/watch.js'

export const calls = defineCommand('calls', {
  positionals: {},
  options: { folder: value(text()), watch: flag() },
  run: (asked, context) => {
    const ask = () =>
      withCenter(asked.folder, context.host, async (center) => ({
        nowMs: (await center.health()).nowMs,
        calls: await center.calls(),
      }))
    return show(asked.watch, context, { ask, print: (now) => print(now, context) })
  },
})

const print = (
  { nowMs, calls: up }: { readonly nowMs: number; readonly calls: readonly CallView[] },
  { out, words: { live } }: Context,
): void => {
  if (out.json) {
    out.printJson({ nowMs, calls: up })
    return
  }
  if (up.length === 0) {
    out.print(`${live.noCalls}\n`)
    return
  }
  const { call, caller, dialed, since, stage, where } = live.heads
  const rows = up.map((one) => [
    String(one.call),
    printable(one.caller) || live.hidden,
    one.dialed,
    out.format.span(nowMs - one.arrivedAtMs),
    live.stages[one.stage],
    whereOf(one),
  ])
  out.print(renderTable({ head: [call, caller, dialed, since, stage, where], rows, align: 'rllrll', tint: out.tint }))
}

const whereOf = ({ stage, flow, queue, agent }: CallView): string => {
  if (stage === 'flow') return flow === null ? '' : `${flow.flow}.${flow.step}`
  return [queue, agent].filter((one) => one !== null).join(' · ')
}
