/** What happens to a call that has begun, whoever began it: sessions offered again, keys, transfers, its end. */
import { parseSdp, type SessionDescription } from '@callweave/sip/sdp'
import type { SipCallEnd, SipCallUser } from '@callweave/sip/user-agent'
import { agree, type Board } from '../board/board.js'
import { numberOf } from '../board/numbers.js'
import type { Flow } from '../flow.js'
import type { Leg } from '../legs/leg.js'
import { lawOf } from '../legs/session.js'

/** A description that cannot be read is as good as none. */
export const readSdp = (text: string): SessionDescription | null => {
  try {
    return parseSdp(text)
  } catch {
    return null
  }
}

/** All but what is told before an answer. */
export type InCall = Omit<SipCallUser<Flow>, 'progress' | 'answered'>

export const createInCall = (board: Board, leg: Leg): InCall => {
  const { facts, voice, legs, ending, clock } = board
  return {
    offered: (_, text) => {
      const { session } = leg
      const offer = readSdp(text)
      if (session === null || offer === null) return 488
      const before = session.agreed?.send
      const law = (before === undefined ? null : lawOf(before)) ?? board.law
      const answer = session.answer(offer, law, session.speech)
      if (answer === null) return 488
      agree(board, leg)
      return answer
    },
    wanted: () => leg.session?.offerAgain(board.law) ?? '',
    agreed: (_, text) => {
      try {
        leg.session?.agree(text)
        agree(board, leg)
      } catch {
        ending.end(leg, 'switch', 'failed')
      }
    },
    // Nothing of ours is offered again but what they have asked for.
    refused: () => undefined,
    confirmed: () => undefined,
    referred: (_, referral) => {
      // Only phones of ours may have others called.
      if (leg.extension === null) return 403
      if (leg.state !== 'up') return 480
      // One that was asked before has not been answered.
      if (leg.referral !== null) return 491
      if (referral.hasReplaces) {
        const other = referral.replaces === null ? undefined : legs.ofLine(referral.replaces)
        if (other === undefined || other.isOver) return 481
        if (other === leg || other.extension !== leg.extension) return 403
        leg.referral = referral
        facts.transferAsked(leg, '', other.id)
        return true
      }
      if (referral.to.kind === 'other') return 416
      const toward = numberOf(referral.to)
      if (toward === '') return 484
      leg.referral = referral
      facts.transferAsked(leg, toward, null)
      return true
    },
    referProgress: () => undefined,
    digit: (_, key) => {
      if (!leg.isOver && leg.keys.isNew(key, 'info', clock.nowMs())) voice.press(leg, key)
    },
    ended: (line, end) => {
      legs.dropLine(line)
      endsBy(board, leg, end)
    },
  }
}

const endsBy = ({ ending }: Board, leg: Leg, { by }: SipCallEnd): void => {
  const wasUp = leg.state === 'up'
  if (by === 'them') ending.end(leg, leg.side, wasUp ? 'normal' : 'cancelled')
  else ending.end(leg, 'switch', 'failed')
}
