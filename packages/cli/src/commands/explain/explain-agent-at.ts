/** `cc explain --agent`: finds the instant, replays the floor up to it and prints what an agent was doing then. */
import type { CenterDefinition } from '@callweave/center'
import { CallweaveError, nearestName } from '@callweave/core'
import type { Context } from '../../frame/command.js'
import { type Instant, instantIn } from '../../values/instant.js'
import { type AgentSource, busiestFor, replayAgent } from './agent-replay.js'
import { printAgent } from './agent-story.js'
import { localTime } from './local-time.js'
import { type OpenedLog, warnOfCut } from './open-log.js'

export interface AgentAt {
  readonly agent: string
  readonly at: Instant | undefined
  readonly log: OpenedLog
  readonly center: CenterDefinition
}

/** Without `at`: when most calls waited for the agent. @throws CallweaveError `usage` for an agent or a time that the log does not have. */
export const explainAgentAt = ({ agent, at, log, center }: AgentAt, context: Context): void => {
  const { out, words } = context
  const { reasons, errors } = words
  const { sections, definitionHash } = center
  const { timeZone } = sections
  const { header } = log
  if (definitionHash !== header.definitionHash) {
    throw new CallweaveError('usage', {
      where: log.path,
      message: reasons.noReplayAgent,
      remedy: reasons.noReplayRemedy,
    })
  }
  const source = (): AgentSource => ({ log: log.read(), sections, where: log.path, words })
  const busiest = at === undefined ? busiestFor(agent, source()) : null
  const atMs = at === undefined ? (busiest?.atMs ?? 0) : instantIn(at, header, timeZone)
  const { story, names, lastMs } = replayAgent(agent, atMs, source())
  log.close()
  if (story === null) {
    const nearest = nearestName(agent, names)
    throw new CallweaveError('usage', {
      where: '--agent',
      message: reasons.noAgent({ agent }),
      ...(nearest === undefined ? {} : { remedy: errors.didYouMean({ name: nearest }) }),
    })
  }
  if (log.lastMs === null) throw noEvents(log, context)
  if (atMs < header.originMs || atMs > lastMs) throw nothingThen(log, timeZone, context)
  warnOfCut(log, timeZone, context)
  const waiting = busiest?.waiting ?? null
  if (out.json) out.printJson({ agent, log: log.path, ...story, busiest: waiting })
  else printAgent({ story, busiest: waiting, timeZone }, context)
}

/** A cut log is the likelier reason, and reading it strictly says where it is cut. */
const noEvents = ({ path, readStrictly }: OpenedLog, { words }: Context): CallweaveError => {
  for (const _ of readStrictly());
  return new CallweaveError('usage', { where: path, message: words.reasons.noEvents })
}

const nothingThen = (log: OpenedLog, timeZone: string, { words }: Context): CallweaveError => {
  const { reasons } = words
  for (const _ of log.read());
  const from = localTime(log.header.originMs, timeZone)
  const to = localTime(log.lastMs ?? log.header.originMs, timeZone)
  const message = log.cut === null ? reasons.nothingThen : reasons.nothingThenCut
  return new CallweaveError('usage', { where: '--at', message, expected: reasons.fromTo({ from, to }) })
}
