/** What one extension has called out: the beginnings of an hour and the talk of a day, in bounded memory. */

const hourMs = 3_600_000
const dayMs = 86_400_000

export interface Talk {
  /** The answer; `null` while it rings. */
  fromMs: number | null
}

interface Span {
  readonly fromMs: number
  toMs: number
}

/** Talks that end within a minute of each other are kept as one: at most 1,440 spans of a day. */
const grainMs = 60_000

export class Usage {
  /** Instants of the last hour, the oldest first. */
  #begun: number[] = []
  /** Finished talk: how long, and when the last of it ended. */
  #talked: { talkMs: number; readonly span: Span }[] = []
  readonly live = new Set<Talk>()

  begin(nowMs: number): Talk {
    const talk: Talk = { fromMs: null }
    this.#begun.push(nowMs)
    this.live.add(talk)
    return talk
  }

  end(talk: Talk, nowMs: number): void {
    if (!this.live.delete(talk) || talk.fromMs === null) return
    const talkMs = Math.max(0, nowMs - talk.fromMs)
    const last = this.#talked.at(-1)
    if (last !== undefined && nowMs - last.span.fromMs < grainMs) {
      last.talkMs += talkMs
      last.span.toMs = nowMs
    } else this.#talked.push({ talkMs, span: { fromMs: nowMs, toMs: nowMs } })
  }

  /** Calls begun in the hour up to now. */
  begunInHour(nowMs: number): number {
    const from = this.#begun.findIndex((atMs) => atMs > nowMs - hourMs)
    this.#begun = from < 0 ? [] : this.#begun.slice(from)
    return this.#begun.length
  }

  /** When the oldest call of the hour no longer counts. */
  hourEndsMs(): number {
    return (this.#begun[0] ?? Number.NEGATIVE_INFINITY) + hourMs
  }

  /** Talk of calls that ended in the day up to now, and all of those that are up. Counts a minute too long, never too short. */
  talkedMs(nowMs: number): number {
    const from = this.#talked.findIndex(({ span }) => span.toMs > nowMs - dayMs)
    this.#talked = from < 0 ? [] : this.#talked.slice(from)
    let totalMs = 0
    for (const { talkMs } of this.#talked) totalMs += talkMs
    for (const { fromMs } of this.live) if (fromMs !== null) totalMs += Math.max(0, nowMs - fromMs)
    return totalMs
  }

  /** When the oldest talk of the day no longer counts. */
  dayEndsMs(): number | null {
    const first = this.#talked[0]
    return first === undefined ? null : first.span.toMs + dayMs
  }

  isEmpty(nowMs: number): boolean {
    return this.live.size === 0 && this.begunInHour(nowMs) === 0 && this.talkedMs(nowMs) === 0
  }
}
