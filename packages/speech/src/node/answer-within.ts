/** How a question to the outside world is answered that promises keep inside: once, and not after its deadline. */
import { type Answer, CallweaveError, type Clock, type Deadline, type Outcome } from '@callweave/core'

const mostDeadlineMs = 60_000

/** `ask` is asked where the deadline is one. */
export const answerWithin = <T>(
  clock: Clock,
  { deadlineMs }: Deadline,
  answer: Answer<T>,
  ask: () => Promise<Outcome<T>>,
): void => {
  let isTold = false
  const tell = (outcome: Outcome<T>): void => {
    if (isTold) return
    isTold = true
    answer(outcome)
  }
  if (!(Number.isInteger(deadlineMs) && deadlineMs >= 1 && deadlineMs <= mostDeadlineMs)) {
    const error = new CallweaveError('out-of-range', {
      message: `${deadlineMs} ms is no deadline`,
      expected: 'a whole number from 1 to 60,000',
    })
    queueMicrotask(() => tell({ ok: false, error }))
    return
  }
  const late = clock.at(clock.nowMs() + deadlineMs, tell, {
    ok: false,
    error: new CallweaveError('peer-failed', {
      message: `there was no answer within ${deadlineMs} ms`,
      remedy: 'Ask again: it is spoken once',
    }),
  })
  void ask().then((outcome) => {
    clock.cancel(late)
    tell(outcome)
  })
}
