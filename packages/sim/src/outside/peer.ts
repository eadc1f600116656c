/**
 * Something outside that takes its time: the clock and the faults which the simulated customer system, carrier and speech
 * engine have in common.
 *
 * A question travels, is carried out, and is answered. Late, it is carried out all the same, after the deadline has been
 * told. Of those that fail half were carried out and only the answer was lost: whoever asks again must have a key.
 */
import { type Answer, CallweaveError, type Clock, type Deadline, type Outcome, type Random } from '@callweave/core'
import { compileDistribution, type Distribution } from '../random/index.js'
import { createDisturbance, type Disturbed } from './disturbance.js'

export interface PeerOptions {
  readonly clock: Clock
  readonly random: Random
  /** From question to answer, while all is well. */
  readonly took: Distribution
}

export interface Peer extends Disturbed {
  /**
   * @param carryOut what is done there, at the instant it is done.
   * @param notBeforeMs not done before this instant.
   * @returns when it will be done.
   */
  ask<T>(options: Deadline, answer: Answer<T>, carryOut: () => Outcome<T>, notBeforeMs?: number): number
}

/** `name` stands in sentences and names the streams: `crm` draws its times, `crm-faults` its failures. */
export const createPeer = (name: string, { clock, random, took }: PeerOptions): Peer => {
  const times = random.stream(name)
  const luck = random.stream(`${name}-faults`)
  const draw = compileDistribution(took)
  const { disturb, slowed, fails } = createDisturbance(luck)
  return {
    disturb,
    ask: (options, answer, carryOut, notBeforeMs = 0) => {
      const { deadlineMs } = options
      const nowMs = clock.nowMs()
      if (!(Number.isInteger(deadlineMs) && deadlineMs >= 1 && deadlineMs <= mostMs)) {
        clock.at(nowMs, answer, wrong(`${deadlineMs} ms is no deadline`, 'a whole number from 1 to 60,000'))
        return nowMs
      }
      const doneAtMs = Math.max(nowMs + slowed(draw(times)), notBeforeMs)
      const failed = fails()
      const lost = failed && luck.next() < 0.5
      const inTime = doneAtMs <= nowMs + deadlineMs
      const arrive = (): void => {
        const outcome = failed && !lost ? null : carryOut()
        if (inTime) answer(failed || outcome === null ? away(name) : outcome)
      }
      clock.at(doneAtMs, arrive, undefined)
      if (!inTime) clock.at(nowMs + deadlineMs, answer, late(name, deadlineMs))
      return doneAtMs
    },
  }
}

const mostMs = 60_000

export const done = <T>(value: T): Outcome<T> => ({ ok: true, value })

/** The question is wrong: nothing was done. What was found is left out, since it may be personal. */
export const wrong = (message: string, expected: string): Outcome<never> => ({
  ok: false,
  error: new CallweaveError('out-of-range', { message, expected }),
})

const away = (name: string): Outcome<never> => ({
  ok: false,
  error: new CallweaveError('peer-failed', { message: `'${name}' has failed`, remedy: 'Ask again with the same key' }),
})

const late = (name: string, deadlineMs: number): Outcome<never> => ({
  ok: false,
  error: new CallweaveError('peer-failed', {
    message: `'${name}' has not answered within ${deadlineMs} ms`,
    remedy: 'Ask again with the same key: it may have been done',
  }),
})
