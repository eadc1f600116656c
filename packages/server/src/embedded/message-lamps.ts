/** Message lamps: an agent's phone shows how many messages lie in the agent's own box. */
import type { Center, CenterSections } from '@callweave/center'
import type { CallEvent } from '@callweave/core'
import type { EmbeddedSwitch } from './open-switch.js'

export interface MessageLamps {
  /** Shows what is there now. */
  show(boxes: Center['boxes']): void
  /** To be told of each event that is written: a lamp says nothing that a kill could take back. */
  written(event: CallEvent): void
}

export const createMessageLamps = (
  { agents }: Pick<CenterSections, 'agents'>,
  tell: EmbeddedSwitch['messages'],
): MessageLamps => {
  let lit: Center['boxes'] | null = null
  const showOf = (agent: string): void => {
    const { extension } = agents[agent] ?? {}
    if (extension !== undefined && lit !== null) tell(extension, { fresh: lit.get(agent) ?? 0, heard: 0 })
  }
  return {
    show: (boxes) => {
      lit = boxes
      for (const agent of boxes.keys()) showOf(agent)
    },
    written: (event) => {
      if (event.type === 'message.left' || event.type === 'messages.heard') showOf(event.box)
    },
  }
}
