/** The boxes of agents and queues: the messages that were left in each and that nobody has heard. */
import type { Listeners } from '@callweave/core'

export interface Message {
  /** Its file, within the folder of recordings. */
  readonly recording: string
  readonly lengthMs: number
}

export interface Boxes {
  /** Messages by box, those that were left before the last start too; none for a box that is empty. */
  readonly messages: ReadonlyMap<string, number>
  readonly folds: Listeners
  /** The oldest first. */
  unheard(box: string): readonly Message[]
}

export const createBoxes = (): Boxes => {
  const counts = new Map<string, number>()
  const boxes = new Map<string, readonly Message[]>()
  const unheard = (box: string): readonly Message[] => boxes.get(box) ?? []
  const put = (box: string, messages: readonly Message[]): void => {
    boxes.set(box, messages)
    counts.set(box, messages.length)
    if (messages.length > 0) return
    boxes.delete(box)
    counts.delete(box)
  }
  return {
    messages: counts,
    folds: {
      'message.left': ({ box, recording, lengthMs }) => put(box, [...unheard(box), { recording, lengthMs }]),
      'messages.heard': ({ box, count }) => put(box, unheard(box).slice(count)),
    },
    unheard,
  }
}
