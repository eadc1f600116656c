/**
 * Feature codes: what each does when a phone dials it. What makes an agent ready is done when the phone is put down: before,
 * it could not be rung. A phone that has logged off by then cannot be rung either: its agent is ready when it registers.
 */
import type { Agent } from '@callweave/acd'
import type { Sound } from '@callweave/core'
import type { CodeName } from '../../definition/phones.js'
import type { Call, Leg } from '../calls.js'
import type { Hoaxes } from './hoaxes.js'
import type { Lines, PhoneParts } from './lines.js'
import type { PickUp } from './pick-up.js'
import type { Taps } from './taps.js'
import type { Voicemail } from './voicemail.js'

export interface Codes {
  run(leg: Leg, code: CodeName, argument: string): void
  /** The phone is down. */
  finish(call: Call, agent: string | null): void
}

const done: readonly Sound[] = [{ sound: 'tone', tone: 'beep' }]
const because = 'dialed-code'
/** The not-ready reason that ends when the phone registers. */
const reason = 'unreachable'

export interface CodesParts extends PhoneParts {
  readonly lines: Lines
  readonly taps: Taps
  readonly pickUp: PickUp
  readonly hoaxes: Hoaxes
  readonly voicemail: Voicemail
}

export const createCodes = (parts: CodesParts): Codes => {
  const { sections, log, clock, acd, reach, hangUp, lines, taps, pickUp, hoaxes, voicemail } = parts
  const reasons = sections.codes?.reasons ?? {}

  const now = (agent: string, code: CodeName, argument: string): boolean => {
    const isOut = acd.floor.agents.get(agent)?.state === 'logged-out'
    switch (code) {
      case 'log-in':
        return true
      case 'log-out':
        if (!isOut) acd.setState(agent, 'logged-out', { because })
        return true
      case 'not-ready':
        if (!isOut) acd.setState(agent, 'not-ready', { because, ...reasonOf(argument) })
        return !isOut
      case 'hoax':
        return hoaxes.lock(agent)
      default:
        return !isOut
    }
  }
  const reasonOf = (argument: string) => (argument === '' ? {} : { reason: reasons[argument] ?? argument })

  const runs = (leg: Leg, code: CodeName, argument: string): 'stays' | 'done' | 'refused' => {
    switch (code) {
      case 'pick-up':
        return pickUp.take(leg, argument) ? 'stays' : 'refused'
      case 'monitor':
      case 'whisper':
      case 'barge-in':
        return taps.byCode(leg, code, argument) ? 'stays' : 'refused'
      case 'voicemail':
        if (leg.agent === null) return 'refused'
        voicemail.play(leg, leg.agent)
        return 'stays'
      case 'release':
        return taps.clearByCode(leg, argument) ? 'done' : 'refused'
      default:
        return leg.agent !== null && now(leg.agent, code, argument) ? 'done' : 'refused'
    }
  }

  const getReady = ({ id, state, extension }: Agent): void => {
    const isBusy = state === 'ringing' || state === 'talking' || state === 'hold'
    if (isBusy || !reach.isLost(extension)) acd.setState(id, 'ready', { because })
    else acd.setState(id, 'not-ready', { because, reason })
  }

  return {
    run: (leg, code, argument) => {
      const { call, agent } = leg
      const extension = leg.party?.extension ?? ''
      const came = runs(leg, code, argument)
      const head = { atMs: clock.nowMs(), call: call.id }
      if (came === 'refused') {
        log.emit['call.refused']({ seq: log.next(), ...head, type: 'call.refused', because: 'not-allowed' })
        hangUp(leg, 'not-allowed')
        return
      }
      log.emit['code.dialed']({ seq: log.next(), ...head, type: 'code.dialed', extension, agent, code, argument })
      if (came === 'done') lines.sayLast(leg, done)
    },
    finish: ({ parties }, agent) => {
      const live = agent === null ? undefined : acd.floor.agents.get(agent)
      if (live === undefined || parties === null) return
      const isOut = live.state === 'logged-out'
      switch (parties.code?.name) {
        case 'log-in':
          if (isOut) getReady(live)
          return
        case 'ready':
          if (!isOut) getReady(live)
          return
        case 'wrap-up-done':
          acd.endWrapUp(live.id)
          if (reach.isLost(live.extension)) acd.phoneLost(live)
          return
        case undefined:
      }
    },
  }
}
