/** The boxes of agents and queues: how many messages were left in each. */
import type { Listeners } from '@callweave/core'

export interface Boxes {
  /** Messages by box, those that were left before the last start too; none for a box that is empty. */
  readonly messages: ReadonlyMap<string, number>
  readonly folds: Listeners
}

export const createBoxes = (): Boxes => {
  const messages = new Map<string, number>()
  return {
    messages,
    folds: { 'message.left': ({ box }) => void messages.set(box, (messages.get(box) ?? 0) + 1) },
  }
}
