/** Sets of phone numbers and of their beginnings. */

/** Numbers, and beginnings of numbers. */
export class NumberSet {
  readonly #exact = new Set<string>()
  readonly #beginnings: string[] = []

  constructor(patterns: readonly string[]) {
    for (const pattern of patterns) {
      if (pattern.endsWith('*')) this.#beginnings.push(pattern.slice(0, -1))
      else this.#exact.add(pattern)
    }
  }

  has(number: string): boolean {
    return this.#exact.has(number) || this.#beginnings.some((beginning) => number.startsWith(beginning))
  }
}

/** A number that is refused, or the beginning of those that are. */
export interface BlockedNumber {
  /** `'13800001111'`, `'0900*'` */
  readonly number: string
  /** `null`: for good. */
  readonly untilMs: number | null
}

/** The same, each for good or until an instant. */
export class BlockedNumbers {
  /** `null`: for good. */
  readonly #exact = new Map<string, number | null>()
  readonly #beginnings = new Map<string, number | null>()

  constructor(patterns: readonly string[]) {
    for (const pattern of patterns) this.add(pattern, null)
  }

  get isEmpty(): boolean {
    return this.#exact.size === 0 && this.#beginnings.size === 0
  }

  add(pattern: string, untilMs: number | null): void {
    if (pattern.endsWith('*')) this.#beginnings.set(pattern.slice(0, -1), untilMs)
    else this.#exact.set(pattern, untilMs)
  }

  delete(pattern: string): void {
    if (pattern.endsWith('*')) this.#beginnings.delete(pattern.slice(0, -1))
    else this.#exact.delete(pattern)
  }

  has(number: string, atMs: number): boolean {
    const untilMs = this.#exact.get(number)
    if (untilMs !== undefined && holds(untilMs, atMs)) return true
    for (const [beginning, until] of this.#beginnings) {
      if (number.startsWith(beginning) && holds(until, atMs)) return true
    }
    return false
  }

  /** Those that hold at that instant: numbers, then beginnings. */
  list(atMs: number): BlockedNumber[] {
    const beginnings = [...this.#beginnings].map(([beginning, until]) => [`${beginning}*`, until] as const)
    return [...this.#exact, ...beginnings].flatMap(([number, untilMs]) =>
      holds(untilMs, atMs) ? [{ number, untilMs }] : [],
    )
  }
}

const holds = (untilMs: number | null, atMs: number): boolean => untilMs === null || atMs < untilMs
