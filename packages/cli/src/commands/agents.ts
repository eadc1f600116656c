/** `cc agents`: the agents of a running center and what they do; with a state and names, what they shall do. */
import { CallweaveError } from '@callweave/core'
import type { AgentView, CenterClient } from '@callweave/server/client'
import { type Context, defineCommand } from '../frame/command.js'
import { type ExitCode, exitCode } from '../frame/exit-code.js'
import { flag, list, value } from '../frame/option.js'
import { renderTable } from '../output/table.js'
import { withCenter } from '../project/center-folder.js'
import { choice, text } from '../values/choice.js'
import { show } from './live/watch.js'

const states = ['ready', 'not-ready', 'logged-out'] as const

export const agents = defineCommand('agents', {
  positionals: { state: value(choice(states)), agents: list(text()) },
  options: { reason: value(text()), folder: value(text()), watch: flag() },
  run: async ({ state, agents: names, reason, folder, watch }, context) => {
    const { host, words } = context
    if (state === undefined && reason !== undefined)
      throw wrong(words.errors.needs({ one: '--reason', other: '<state>' }))
    if (state === undefined) {
      const ask = () =>
        withCenter(folder, host, async (center) => ({
          nowMs: (await center.health()).nowMs,
          agents: await center.agents(),
        }))
      return show(watch, context, { ask, print: (now) => print(now, context) })
    }
    if (names.length === 0) throw wrong(words.errors.missing({ place: '<agents>' }))
    return withCenter(folder, host, (center) => change({ center, state, names, reason }, context))
  },
})

const wrong = (message: string): CallweaveError => new CallweaveError('usage', { where: 'cc agents', message })

interface Change {
  readonly center: CenterClient
  readonly state: (typeof states)[number]
  readonly names: readonly string[]
  readonly reason: string | undefined
}

/** One after the other: what is refused is said, and those before it stand. */
const change = async ({ center, state, names, reason }: Change, context: Context): Promise<ExitCode> => {
  const { out, words } = context
  const changed: AgentView[] = []
  for (const name of names) {
    const agent = await center.setAgentState(name, reason === undefined ? { state } : { state, reason })
    changed.push(agent)
    if (out.json) continue
    const later = agent.wanted !== null
    const told = { agent: agent.agent, state: words.live.states[later ? state : agent.state] }
    out.print(`${later ? words.live.agentWill(told) : words.live.agentIs(told)}\n`)
  }
  if (out.json) out.printJson({ agents: changed })
  return exitCode.fine
}

const print = (
  { nowMs, agents: all }: { readonly nowMs: number; readonly agents: readonly AgentView[] },
  { out, words: { live } }: Context,
): void => {
  if (out.json) {
    out.printJson({ nowMs, agents: all })
    return
  }
  if (all.length === 0) {
    out.print(`${live.noAgents}\n`)
    return
  }
  const { agent, extension, state, since, call, wanted } = live.heads
  const rows = all.map((one) => [
    one.agent,
    one.extension,
    one.reason === null ? live.states[one.state] : `${live.states[one.state]} (${one.reason})`,
    // An agent whom nothing has been heard of yet has been so for ever.
    one.sinceMs === 0 ? '-' : out.format.span(nowMs - one.sinceMs),
    one.call === null ? '-' : String(one.call),
    one.wanted === null ? '' : live.states[one.wanted.state],
  ])
  const head = [agent, extension, state, since, call, wanted]
  out.print(renderTable({ head, rows, align: 'lllrrl', tint: out.tint }))
}
