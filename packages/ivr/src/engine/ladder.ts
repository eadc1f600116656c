/** No input, no match: another prompt the first, second, third time, then another step. */
import type { Ladder } from '../definition/input.js'
import type { CollectCommand } from './desk.js'
import type { BySpoken, CollectSettings, Linker, Next } from './node.js'
import type { Position } from './position.js'
import type { StepRuntime } from './runtime.js'

export interface LadderNode {
  readonly again: readonly BySpoken<CollectCommand>[]
  readonly then: Next
}

const none: LadderNode = { again: [], then: null }

export const linkLadder = (
  link: Linker,
  ladder: Ladder<string, string> | undefined,
  step: CollectSettings,
  maxDigits: number,
): LadderNode =>
  ladder === undefined
    ? none
    : {
        again: (ladder.again ?? []).map((prompt) => link.collect(prompt, step, maxDigits)),
        then: link.step(ladder.then),
      }

/** The next rung. A ladder that leads nowhere ends the call. */
export const climb = (at: Position, ivr: StepRuntime, kind: 'no-input' | 'no-match', ladder: LadderNode): Next => {
  const attempt = (kind === 'no-input' ? at.noInputs : at.noMatches) + 1
  ivr.missed(at, kind, attempt)
  const again = ladder.again[attempt - 1]
  if (again !== undefined) return ivr.collect(at, again[at.spoken] as CollectCommand)
  return ladder.then ?? ivr.end(at)
}
