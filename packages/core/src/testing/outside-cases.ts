/** Cases that every port to the outside world keeps: one answer, in time, with a code that says what to do. */
import type { ErrorCode } from '../error.js'
import type { Answer, Deadline, Outcome } from '../ports/outside.js'
import { promised, same } from './contract.js'

/** What a suite has to be able to do to the world behind the port. Spans are short, for rigs that wait in real time. */
export interface OutsideRig {
  /** Lets so much time pass, and every answer on the way come. */
  pass(byMs: number): void | Promise<void>
  /** From now on an answer takes so long; 0: as long as it does by itself. */
  delay(byMs: number): void
  /** From now on nothing is answered but with failure, or all is well again. */
  down(isDown: boolean): void
  /** An answer that is not delayed has come after so long. 1 to 1,000. */
  readonly answersWithinMs: number
  close?(): void | Promise<void>
}

/** Asks with a deadline that is not met by luck, and hands back what is told, as it is told. */
export const asks = <T>(
  rig: OutsideRig,
  ask: (options: Deadline, answer: Answer<T>) => void,
  deadlineMs = 10 * rig.answersWithinMs,
): readonly Outcome<T>[] => {
  const told: Outcome<T>[] = []
  ask({ deadlineMs }, (outcome) => void told.push(outcome))
  promised(told.length === 0, 'nothing is answered from inside the question')
  return told
}

/** Asks, and waits for the one answer. */
export const answered = async <T>(
  rig: OutsideRig,
  ask: (options: Deadline, answer: Answer<T>) => void,
): Promise<Outcome<T>> => {
  const told = asks(rig, ask)
  await rig.pass(rig.answersWithinMs)
  same(told.length, 1, 'one answer')
  return told[0] as Outcome<T>
}

/** Asks, and waits for the value. */
export const valued = async <T>(rig: OutsideRig, ask: (options: Deadline, answer: Answer<T>) => void): Promise<T> => {
  const outcome = await answered(rig, ask)
  if (!outcome.ok) throw new Error(`broken promise: an answer, not: ${outcome.error.message}`)
  return outcome.value
}

/** `ok`, or the code of the error. */
export const codeOf = (outcome: Outcome<unknown> | undefined): 'ok' | ErrorCode | 'nothing' =>
  outcome === undefined ? 'nothing' : outcome.ok ? 'ok' : outcome.error.code

/** `out-of-range`, and the sentence does not say whose number, address or text it was. */
export const refusedQuietly = (outcome: Outcome<unknown>, personal: string): void => {
  same(codeOf(outcome), 'out-of-range', `refused: '${personal}'`)
  const told = outcome.ok ? '' : JSON.stringify([outcome.error.message, outcome.error.parts])
  promised(personal.length < 4 || !told.includes(JSON.stringify(personal).slice(1, -1)), `${told} tells it on`)
}

/**
 * @param ask something that is answered with a value; asked more than once in a case.
 * @param doneCount how often the world has carried it out, where that leaves a trace: at most once.
 */
export const outsideCases = <Rig extends OutsideRig>(
  ask: (rig: Rig, options: Deadline, answer: Answer<unknown>) => void,
  doneCount: (rig: Rig) => number | Promise<number> = () => 1,
): Readonly<Record<string, (rig: Rig) => Promise<void>>> => {
  const asksOnce = (rig: Rig, deadlineMs?: number) => asks<unknown>(rig, (...rest) => ask(rig, ...rest), deadlineMs)
  return {
    'one answer, and never from inside the question': async (rig) => {
      const told = asksOnce(rig)
      await rig.pass(rig.answersWithinMs)
      same(told.map(codeOf), ['ok'], 'answered')
      await rig.pass(11 * rig.answersWithinMs)
      same(told.length, 1, 'once')
    },
    'a late answer is peer-failed at the deadline, and is not told when it comes': async (rig) => {
      const deadlineMs = 2 * rig.answersWithinMs
      rig.delay(3 * deadlineMs)
      const told = asksOnce(rig, deadlineMs)
      await rig.pass(deadlineMs / 2)
      same(told.length, 0, 'not before the deadline')
      await rig.pass(deadlineMs)
      same(told.map(codeOf), ['peer-failed'], 'told in time')
      await rig.pass(4 * deadlineMs)
      same(told.length, 1, 'once')
    },
    'what was late or failed is asked again and done once': async (rig) => {
      const deadlineMs = 2 * rig.answersWithinMs
      rig.delay(3 * deadlineMs)
      asksOnce(rig, deadlineMs)
      await rig.pass(deadlineMs / 2)
      rig.delay(0)
      rig.down(true)
      for (let i = 0; i < 8; i += 1) asksOnce(rig)
      await rig.pass(5 * deadlineMs)
      rig.down(false)
      const told = [asksOnce(rig), asksOnce(rig)]
      await rig.pass(5 * deadlineMs)
      same(
        told.flat().map((outcome) => codeOf(outcome)),
        ['ok', 'ok'],
        'answered in the end',
      )
      same(await doneCount(rig), 1, 'done once')
    },
    'away: peer-failed in time, and well again afterwards': async (rig) => {
      rig.down(true)
      const away = [asksOnce(rig), asksOnce(rig)]
      await rig.pass(11 * rig.answersWithinMs)
      same(
        away.flat().map((outcome) => codeOf(outcome)),
        ['peer-failed', 'peer-failed'],
        'each is told',
      )
      rig.down(false)
      same(codeOf(await answered(rig, (...rest) => ask(rig, ...rest))), 'ok', 'well again')
    },
    'many questions at once are answered once each': async (rig) => {
      const told = Array.from({ length: 20 }, () => asksOnce(rig))
      await rig.pass(11 * rig.answersWithinMs)
      same(
        told.map((outcomes) => outcomes.map(codeOf)),
        told.map(() => ['ok']),
        'each',
      )
    },
    'a deadline out of its range is refused': async (rig) => {
      for (const deadlineMs of [0, -1, 1.5, 60_001, Number.NaN, Number.POSITIVE_INFINITY]) {
        const told = asksOnce(rig, deadlineMs)
        await rig.pass(rig.answersWithinMs)
        same(told.map(codeOf), ['out-of-range'], `${deadlineMs} ms`)
      }
    },
  }
}
