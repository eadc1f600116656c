/**
 * Nonces that nobody else can make, and which of them have been used how often.
 *
 * A nonce holds the instant it was made, a number, and both under a key, so that none is kept before it has been used. Of
 * those that were used the last 32 counts are kept, because requests over UDP overtake each other. When too many are kept
 * the oldest goes, and with it every nonce made before it: what is forgotten cannot be played again.
 */
import { AgeingMap, ownText } from '@callweave/core'
import { sameSecret } from './hash.js'

export type NonceVerdict = 'fresh' | 'expired' | 'forged' | 'replayed'

export interface Nonces {
  /** A new one. */
  make(nowMs: number): string
  /** What is to be thought of a nonce with this count; `null` when the credentials have none. Changes nothing. */
  judge(nonce: string, count: number | null, nowMs: number): NonceVerdict
  /** Marks the count as used; only when the response was right. */
  use(nonce: string, count: number | null): void
  /** How many are kept. */
  readonly size: number
}

export interface NonceOptions {
  /**
   * A keyed function: nobody without the key can tell what it gives. `signWith` makes one. The key is drawn anew at each
   * start, because what was used before is forgotten then.
   */
  readonly sign: (text: string) => string
  /** Default 300,000 ms. */
  readonly lifetimeMs?: number
  /** How many used nonces are kept. Default 20,000. */
  readonly most?: number
}

interface Used {
  readonly madeMs: number
  highest: number
  /** Bit n: `highest - n` has been used. */
  window: number
}

const windowSize = 32

class SignedNonces implements Nonces {
  readonly #options: Required<NonceOptions>
  readonly #used = new AgeingMap<string, Used>()
  #made = 0
  #forgottenMs = Number.NEGATIVE_INFINITY
  #sweepsAtMs = Number.NEGATIVE_INFINITY

  constructor(options: NonceOptions) {
    this.#options = { lifetimeMs: 300_000, most: 20_000, ...options }
  }

  get size(): number {
    return this.#used.size
  }

  make(nowMs: number): string {
    this.#made += 1
    const head = `${Math.floor(nowMs).toString(36)}-${this.#made.toString(36)}`
    return `${head}-${this.#options.sign(head)}`
  }

  judge(nonce: string, count: number | null, nowMs: number): NonceVerdict {
    const madeMs = this.#instantOf(nonce)
    if (madeMs === null || madeMs > nowMs) return 'forged'
    if (nowMs - madeMs > this.#options.lifetimeMs || madeMs <= this.#forgottenMs) return 'expired'
    const used = this.#used.get(nonce)
    if (used === undefined) return 'fresh'
    if (count === null) return 'replayed'
    const behind = used.highest - count
    if (behind < 0) return 'fresh'
    return behind >= windowSize || ((used.window >>> behind) & 1) === 1 ? 'replayed' : 'fresh'
  }

  use(nonce: string, count: number | null): void {
    const used = this.#used.get(nonce)
    if (used === undefined) {
      // Without a count a nonce is good for one request: no count is above the highest.
      const highest = count ?? Number.MAX_SAFE_INTEGER
      const madeMs = this.#instantOf(nonce) ?? 0
      this.#used.set(ownText(nonce), { madeMs, highest, window: count === null ? -1 : 1 })
      this.#forget(madeMs)
      return
    }
    if (count === null) return
    const ahead = count - used.highest
    if (ahead > 0) {
      used.window = ahead >= windowSize ? 1 : (used.window << ahead) | 1
      used.highest = count
    } else if (ahead > -windowSize) used.window |= 1 << -ahead
  }

  /** It is at least as late as `nowMs`: those that have expired are known by their instant, once in a lifetime. */
  #forget(nowMs: number): void {
    const { lifetimeMs } = this.#options
    if (nowMs >= this.#sweepsAtMs) {
      this.#sweepsAtMs = nowMs + lifetimeMs
      for (const [nonce, { madeMs }] of this.#used) if (nowMs - madeMs > lifetimeMs) this.#used.delete(nonce)
    }
    while (this.#used.size > this.#options.most)
      this.#forgottenMs = Math.max(this.#forgottenMs, this.#used.takeOldest().madeMs)
  }

  #instantOf(nonce: string): number | null {
    const cut = nonce.lastIndexOf('-')
    if (cut < 0 || nonce.length > 200) return null
    const head = nonce.slice(0, cut)
    if (!sameSecret(nonce.slice(cut + 1), this.#options.sign(head))) return null
    return Number.parseInt(head, 36)
  }
}

export const createNonces = (options: NonceOptions): Nonces => new SignedNonces(options)
