/** Replays a log that somebody may have edited, or that says another definition made it than did. */
import { type FloorReplay, replayFloor } from '@callweave/acd'
import type { CenterSections } from '@callweave/center'
import { CallweaveError } from '@callweave/core'
import type { Catalogue } from '../../text/en.js'

export interface LogReplay {
  /** What errors call the log. */
  readonly where: string
  readonly words: Pick<Catalogue, 'reasons'>
}

/** `take` throws `file-invalid` for an event that does not fit those before it: the log is at fault, not the engine. */
export const replayLog = (sections: CenterSections, { where, words }: LogReplay): FloorReplay => {
  const { floor, take } = replayFloor(sections)
  const { reasons } = words
  let isFirst = true
  return {
    floor,
    take: (event) => {
      const seq = String(event.seq)
      if (isFirst && event.seq !== 1) {
        throw new CallweaveError('file-invalid', { where, message: reasons.beginsLate({ seq }) })
      }
      isFirst = false
      try {
        take(event)
      } catch (cause) {
        throw new CallweaveError('file-invalid', {
          where,
          message: reasons.doesNotFit({ seq, type: event.type }),
          remedy: reasons.doesNotFitRemedy,
          cause,
        })
      }
    },
  }
}
