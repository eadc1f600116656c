/** `cc log`: an event log as events, as call records, as reports, for other tools. */
import { CallweaveError } from '@callweave/core'
import { queueOptionsOf } from '@callweave/sim'
import { loadCenter } from '@callweave/sim/node'
import { type Context, defineCommand } from '../frame/command.js'
import { exitCode } from '../frame/exit-code.js'
import { shownPath } from '../frame/host.js'
import { flag, needed, value, valueOr } from '../frame/option.js'
import { openAnyLog } from '../project/any-log.js'
import { findCenter, hasCenter } from '../project/find-files.js'
import { choice, text } from '../values/choice.js'
import { duration } from '../values/duration.js'
import { whole } from '../values/number.js'
import {
  catEvents,
  type ExportOptions,
  exportAgents,
  exportCalls,
  exportIntervals,
  exportQueueLog,
  exportStore,
} from './log/export.js'

const formats = ['jsonl', 'csv'] as const
const actions = ['cat', 'calls', 'agents', 'intervals', 'queue-log', 'store'] as const

/** A log does not say what a queue calls in time: its definition does. Without one, 20 s is said and taken. */
const queuesOf = async (
  named: string | undefined,
  { host, out, words }: Context,
): Promise<ReturnType<typeof queueOptionsOf> | undefined> => {
  if (named === undefined && !hasCenter(host)) {
    out.complain(`${words.errors.warning} ${words.log.noTargets}\n`)
    return undefined
  }
  return queueOptionsOf(await loadCenter(findCenter(named, host, words)))
}

export const log = defineCommand('log', {
  positionals: { action: needed(choice(actions)), file: needed(text()) },
  options: {
    call: value(whole({ min: 1 })),
    format: valueOr(choice(formats), 'jsonl'),
    interval: valueOr(duration({ aboveZero: true }), '30m'),
    'time-zone': valueOr(text(), 'UTC'),
    private: flag(),
    to: value(text()),
    center: value(text()),
  },
  run: async ({ action, call, format, interval, timeZone, private: isPrivate, to, center, ...given }, context) => {
    const { out, host, words } = context
    const file = shownPath(host, given.file)
    const queues = action === 'intervals' || action === 'store' ? await queuesOf(center, context) : undefined
    const events = openAnyLog(file, {
      onOpenEnd: ({ lastSeq }) => out.complain(`${words.log.openEnd({ seq: String(lastSeq) })}\n`),
    })
    const options: ExportOptions = {
      ...(queues === undefined ? {} : { queues }),
      events,
      format,
      intervalMs: interval,
      timeZone,
      isPrivate,
      write: out.stream,
    }
    switch (action) {
      case 'cat':
        await catEvents(events, call, out.stream)
        break
      case 'calls':
        await exportCalls(options)
        break
      case 'agents':
        await exportAgents(options)
        break
      case 'intervals':
        await exportIntervals(options)
        break
      case 'queue-log':
        await exportQueueLog(options)
        break
      case 'store': {
        if (to === undefined)
          throw new CallweaveError('usage', {
            where: '--to',
            message: words.errors.needs({ one: 'store', other: '--to' }),
          })
        const path = shownPath(host, to)
        const calls = await exportStore(options, path)
        if (out.json) out.printJson({ path, calls })
        else out.print(`${words.log.stored({ calls: out.format.number(calls), path })}\n`)
        break
      }
    }
    return exitCode.fine
  },
})
