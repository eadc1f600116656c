/** `cc queues`: who waits in each queue of a running center, and who is there to answer. */
import type { QueueView } from '@callweave/server/client'
import { type Context, defineCommand } from '../frame/command.js'
import { flag, value } from '../frame/option.js'
import { renderTable } from '../output/table.js'
import { withCenter } from '../project/center-folder.js'
import { text } from '../values/choice.js'
import { show } from './live/watch.js'

export const queues = defineCommand('queues', {
  positionals: {},
  options: { folder: value(text()), watch: flag() },
  run: (asked, context) => {
    const ask = () =>
      withCenter(asked.folder, context.host, async (center) => ({
        nowMs: (await center.health()).nowMs,
        queues: await center.queues(),
      }))
    return show(asked.watch, context, { ask, print: (now) => print(now, context) })
  },
})

const print = (
  { nowMs, queues: all }: { readonly nowMs: number; readonly queues: readonly QueueView[] },
  { out, words: { live } }: Context,
): void => {
  if (out.json) {
    out.printJson({ nowMs, queues: all })
    return
  }
  if (all.length === 0) {
    out.print(`${live.noQueues}\n`)
    return
  }
  const { queue, waiting, longest, callbacks, ready, loggedIn, members } = live.heads
  const rows = all.map((one) => [
    one.queue,
    String(one.waiting),
    one.oldestAtMs === null ? '-' : out.format.span(nowMs - one.oldestAtMs),
    String(one.callbacks),
    String(one.members.ready),
    String(one.members.loggedIn),
    String(one.members.all),
  ])
  const head = [queue, waiting, longest, callbacks, ready, loggedIn, members]
  out.print(renderTable({ head, rows, align: 'lr', tint: out.tint }))
}
