/** Tells agents of a running center what they shall be: all names are looked at first, then each is asked for itself. */
import { CallweaveError, nearestName } from '@callweave/core'
import type { AgentView, CenterClient } from '@callweave/server/client'
import type { Context } from '../../frame/command.js'
import { type ExitCode, exitCode } from '../../frame/exit-code.js'
import { isCallweaveError } from '../../frame/is-callweave-error.js'

export const agentStates = ['ready', 'not-ready', 'logged-out'] as const

export interface AgentChange {
  readonly center: CenterClient
  readonly state: (typeof agentStates)[number]
  readonly names: readonly string[]
  readonly reason: string | undefined
}

/** @throws CallweaveError as `askEach`. */
export const changeAgents = (change: AgentChange, context: Context): Promise<ExitCode> =>
  askEach(change, context, {
    ask: (name) => ask(name, change),
    done: (agent) => changedText(agent, change, context),
    refused: (name, before, error) => refusedText(name, before, error, change, context),
  })

export interface Asking {
  readonly ask: (name: string) => Promise<AgentView>
  readonly done: (agent: AgentView) => string
  readonly refused: (name: string, before: AgentView | undefined, error: CallweaveError) => string
}

/**
 * A name that there is not: nobody is asked. One who is refused: the others are asked all the same, and the exit code is 1.
 *
 * @throws CallweaveError `usage` with every name that is unknown; `peer-failed` when the center is gone.
 */
export const askEach = async (
  { center, names: typed }: Pick<AgentChange, 'center' | 'names'>,
  context: Context,
  asking: Asking,
): Promise<ExitCode> => {
  const { out } = context
  const before = new Map((await center.agents()).map((agent) => [agent.agent, agent]))
  const names = [...new Set(typed)]
  refuseUnknown(names, [...before.keys()], context)
  const changed: AgentView[] = []
  const refused: { readonly agent: string; readonly error: { readonly code: string; readonly message: string } }[] = []
  for (const name of names) {
    try {
      const agent = await asking.ask(name)
      changed.push(agent)
      if (!out.json) out.print(`${asking.done(agent)}\n`)
    } catch (error) {
      if (!isCallweaveError(error) || error.code === 'peer-failed') throw error
      refused.push({ agent: name, error: { code: error.code, message: error.message } })
      if (!out.json) out.complain(`${asking.refused(name, before.get(name), error)}\n`)
    }
  }
  if (out.json) out.printJson({ agents: changed, refused })
  return refused.length === 0 ? exitCode.fine : exitCode.failed
}

const ask = (name: string, { center, state, reason }: AgentChange): Promise<AgentView> =>
  center.setAgentState(name, reason === undefined ? { state } : { state, reason })

const refuseUnknown = (names: readonly string[], known: readonly string[], { words }: Context): void => {
  const unknown = names.filter((name) => !known.includes(name))
  const [first] = unknown
  if (first === undefined) return
  const nearest = nearestName(first, known)
  throw new CallweaveError('usage', {
    where: 'cc agents',
    message: words.live.noSuchAgents({ names: unknown.map((name) => `'${name}'`).join(', '), count: unknown.length }),
    remedy: [
      ...(nearest === undefined ? [] : [words.errors.didYouMean({ name: nearest })]),
      words.live.nobodyChanged,
    ].join(' '),
  })
}

const changedText = ({ agent, state: now, wanted }: AgentView, { state }: AgentChange, { words: { live } }: Context) =>
  wanted === null
    ? live.agentIs({ agent, state: live.states[now] })
    : live.agentWill({ agent, state: live.states[state] })

const refusedText = (
  agent: string,
  before: AgentView | undefined,
  { code, message }: CallweaveError,
  { state }: AgentChange,
  { words: { live } }: Context,
): string =>
  code === 'illegal-state' && before !== undefined
    ? live.agentCannot({ agent, from: live.states[before.state], to: live.states[state] })
    : live.agentRefused({ agent, message })
