/** What all parts of one switch share. */
import type { Clock } from '@callweave/core'
import type { Law } from '@callweave/rtp/audio'
import type { Media } from '@callweave/rtp/engine'
import type { Flow } from '../flow.js'
import type { Ending } from '../legs/ending.js'
import type { Leg } from '../legs/leg.js'
import type { Legs } from '../legs/legs.js'
import type { Links } from '../legs/links.js'
import type { LegSession } from '../legs/session.js'
import type { Voice } from '../legs/voice.js'
import type { Facts } from './facts.js'
import type { SoftswitchNotice } from './notice.js'

export interface Board {
  readonly clock: Clock
  readonly facts: Facts
  readonly media: Media
  readonly voice: Voice
  readonly links: Links
  readonly legs: Legs
  readonly ending: Ending
  /** Offered first. */
  readonly law: Law
  /** A session description of a leg, as somebody over there has to see it. */
  readonly sessionFor: (peer: Flow, rtpPort: number) => LegSession
  readonly notice: (notice: SoftswitchNotice) => void
  /** There are no media for a leg. */
  readonly lacksMedia: (error: unknown) => void
}

/** Opens a leg's media. The port that its far end sends to; null where none is free, which ends the leg. */
export const openMedia = ({ media, legs, lacksMedia, ending }: Board, leg: Leg): number | null => {
  try {
    const { party, rtpPort } = media.open()
    legs.hasParty(leg, party)
    return rtpPort
  } catch (error) {
    lacksMedia(error)
    ending.end(leg, 'switch', 'failed', { status: 503 })
    return null
  }
}

/** The media of a leg are what its session says now. */
export const agree = ({ media, links }: Board, leg: Leg): void => {
  const agreed = leg.session?.media() ?? null
  if (agreed === null || leg.party === null || leg.isOver) return
  media.agree(leg.party, agreed)
  links.heldThere(leg, leg.session?.isHeldThere ?? false)
}
