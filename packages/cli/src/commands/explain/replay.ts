/** The story of one call with the engine's own reasons: the log is replayed, and the floor asked at each moment that matters. */
import { explainCall, type FloorReplay } from '@callweave/acd'
import type { CenterSections } from '@callweave/center'
import { type CallEvent, callId } from '@callweave/core'
import { looksInto, type Moment } from './moments.js'
import { type LogReplay, replayLog } from './replay-log.js'
import { createStayFold, type Stay } from './stays.js'

export interface Story {
  readonly moments: readonly Moment[]
  /** One for each queue that the call waited in. */
  readonly stays: readonly Stay[]
}

export interface StorySource extends LogReplay {
  /** The whole log that `events`, those of one call, are from. */
  readonly log: Iterable<CallEvent>
  readonly events: readonly CallEvent[]
  /** Of the log's own definition. */
  readonly sections: CenterSections
}

/** @throws CallweaveError `file-invalid` for a log that was edited. */
export const replayStory = (call: number, { log, events, sections, ...from }: StorySource): Story => {
  const id = callId(call)
  const replay = replayLog(sections, from)
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
