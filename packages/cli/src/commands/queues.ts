/** `cc queues`: who waits in each queue of a running center, who is there to answer, and which numbers are open. */
import { defineCommand } from '../frame/command.js'
import { flag, value } from '../frame/option.js'
import { renderTable } from '../output/table.js'
import { text } from '../values/choice.js'
import { showList } from './live/list.js'
import { openingRows, queueOpening } from './live/opening.js'

export const queues = defineCommand('queues', {
  positionals: {},
  options: { folder: value(text()), watch: flag() },
  run: (asked, context) => {
    const { out, words } = context
    const { live } = words
    const { queue, waiting, longest, callbacks, ready, loggedIn, members, opening, number, flow, hours } = live.heads
    return showList(asked, context, async (center, nowMs) => {
      const all = await center.queues()
      const open = await center.opening()
      const rows = all.map((one) => [
        one.queue,
        String(one.waiting),
        one.oldestAtMs === null ? '-' : out.format.span(nowMs - one.oldestAtMs),
        String(one.callbacks),
        String(one.members.ready),
        String(one.members.loggedIn),
        String(one.members.all),
        queueOpening(one.queue, open, nowMs, context),
      ])
      const numbers = openingRows(open, nowMs, context)
      return {
        json: { queues: all, timeZone: open.timeZone, numbers: open.numbers },
        empty: live.noQueues,
        table: {
          head: [queue, waiting, longest, callbacks, ready, loggedIn, members, opening],
          rows,
          align: 'lrrrrrrl',
        },
        ...(numbers.length === 0
          ? {}
          : {
              below: `\n${renderTable({ head: [number, flow, hours], rows: numbers, align: 'l', tint: out.tint })}`,
            }),
      }
    })
  },
})
