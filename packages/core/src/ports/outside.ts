/**
 * What the ports to the outside world have in common. A question goes out, one answer comes back:
 *
 *     ask(question, { deadlineMs }, answer)   returns at once
 *     answer(outcome)                         once, never from inside `ask`, at the latest after `deadlineMs`
 *
 * A function takes the answer, and not a promise: virtual time would have gone on before a promise is kept. Nothing is
 * thrown for what the outside world did; the code of the error says whether asking again can help:
 *
 *     peer-failed      it is away, has failed or is late: ask again. It may have done what it was asked all the same, so
 *                      every order carries a key, or is one that can be given twice, and is carried out once
 *     any other code   the question is wrong and nothing was done; asking again brings the same answer
 *
 * Orders that are under way together may be carried out in any order, where a port does not promise one. Errors reach
 * logs: none of them carries a number, an address or a text.
 */
import type { CallweaveError } from '../error.js'

export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: CallweaveError }

export type Answer<T> = (outcome: Outcome<T>) => void

export interface Deadline {
  /** After so long nobody waits any more. Whole ms, 1 to 60,000; anything else is answered with `out-of-range`. */
  readonly deadlineMs: number
}

/** Something that can be asked of the outside world. */
export type Ask<Question, T> = (question: Question, options: Deadline, answer: Answer<T>) => void
