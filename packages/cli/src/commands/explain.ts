/** `cc explain`: what happened to one call and why, or what an agent was doing and why no other call came; from the event log. */
import { existsSync } from 'node:fs'
import { CallweaveError } from '@callweave/core'
import { loadCenter } from '@callweave/sim/node'
import { type Context, defineCommand } from '../frame/command.js'
import { exitCode } from '../frame/exit-code.js'
import { shownPath } from '../frame/host.js'
import { value, valueOr } from '../frame/option.js'
import { findCenter } from '../project/find-files.js'
import { newerJournal } from '../project/newer-journal.js'
import { callChoice } from '../values/call-choice.js'
import { text } from '../values/choice.js'
import { instant } from '../values/instant.js'
import { explainAgentAt } from './explain/explain-agent-at.js'
import { longestWait } from './explain/longest-wait.js'
import { eventsOf, plainMoments } from './explain/moments.js'
import { type OpenedLog, openLog, warnOfCut } from './explain/open-log.js'
import { replayStory } from './explain/replay.js'
import { printStory } from './explain/story.js'

/** Where `cc sim` leaves its log. */
const simulated = 'runs/events.log'

export const explain = defineCommand('explain', {
  positionals: { call: value(callChoice()) },
  options: {
    agent: value(text()),
    at: value(instant()),
    log: valueOr(text(), simulated),
    center: value(text()),
  },
  run: async ({ call, agent, at, log: file, center: named }, context) => {
    const { host, words } = context
    const { errors, kinds } = words
    if (call !== undefined && agent !== undefined)
      throw usage('<call>', errors.noTwo({ one: '<call>', other: '--agent' }))
    if (at !== undefined && agent === undefined) throw usage('--at', errors.needs({ one: '--at', other: '--agent' }))
    const path = shownPath(host, file)
    if (call === undefined && agent === undefined)
      throw usage('<call>', errors.missing({ place: '<call>' }), kinds.call)
    if (file === simulated && existsSync(path)) sayWhich(path, context)
    const log = openLog(path, call === undefined ? 2 : 3, context)
    try {
      const center = await loadCenter(findCenter(named, host, words))
      if (agent !== undefined) explainAgentAt({ agent, at, log, center }, context)
      else explainOne({ choice: call ?? 'longest', log, center }, context)
    } finally {
      log.close()
    }
    return exitCode.fine
  },
})

/** Whoever has called the center since may mean that call. */
const sayWhich = (path: string, { host, out, words }: Context): void => {
  const journal = newerJournal(path, host)
  if (journal !== undefined) out.complain(`${words.reasons.readsSimulated({ path, journal })}\n`)
}

interface OneCall {
  readonly choice: number | 'longest'
  readonly log: OpenedLog
  readonly center: Awaited<ReturnType<typeof loadCenter>>
}

const explainOne = ({ choice, log, center }: OneCall, context: Context): void => {
  const { out, words } = context
  const { sections } = center
  const call = choice === 'longest' ? longestWait(log.read()) : choice
  const events = call === undefined ? [] : eventsOf(log.read(), call)
  if (call === undefined || events.length === 0) {
    // A cut log is the likelier reason, and reading it strictly says where it is cut.
    for (const _ of log.readStrictly());
    throw noSuchCall(choice, log.path, context)
  }
  const replayed = center.definitionHash === log.header.definitionHash
  const { moments, stays } = replayed
    ? replayStory(call, { log: log.read(), events, sections, where: log.path, words })
    : { moments: plainMoments(log.read(), events, call, sections), stays: [] }
  log.close()
  warnOfCut(log, sections.timeZone, context)
  if (!replayed) out.complain(`${words.errors.warning} ${words.reasons.noReplay}\n`)
  if (out.json) out.printJson({ call, log: log.path, replayed, stays, moments })
  else printStory({ call, moments, stays, timeZone: sections.timeZone }, context)
}

const noSuchCall = (choice: number | 'longest', where: string, { words }: Context): CallweaveError =>
  usage(where, choice === 'longest' ? words.explain.nobodyWaited : words.explain.noCall({ call: String(choice) }))

const usage = (where: string, message: string, expected?: string): CallweaveError =>
  new CallweaveError('usage', { where, message, ...(expected === undefined ? {} : { expected }) })
