/** Hands an order for an agent to the center's desk. */
import type { Desk } from '@callweave/center'
import { type CallId, unreachable } from '@callweave/core'
import type { DeskOrder } from './schemas.js'

/** The call that was begun; `null` when the order begins none. @throws CallweaveError as the desk does: nothing has changed then. */
export const orderDesk = (desk: Desk, agent: string, order: DeskOrder): CallId | null => {
  switch (order.do) {
    case 'dial':
      return desk.dial(agent, order.to)
    case 'tap':
      return desk.tap(order.extension, agent, order.mode)
    case 'hold':
      desk.hold(agent)
      return null
    case 'retrieve':
      desk.retrieve(agent)
      return null
    case 'transfer':
      desk.transfer(agent, order.to)
      return null
    case 'consult':
      desk.consult(agent, order.to)
      return null
    case 'complete':
      desk.complete(agent)
      return null
    case 'go-back':
      desk.goBack(agent)
      return null
    case 'conference':
      desk.conference(agent, order.to)
      return null
    case 'release':
      desk.release(agent)
      return null
    case 'force':
      desk.force(agent, order.state, order.reason)
      return null
    default:
      return unreachable(order)
  }
}
