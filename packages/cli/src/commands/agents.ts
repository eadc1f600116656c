/** `cc agents`: the agents of a running center and what they do; with a state or an order and names, what they shall do. */
import { CallweaveError } from '@callweave/core'
import type { AgentView } from '@callweave/server/client'
import { type Context, defineCommand } from '../frame/command.js'
import { flag, list, value } from '../frame/option.js'
import { withCenter } from '../project/center-folder.js'
import { wordOf } from '../text/word-of.js'
import { choice, text } from '../values/choice.js'
import { agentStates, changeAgents } from './live/change-agents.js'
import { showList } from './live/list.js'
import { agentOrders, deskOrder, isState, orderAgents } from './live/order-agents.js'

export const agents = defineCommand('agents', {
  positionals: { order: value(choice([...agentStates, ...agentOrders])), agents: list(text()) },
  options: { reason: value(text()), to: value(text()), folder: value(text()), watch: flag() },
  run: async ({ order, agents: names, reason, to, folder, watch }, context) => {
    const { words } = context
    const { errors } = words
    if (order === undefined) {
      if (reason !== undefined) throw wrong(errors.needs({ one: '--reason', other: '<order>' }))
      if (to !== undefined) throw wrong(errors.needs({ one: '--to', other: '<order>' }))
      return showList({ folder, watch }, context, async (center, nowMs) =>
        tableOf(await center.agents(), nowMs, context),
      )
    }
    if (watch) throw wrong(errors.noTwo({ one: '<order>', other: '--watch' }))
    if (names.length === 0) throw wrong(errors.missing({ place: '<agents>' }))
    if (isState(order)) {
      if (to !== undefined) throw wrong(errors.noTwo({ one: order, other: '--to' }))
      return withCenter(folder, context, (center) => changeAgents({ center, state: order, names, reason }, context))
    }
    if (reason !== undefined) throw wrong(errors.noTwo({ one: order, other: '--reason' }))
    const asked = deskOrder(order, to, words)
    return withCenter(folder, context, (center) => orderAgents({ center, order: asked, names }, context))
  },
})

const wrong = (message: string): CallweaveError => new CallweaveError('usage', { where: 'cc agents', message })

const tableOf = (all: readonly AgentView[], nowMs: number, { out, words }: Context) => {
  const { live, codes } = words
  const { agent, extension, state, since, call, wanted } = live.heads
  const rows = all.map((one) => [
    one.agent,
    one.extension,
    one.reason === null
      ? live.states[one.state]
      : live.withReason({ state: live.states[one.state], reason: wordOf(codes.reasons, one.reason) }),
    // An agent whom nothing has been heard of yet has been so for ever.
    one.sinceMs === 0 ? '-' : out.format.span(nowMs - one.sinceMs),
    one.call === null ? '-' : String(one.call),
    one.wanted === null ? '' : live.states[one.wanted.state],
  ])
  return {
    json: { agents: all },
    empty: live.noAgents,
    table: { head: [agent, extension, state, since, call, wanted], rows, align: 'lllrrl' },
  }
}
