/** Everything that phones of ours do beside answering offers, put together: facts come in, the desk gives orders. */
import type { EndCause, EventOf } from '@callweave/core'
import type { Boxes } from '../boxes.js'
import type { Call, Leg } from '../calls.js'
import { causeOf } from '../refusals.js'
import { createCodes } from './codes.js'
import { type Conversations, createConversations } from './conversations.js'
import { createDesk, type Desk } from './desk.js'
import { createHoaxes } from './hoaxes.js'
import { createLines, type PhoneParts } from './lines.js'
import { createOwnCalls } from './own-calls.js'
import { createPickUp } from './pick-up.js'
import { createPutThrough } from './put-through.js'
import { createRecalls, type Recalls } from './recalls.js'
import { createTaps } from './taps.js'
import { createVoicemail } from './voicemail.js'

export interface Phones extends Conversations {
  readonly desk: Desk
  readonly recalls: Recalls
  dialed(fact: EventOf<'leg.dialed'>): void
  transferAsked(fact: EventOf<'transfer.asked'>): void
  untapped(fact: EventOf<'leg.untapped'>): void
  /** True when the sound was the last word to a phone, which is hung up now. */
  finished(fact: EventOf<'prompt.finished'>): boolean
  /** The agent at the leg has nothing more to do with its call. */
  releaseAgent(leg: Leg): void
}

export interface PhonesParts extends PhoneParts {
  readonly boxes: Boxes
  readonly callerLeft: (call: Call, cause: EventOf<'leg.ended'>['cause']) => void
}

export const createPhones = (parts: PhonesParts): Phones => {
  const { table, clock, plan, switch: board, nextCommand, hangUp } = parts
  const lines = createLines(parts)
  const putThrough = createPutThrough(parts, lines)
  const taps = createTaps(parts, lines)
  const hoaxes = createHoaxes(parts)
  parts.log.fold(hoaxes.folds)
  const voicemail = createVoicemail(parts, lines, parts.boxes)
  const codes = createCodes({ ...parts, lines, taps, pickUp: createPickUp(parts, lines), hoaxes, voicemail })
  const own = createOwnCalls(parts, lines, codes)
  const recalls = createRecalls({ ...parts, lines })
  const conversations = createConversations({ ...parts, lines, own, putThrough, taps, codes, recalls })

  const isPhone = (leg: Leg | undefined): leg is Leg =>
    leg?.answered === true && (leg.role === 'agent' || leg.role === 'phone')

  /** `null` when it is done: the phone has been told so. */
  const puts = (leg: Leg, { toward, consulted }: EventOf<'transfer.asked'>): EndCause | null => {
    if (!isPhone(leg)) return causeOf('not-allowed')
    if (consulted !== null) {
      const second = table.legs.get(consulted)
      if (second?.call === leg.call) return putThrough.complete(leg, true) ? null : 'rejected'
      return isPhone(second) && putThrough.join(leg, second, true) ? null : 'rejected'
    }
    const to = plan.destination(toward, clock.nowMs())
    if (to.is === 'unknown') return causeOf('unknown-number')
    if (to.is === 'blocked' || to.is === 'group') return causeOf('not-allowed')
    return putThrough.blind(leg, to, true) ? null : 'rejected'
  }

  return {
    ...conversations,
    recalls,
    desk: createDesk(parts, lines, putThrough, taps),
    dialed: own.dialed,
    finished: (fact) => {
      const wasLast = lines.finished(fact)
      if (wasLast) voicemail.heard(fact.leg)
      return wasLast
    },
    releaseAgent: lines.releaseAgent,
    transferAsked: (fact) => {
      const leg = table.legs.get(fact.leg)
      const cause = leg === undefined ? null : puts(leg, fact)
      if (leg === undefined || cause === null) return
      board.do({
        do: 'answer-transfer',
        command: nextCommand(),
        call: leg.call.id,
        leg: leg.id,
        outcome: 'refused',
        cause,
      })
    },
    untapped: ({ leg: id }) => {
      const leg = table.legs.get(id)
      if (leg !== undefined) hangUp(leg)
    },
  }
}
