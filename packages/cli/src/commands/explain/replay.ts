/** The story of one call with the engine's own reasons: the log is replayed, and the floor asked at each moment that matters. */
import { explainCall, type FloorReplay, replayFloor } from '@callweave/acd'
import type { CenterSections } from '@callweave/center'
import { type CallEvent, callId } from '@callweave/core'
import { looksInto, type Moment } from './moments.js'
import { createStayFold, type Stay } from './stays.js'

export interface Story {
  readonly moments: readonly Moment[]
  /** One for each queue that the call waited in. */
  readonly stays: readonly Stay[]
}

/** @param log the whole log that `events`, those of one call, are from; the definition must be the log's own. */
export const replayStory = (
  log: Iterable<CallEvent>,
  events: readonly CallEvent[],
  call: number,
  sections: CenterSections,
): Story => {
  const id = callId(call)
  const replay = replayFloor(sections)
  const stays = createStayFold(replay.floor, id)
  const looks = looksInto(events)
  const moments: Moment[] = []
  const own = new Set(events.map(({ seq }) => seq))
  const last = events.at(-1)
  // A call that is still there when the log ends is told of until then.
  const endSeq = last?.type === 'call.ended' ? last.seq : null
  let look = 0
  let lastMs = 0
  for (const event of log) {
    for (let atMs = looks[look]; atMs !== undefined && atMs < event.atMs; atMs = looks[look]) {
      const explained = explainCall(replay.floor, id, atMs)
      if (explained !== null) moments.push({ atMs, event: null, explained })
      look += 1
    }
    stays.before(event)
    if (own.has(event.seq)) moments.push(momentOf(event, replay, call))
    else replay.take(event)
    stays.after(event)
    lastMs = event.atMs
    if (event.seq === endSeq) break
  }
  const waits = explainCall(replay.floor, id, lastMs)
  if (waits !== null && lastMs > (last?.atMs ?? 0)) moments.push({ atMs: lastMs, event: null, explained: waits })
  return { moments, stays: stays.end() }
}

const momentOf = (event: CallEvent, { floor, take }: FloorReplay, call: number): Moment => {
  const { type, atMs } = event
  const ask = () => explainCall(floor, callId(call), atMs)
  const asksBefore = type === 'offer.made' || type === 'queue.widened' || type === 'queue.left'
  const before = asksBefore ? ask() : null
  take(event)
  const after = type === 'queue.entered' || type === 'queue.widened' ? ask() : null
  const explained = before ?? after
  if (explained === null) return { atMs, event }
  return before !== null && after !== null ? { atMs, event, explained, then: after } : { atMs, event, explained }
}
