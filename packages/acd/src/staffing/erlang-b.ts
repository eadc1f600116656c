import { checkNumber, checkWhole, mostAgents } from './check.js'

/**
 * Erlang B: the share of calls that find every line busy and are lost (M/M/n/n, and by insensitivity M/G/n/n).
 *
 * B(0) = 1, B(k) = a B(k-1) / (k + a B(k-1)). The recursion runs upward, where each step shrinks the relative
 * error of the one before, so it is exact to about 1e-12 at 100,000 lines; factorials would overflow at 171.
 * Costs one division a line. A blocking below 1e-308 is given as 0.
 *
 * Source: A. K. Erlang 1917; R. B. Cooper, Introduction to Queueing Theory, 1981, section 3.3.
 *
 * @throws CallweaveError `out-of-range`, for a load below 0 or lines that are not a whole number from 0.
 */
export function erlangB({ offeredErlangs, lines }: { offeredErlangs: number; lines: number }): number {
  checkNumber('offeredErlangs', offeredErlangs, { min: 0 })
  checkWhole('lines', lines, { min: 0, max: mostAgents })
  return blockingOf(offeredErlangs, lines)
}

/** The recursion alone, for formulas that have checked their arguments. */
export function blockingOf(offeredErlangs: number, lines: number): number {
  let blocking = 1
  for (let line = 1; line <= lines; line += 1) {
    const carried = offeredErlangs * blocking
    blocking = carried / (line + carried)
    if (blocking === 0) return 0
  }
  return blocking
}

/**
 * The traffic that so many lines can be offered at this blocking: the classic Erlang B table, read backwards.
 *
 * B grows with the load, and d ln B / d ln a = n - a (1 - B), so Newton's steps on the logarithms meet in five or
 * six turns; a step that leaves the bracket [p, n / (1 - p)] is replaced by halving it. Exact to 1e-12 relative.
 *
 * @throws CallweaveError `out-of-range`, unless lines is a whole number from 1 and 0 < blockingRatio < 1.
 */
export function offeredAtBlocking({ lines, blockingRatio }: { lines: number; blockingRatio: number }): number {
  checkWhole('lines', lines, { min: 1, max: mostAgents })
  checkNumber('blockingRatio', blockingRatio, { above: 0, below: 1 })
  const goal = Math.log(blockingRatio)
  let low = Math.log(blockingRatio)
  let high = Math.log(lines) - Math.log1p(-blockingRatio)
  let guess = Math.min(Math.log(lines), high)
  for (let turn = 0; turn < 200; turn += 1) {
    const load = Math.exp(guess)
    const blocking = blockingOf(load, lines)
    const excess = Math.log(blocking) - goal
    if (excess > 0) high = guess
    else low = guess
    const step = excess / (lines - load * (1 - blocking))
    const next = guess - step
    const inside = next > low && next < high
    if (inside && Math.abs(step) < 1e-13) return Math.exp(next)
    if (high - low < 1e-14) return Math.exp(guess)
    guess = inside ? next : (low + high) / 2
  }
  return Math.exp(guess)
}
