/** Calls that came to us: rung, heard before they are answered, answered. */
import type { Sound, SwitchCommand } from '@callweave/core'
import { agree, type Board, openMedia } from '../board/board.js'
import type { Leg } from '../legs/leg.js'
import type { LegRefusal } from '../legs/refusals.js'
import { hasLaw, speechOf } from '../legs/session.js'

/** 488 with a sentence, which a Warning carries to whoever reads traces (RFC 3261 section 20.43, code 305). */
export const nothingCommon: LegRefusal = {
  status: 488,
  phrase: 'No Common Codec',
  headers: {
    warning: [
      {
        code: 305,
        agent: 'callweave',
        text: 'the offer has no audio over RTP/AVP in PCMU or PCMA, or no other codec that the called phone has',
      },
    ],
  },
}

const ringBack: readonly Sound[] = [{ sound: 'tone', tone: 'ring-back' }]

export interface Answering {
  answer(leg: Leg): void
  ring(leg: Leg, order: Extract<SwitchCommand, { readonly do: 'ring' }>): void
  /** Whether the leg can hear us, if need be before it is answered (P10): never where its media are only passed through. */
  canHear(leg: Leg): boolean
}

export const createAnswering = (board: Board): Answering => {
  const { facts, links, legs, ending, voice, law } = board

  const begins = ({ begins: how, state }: Leg): boolean => how === 'arrived' && (state === 'new' || state === 'ringing')

  /** What other legs of the call have agreed on where that is not G.711: passed through, and not heard. */
  const passedTo = (leg: Leg) =>
    leg.offered === null || hasLaw(speechOf(leg.offered))
      ? []
      : legs.besides(leg).flatMap(({ session }) => session?.speech ?? [])

  /** Our part of the session. Null when there is none; the leg is over then. */
  const describe = (leg: Leg): string | null => {
    if (leg.early !== null) return leg.early
    const { line } = leg
    const rtpPort = line === null ? null : openMedia(board, leg)
    if (line === null || rtpPort === null) return null
    const session = board.sessionFor(line.peer, rtpPort)
    const text = leg.offered === null ? session.offer(law) : session.answer(leg.offered, law, passedTo(leg))
    if (text === null) {
      ending.end(leg, 'switch', 'failed', nothingCommon)
      return null
    }
    leg.session = session
    return text
  }

  /** Before they are told that they may speak: nothing is taken from a party until its media are agreed on. */
  const opens = (leg: Leg): void => {
    agree(board, leg)
    links.mediaOpened(leg)
  }

  const openEarly = (leg: Leg): boolean => {
    if (leg.early !== null) return true
    if (leg.offered === null || !hasLaw(speechOf(leg.offered))) return false
    const text = describe(leg)
    if (text === null) return false
    leg.early = text
    leg.state = 'ringing'
    opens(leg)
    leg.line?.ring(text)
    return true
  }

  return {
    answer: (leg) => {
      if (!begins(leg)) return
      const text = describe(leg)
      if (text === null) return
      leg.state = 'up'
      if (leg.early === null) opens(leg)
      leg.line?.answer(text)
      facts.answered(leg)
    },
    ring: (leg, order) => {
      if (!begins(leg)) {
        if (leg.state === 'up') voice.play(leg, order)
        return
      }
      // Whoever hears us already would hear nothing now: the tone of their own network is for those who do not.
      if (order.sounds.length === 0 && leg.early !== null) voice.play(leg, { ...order, sounds: ringBack })
      else if (order.sounds.length > 0 && openEarly(leg)) voice.play(leg, order)
      else if (!leg.isOver) {
        leg.state = 'ringing'
        leg.line?.ring()
      }
    },
    canHear: (leg) => leg.session?.media()?.law !== null && (leg.state === 'up' || (begins(leg) && openEarly(leg))),
  }
}
