/** Where everybody was, as the events themselves say it: all there is when the log cannot be replayed. */
import type { AgentState } from '@callweave/core'
import type { Context } from '../../frame/command.js'
import { wordOf } from '../../text/word-of.js'
import type { QueueView } from './floor.js'
import type { Moment } from './moments.js'
import { shorten, stopwatch } from './short.js'

type With = Pick<Context, 'out' | 'words'>

const order: readonly AgentState[] = ['ready', 'ringing', 'talking', 'hold', 'wrap-up', 'not-ready', 'logged-out']

export const floorLines = ({ event, queue }: Moment, context: With): readonly string[] => {
  if (queue === undefined || event === null || queue.members.length === 0) return []
  if (event.type === 'queue.left' && event.because === 'answered') return []
  if (event.type === 'offer.made') return readyBeside(queue, event.agent, context)
  return order.flatMap((state) => linesOfState(queue, state, context))
}

const linesOfState = ({ members }: QueueView, state: AgentState, { out, words }: With): readonly string[] => {
  const those = members.filter((member) => member.state === state)
  const label = words.explain.states[state]
  if (state === 'ready' && those.length === 0) return [words.explain.nobodyReady]
  if (those.length === 0) return []
  if (state === 'logged-out') return [`${label}: ${out.format.number(those.length)}`]
  const named = those.map(({ agent, sinceMs, reason }) => {
    const more = [reason === null ? '' : wordOf(words.codes.reasons, reason), stopwatch(sinceMs)]
      .filter(Boolean)
      .join(' ')
    return `${agent} ${more}`
  })
  return [`${label}: ${shorten(named, out.columns - 28)}`]
}

const readyBeside = ({ members }: QueueView, chosen: string, { out, words }: With): readonly string[] => {
  const others = members.filter(({ agent, state }) => state === 'ready' && agent !== chosen)
  if (others.length === 0) return [words.explain.noOther]
  const named = others.map(({ agent, sinceMs }) => `${agent} ${stopwatch(sinceMs)}`)
  return [`${words.explain.alsoReady}: ${shorten(named, out.columns - 28)}`]
}
