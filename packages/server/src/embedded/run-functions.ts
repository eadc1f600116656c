/**
 * Lookups of a center that runs: the integrator's own functions, each with the time that its step gives it. Never a
 * simulated twin: a caller is told nothing that was drawn.
 *
 *     run(args, { signal }) -> answer          in time: the answer, else `timeout`, and the signal aborts
 *                           -> throws          `failed`
 *                           -> later         nobody hears it: the caller has gone, and the signal aborts
 *                           -> something else  `wrong-answer`: neither text, a number, a flag, null, nor fields of these
 *
 * What a function throws is told to `onTrouble` and stands in no event: it may name a customer.
 */
import type { Lookups } from '@callweave/center'
import { CallweaveError, type Clock } from '@callweave/core'
import type { FunctionAnswer, FunctionCode, LookupOutcome, LookupRequest } from '@callweave/ivr'

export interface RunFunctionsOptions {
  readonly clock: Clock
  readonly codeOf: (name: string) => FunctionCode | undefined
  /** Told of each function that throws or answers with something else. */
  readonly onTrouble?: (error: CallweaveError) => void
}

/** Calls that wait for an answer of one function; one that never comes holds its place until the step's time is up. */
const mostUnderWay = 1_000
/** An answer becomes an event: as JSON it is no longer. */
const mostAnswerChars = 16_384

export const runFunctions = ({ clock, codeOf, onTrouble = () => {} }: RunFunctionsOptions): Lookups => {
  const underWay = new Map<string, number>()

  const runOne = (request: LookupRequest, gone: AbortSignal, done: (outcome: Outcome) => void): void => {
    const run = codeOf(request.function)?.run
    const busy = underWay.get(request.function) ?? 0
    if (run === undefined) {
      done({ ok: false, because: 'not-runnable' })
      return
    }
    if (busy >= mostUnderWay) {
      done({ ok: false, because: 'too-many' })
      return
    }
    underWay.set(request.function, busy + 1)
    const aborted = new AbortController()
    let isOver = false
    const end = (outcome: Outcome): void => {
      if (isOver) return
      isOver = true
      clock.cancel(timer)
      underWay.set(request.function, (underWay.get(request.function) ?? 1) - 1)
      done(outcome)
    }
    const late = (): void => {
      end({ ok: false, because: 'timeout' })
      aborted.abort()
    }
    const isGone = (): void => {
      end({ ok: false, because: 'failed' })
      aborted.abort()
    }
    gone.addEventListener('abort', isGone, { once: true })
    const timer = clock.at(clock.nowMs() + request.timeoutMs, late, undefined)
    // An `async` of ours: a function that is none, and throws at once, is a failure like any other.
    const asked = (async () => run({ ...request.args }, { signal: aborted.signal }))()
    asked.then(
      (result: unknown) => {
        if (!isOver && !isAnswer(result)) onTrouble(wrongAnswer(request, result))
        end(isAnswer(result) ? { ok: true, result } : { ok: false, because: 'wrong-answer' })
      },
      (cause: unknown) => {
        if (!isOver) onTrouble(failed(request, cause))
        end({ ok: false, because: 'failed' })
      },
    )
  }

  return {
    ask: (request, answer) => {
      const askedAtMs = clock.nowMs()
      const gone = new AbortController()
      const tell = (outcome: Outcome): void => {
        if (!gone.signal.aborted) answer({ ...outcome, tookMs: clock.nowMs() - askedAtMs })
      }
      queueMicrotask(() => {
        if (!gone.signal.aborted) runOne(request, gone.signal, tell)
      })
      return () => gone.abort()
    },
  }
}

type Outcome = Untimed<LookupOutcome>
type Untimed<T> = T extends unknown ? Omit<T, 'tookMs'> : never

const isPlain = (value: unknown): value is string | number | boolean | null =>
  value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)

const isAnswer = (value: unknown): value is FunctionAnswer => {
  if (isPlain(value)) return JSON.stringify(value).length <= mostAnswerChars
  if (typeof value !== 'object' || Array.isArray(value)) return false
  return Object.values(value as object).every(isPlain) && JSON.stringify(value).length <= mostAnswerChars
}

const wrongAnswer = (request: LookupRequest, result: unknown): CallweaveError =>
  new CallweaveError('out-of-range', {
    where: `functions.${request.function}`,
    message: 'this function answered with something that a flow cannot use',
    found: Array.isArray(result) ? 'a list' : typeof result,
    expected: 'text, a number, true, false, null, or an object of these',
  })

const failed = (request: LookupRequest, cause: unknown): CallweaveError =>
  new CallweaveError('peer-failed', {
    where: `functions.${request.function}`,
    message: `this function failed: ${cause instanceof Error ? cause.message : String(cause)}`,
    remedy: 'The flow goes on with its step for errors',
    cause,
  })
