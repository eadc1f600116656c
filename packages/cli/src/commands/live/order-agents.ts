/** Orders what agents of a running center do with their calls, as their phones would with keys. */
import { CallweaveError } from '@callweave/core'
import type { CenterClient, DeskOrder } from '@callweave/server/client'
import type { Context } from '../../frame/command.js'
import type { ExitCode } from '../../frame/exit-code.js'
import { agentStates, askEach } from './change-agents.js'

export const agentOrders = [
  'dial',
  'hold',
  'retrieve',
  'transfer',
  'consult',
  'complete',
  'go-back',
  'conference',
  'release',
] as const

type AgentOrder = (typeof agentOrders)[number]
type AgentState = (typeof agentStates)[number]

export const isState = (order: AgentOrder | AgentState): order is AgentState =>
  agentStates.some((state) => state === order)

/** @throws CallweaveError `usage` when `--to` is missing, or there is nobody to name. */
export const deskOrder = (order: AgentOrder, to: string | undefined, { errors }: Context['words']): DeskOrder => {
  const wrong = (message: string): CallweaveError => new CallweaveError('usage', { where: 'cc agents', message })
  switch (order) {
    case 'dial':
      if (to === undefined) throw wrong(errors.missing({ place: '--to' }))
      return { do: order, to }
    case 'transfer':
    case 'consult':
      if (to === undefined) throw wrong(errors.missing({ place: '--to' }))
      return { do: order, to: targetOf(to) }
    case 'conference':
      return to === undefined ? { do: order } : { do: order, to: targetOf(to) }
    case 'hold':
    case 'retrieve':
    case 'complete':
    case 'go-back':
    case 'release':
      if (to !== undefined) throw wrong(errors.noTwo({ one: order, other: '--to' }))
      return { do: order }
  }
}

type Target = Extract<DeskOrder, { readonly do: 'transfer' | 'consult' }>['to']

/** `8002`, as a phone dials it; `agent:ben`, `queue:service`, `flow:night`. */
const targetOf = (to: string): Target => {
  const [, kind, name = ''] = /^(agent|queue|flow):(.+)$/.exec(to) ?? []
  if (kind === 'agent') return { agent: name }
  if (kind === 'queue') return { queue: name }
  return kind === 'flow' ? { flow: name } : to
}

export interface Ordering {
  readonly center: CenterClient
  readonly order: DeskOrder
  readonly names: readonly string[]
}

/** @throws CallweaveError as `askEach`. */
export const orderAgents = (ordering: Ordering, context: Context): Promise<ExitCode> => {
  const { live, sentence } = context.words
  const { center, order } = ordering
  return askEach(ordering, context, {
    ask: async (name) => (await center.order(name, order)).agent,
    done: ({ agent }) => live.agentOrdered({ agent, order: order.do }),
    refused: (agent, _, { message }) =>
      live.agentNotOrdered({ agent, order: order.do, message: sentence(withoutPlace(message)) }),
  })
}

/** The agent is named already: `agents.ana: ana is in no call`. */
const withoutPlace = (message: string): string => message.replace(/^agents\.\S+: /, '')
