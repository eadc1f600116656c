/** What the media tell, to the leg that it is about. */
import type { MediaUser } from '@callweave/rtp/engine'
import type { Board } from '../board/board.js'

export const createMediaUser = ({ clock, legs, voice, ending, notice }: Board): MediaUser => ({
  played: (party, token) => {
    const leg = legs.ofParty(party)
    if (leg !== undefined) voice.played(leg, token)
  },
  pressed: (party, key) => {
    const leg = legs.ofParty(party)
    if (leg !== undefined && leg.state !== 'ended' && leg.keys.isNew(key, 'media', clock.nowMs())) voice.press(leg, key)
  },
  recorded: (party, token, lengthMs, because) => {
    const leg = legs.ofParty(party)
    if (leg === undefined) return
    voice.recorded(leg, token, lengthMs, because)
    ending.recorded(leg)
  },
  silent: (party) => {
    const leg = legs.ofParty(party)
    // Who is on hold need not send; who rings has not begun to.
    if (leg !== undefined && leg.state === 'up' && !leg.isHeldThere) ending.end(leg, 'switch', 'failed')
  },
  closed: (party) => {
    const leg = legs.ofParty(party)
    if (leg === undefined) return
    // Not by us: its thread has failed.
    if (!leg.isOver) ending.end(leg, 'switch', 'failed')
    ending.mediaClosed(leg)
  },
  trouble: (error) => notice({ notice: 'media-failed', error }),
})
