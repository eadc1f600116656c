/** The orders of the center, each to the part that carries it out. */
import { CallweaveError, type SwitchCommand, unreachable } from '@callweave/core'
import type { Board } from '../board/board.js'
import type { Leg } from '../legs/leg.js'
import { refusalOf } from '../legs/refusals.js'
import type { Answering } from './answering.js'
import type { Originating } from './originate.js'

export interface ObeyOptions {
  readonly board: Board
  readonly answering: Answering
  readonly originating: Originating
}

export const createObey = ({ board, answering, originating }: ObeyOptions) => {
  const { legs, ending, voice, links, facts, media } = board

  /** The other leg of a bridge or a tap. */
  const other = (command: SwitchCommand, leg: Leg, id: Leg['id']): Leg | null => {
    const found = legs.get(id)
    if (found !== undefined && found !== leg && !found.isOver) return found
    facts.failed(command, 'no-peer')
    return null
  }

  const toLeg = (leg: Leg, command: Exclude<SwitchCommand, { readonly do: 'originate' }>): void => {
    switch (command.do) {
      case 'answer':
        answering.answer(leg)
        return
      case 'ring':
        answering.ring(leg, command)
        return
      case 'play':
      case 'collect':
        if (answering.canHear(leg)) voice.play(leg, command)
        else facts.failed(command, 'no-media')
        return
      case 'record':
        if (leg.state === 'up' && answering.canHear(leg)) voice.record(leg, command)
        else facts.failed(command, 'no-media')
        return
      case 'stop':
        voice.stop(leg)
        return
      case 'bridge': {
        const peer = other(command, leg, command.peer)
        if (peer === null) return
        legs.moves(peer, command.call)
        voice.stop(leg)
        voice.stop(peer)
        links.bridge(leg, peer)
        return
      }
      case 'unbridge':
        links.part(leg)
        return
      case 'conference':
        if (!leg.inConference) voice.stop(leg)
        links.join(leg)
        return
      case 'tap': {
        const onto = other(command, leg, command.onto)
        if (onto === null) return
        voice.stop(leg)
        links.tap(leg, onto, command.mode)
        return
      }
      case 'send-digits':
        if (leg.party === null || leg.state !== 'up') facts.failed(command, 'no-media')
        else media.sendKeys(leg.party, command.digits)
        return
      case 'answer-transfer': {
        const { referral } = leg
        leg.referral = null
        if (command.outcome === 'done') referral?.notify(200)
        else referral?.notify(refusalOf(command.cause ?? 'rejected', 0).status)
        return
      }
      case 'hold':
      case 'retrieve':
        if (command.do === 'retrieve' && leg.isHeld) voice.stop(leg)
        links.hold(leg, command.do === 'hold')
        return
      case 'hang-up':
        ending.end(leg, 'center', command.cause)
        return
      default:
        unreachable(command)
    }
  }

  return (command: SwitchCommand): void => {
    if (command.do === 'originate') {
      originating.originate(command)
      return
    }
    const leg = legs.get(command.leg)
    // A command for a leg that has just ended: the fact is on its way, nothing else to tell.
    if (leg === undefined || leg.isOver) return
    if (leg.fallback !== null && command.do !== 'hang-up') {
      facts.failed(command, 'on-fallback')
      return
    }
    legs.moves(leg, command.call)
    try {
      toLeg(leg, command)
    } catch (error) {
      // Too many parties in one conversation, keys that are none: the media say so, and the leg is as it was.
      if (!(error instanceof CallweaveError)) throw error
      facts.failed(command, 'no-media')
    }
  }
}
