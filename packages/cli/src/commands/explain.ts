/** `cc explain`: what happened to one call, from its event log, in words; and where everybody was while it waited. */

import { openEventLog } from '@callweave/cdr/node'
import { CallweaveError } from '@callweave/core'
import { loadCenter } from '@callweave/sim/node'
import { type Context, defineCommand } from '../frame/command.js'
import { exitCode } from '../frame/exit-code.js'
import { shownPath } from '../frame/host.js'
import { needed, value, valueOr } from '../frame/option.js'
import { findCenter } from '../project/find-files.js'
import { callChoice } from '../values/call-choice.js'
import { text } from '../values/choice.js'
import { longestWait } from './explain/longest-wait.js'
import { type Moment, momentsOf } from './explain/moments.js'
import { describeMoment } from './explain/sentences.js'

export const explain = defineCommand('explain', {
  positionals: { call: needed(callChoice()) },
  options: { log: valueOr(text(), 'runs/events.log'), center: value(text()) },
  run: async ({ call: choice, log: file, center: named }, context) => {
    const { host, out, words } = context
    const log = openEventLog(shownPath(host, file), { cut: 'accept' })
    const center = await loadCenter(findCenter(named, host, words))
    const call = choice === 'longest' ? longestWait(log) : choice
    const moments = call === undefined ? [] : momentsOf(log, call, center.sections)
    if (call === undefined || moments.length === 0) {
      // A cut log is the likelier reason, and reading it strictly says where it is cut.
      for (const _ of openEventLog(shownPath(host, file)));
      throw noSuchCall(choice, file, context)
    }
    if (center.definitionHash !== log.header.definitionHash)
      out.complain(`${words.errors.warning} ${words.explain.otherDefinition}\n`)
    if (out.json) out.printJson({ call, log: log.path, moments })
    else print(call, moments, center.sections.timeZone, context)
    return exitCode.fine
  },
})

const noSuchCall = (choice: number | 'longest', file: string, { words }: Context): CallweaveError =>
  new CallweaveError('usage', {
    where: file,
    message: choice === 'longest' ? words.explain.nobodyWaited : words.explain.noCall({ call: String(choice) }),
  })

const print = (call: number, moments: readonly Moment[], timeZone: string, context: Context): void => {
  const { out, words } = context
  const [first] = moments
  const startMs = first?.event.atMs ?? 0
  const at = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(startMs)
  out.print(`${out.tint.bold(words.explain.heading({ call: String(call), at, timeZone }))}\n\n`)
  let shownMs = -1
  for (const moment of moments) {
    const lines = describeMoment(moment, context)
    const [head, ...more] = lines
    if (head === undefined) continue
    const sinceMs = moment.event.atMs - startMs
    const clock = sinceMs === shownMs ? '' : `${out.format.number(sinceMs / 1000, 1)} ${words.explain.seconds}`
    shownMs = sinceMs
    out.print(`${out.tint.dim(clock.padStart(11))}  ${head}\n`)
    for (const line of more) out.print(`${' '.repeat(13)}${out.tint.dim(line)}\n`)
  }
}
