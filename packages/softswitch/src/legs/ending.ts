/**
 * How a leg goes down: at once for the far end, and for the center when its media have told all that was heard until then.
 * A key or a recording of the last moment comes before the end of the leg.
 */
import type { Clock, EndCause, EndedBy } from '@callweave/core'
import type { Media } from '@callweave/rtp/engine'
import type { Facts } from '../board/facts.js'
import type { Leg } from './leg.js'
import type { Legs } from './legs.js'
import type { Links } from './links.js'
import { type LegRefusal, reasonOf, refusalOf } from './refusals.js'
import type { Voice } from './voice.js'

/** Media that have not told their end by then have failed. */
const mostClosingMs = 2_000

export interface EndingOptions {
  readonly clock: Clock
  readonly facts: Facts
  readonly media: Media
  readonly voice: Voice
  readonly links: Links
  readonly legs: Legs
  /** When a caller may try again for whom there is no room now. */
  readonly retryAfterSeconds: number
  /** The leg is over; its end is told next. */
  readonly onEnded: (leg: Leg) => void
}

export interface Ending {
  /** Takes the leg down. Harmless when it is. */
  end(leg: Leg, by: EndedBy, cause: EndCause, refusal?: LegRefusal): void
  /** The media of a leg are closed. */
  mediaClosed(leg: Leg): void
  /** A recording was told. */
  recorded(leg: Leg): void
}

export const createEnding = (options: EndingOptions): Ending => {
  const { clock, facts, media, voice, links, legs, retryAfterSeconds, onEnded } = options

  const clearLines = (leg: Leg, wasUp: boolean, refusal: LegRefusal | undefined): void => {
    const { line, begins, ringing, cause } = leg
    for (const each of ringing) each.hangUp()
    if (line === null) return
    // What was ordered of the call may not have been done yet, so its own state is not asked.
    if (begins !== 'arrived' || wasUp) line.hangUp(cause === 'normal' ? undefined : reasonOf(cause))
    else {
      const { status, ...parts } = refusal ?? refusalOf(cause, retryAfterSeconds)
      line.refuse(status, parts)
    }
  }

  const finish = (leg: Leg): void => {
    if (leg.state === 'ended') return
    clock.cancel(leg.endTimer)
    leg.endTimer = 0
    leg.state = 'ended'
    voice.finish(leg)
    legs.delete(leg)
    onEnded(leg)
    facts.ended(leg)
  }

  return {
    end: (leg, by, cause, refusal) => {
      if (leg.isOver) return
      const wasUp = leg.state === 'up'
      leg.state = 'ending'
      leg.endedBy = by
      leg.cause = cause
      leg.referral = null
      voice.freeze(leg)
      links.leave(leg)
      clearLines(leg, wasUp, refusal ?? leg.refusal ?? undefined)
      if (leg.party === null) finish(leg)
      else {
        leg.endTimer = clock.at(clock.nowMs() + mostClosingMs, finish, leg)
        media.close(leg.party)
      }
    },
    mediaClosed: (leg) => {
      if (leg.state === 'ending' && leg.recordings.size === 0) finish(leg)
      else leg.isMediaClosed = true
    },
    recorded: (leg) => {
      if (leg.state === 'ending' && leg.isMediaClosed && leg.recordings.size === 0) finish(leg)
    },
  }
}
