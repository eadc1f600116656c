/** What the media tell, to the leg that it is about. A disk that is full is told once, not for each recording. */
import { CallweaveError } from '@callweave/core'
import type { MediaUser } from '@callweave/rtp/engine'
import type { Board } from '../board/board.js'
import type { SoftswitchNotice } from '../board/notice.js'

/** A recording that cannot be written: the trouble goes before the fact that it is over. */
const isOfRecording = (error: unknown): boolean => error instanceof CallweaveError && error.code === 'file-invalid'

/** Whether recordings can be written, as those that are over show it. */
const createRecordingWatch = (notice: (notice: SoftswitchNotice) => void) => {
  let isFailing = false
  let isLost = false
  return {
    failed: (error: unknown): void => {
      isLost = true
      if (isFailing) return
      isFailing = true
      notice({ notice: 'media-failed', error })
    },
    over: (lengthMs: number): void => {
      const isWritten = !isLost && lengthMs > 0
      isLost = false
      if (!isFailing || !isWritten) return
      isFailing = false
      notice({ notice: 'recordings-mended' })
    },
  }
}

export const createMediaUser = ({ clock, legs, voice, ending, notice }: Board): MediaUser => {
  const recordings = createRecordingWatch(notice)
  return {
    played: (party, token) => {
      const leg = legs.ofParty(party)
      if (leg !== undefined) voice.played(leg, token)
    },
    pressed: (party, key) => {
      const leg = legs.ofParty(party)
      if (leg !== undefined && leg.state !== 'ended' && leg.keys.isNew(key, 'media', clock.nowMs()))
        voice.press(leg, key)
    },
    recorded: (party, token, lengthMs, because) => {
      recordings.over(lengthMs)
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
    trouble: (error) => {
      if (isOfRecording(error)) recordings.failed(error)
      else notice({ notice: 'media-failed', error })
    },
  }
}
