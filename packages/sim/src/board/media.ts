/** What is heard, pressed and spoken on a leg: sounds, collections of digits, recordings. One at a time. */
import type { DigitsEnd, Sound, SwitchCommand } from '@callweave/core'
import type { VirtualClock } from '../clock/virtual-clock.js'
import type { Collected, Facts, Recorded } from './facts.js'
import type { CollectOrder, VirtualLeg } from './virtual-leg.js'

type PlayOrder = Extract<SwitchCommand, { readonly do: 'play' | 'ring' }>
type RecordOrder = Extract<SwitchCommand, { readonly do: 'record' }>

export interface MediaOptions {
  readonly clock: VirtualClock
  readonly facts: Facts
  readonly soundsLengthMs: (sounds: readonly Sound[]) => number
}

export interface Media {
  play(leg: VirtualLeg, order: PlayOrder): void
  collect(leg: VirtualLeg, order: CollectOrder): void
  record(leg: VirtualLeg, order: RecordOrder): void
  /** Whatever goes on ends; a recording is told. */
  stop(leg: VirtualLeg): void
  /** The leg goes down: what was said or pressed until the last moment is told first. */
  hangUp(leg: VirtualLeg): void
  press(leg: VirtualLeg, digit: string): void
}

export const createMedia = ({ clock, facts, soundsLengthMs }: MediaOptions): Media => {
  const stop = (leg: VirtualLeg): void => {
    if (leg.timer !== 0) clock.cancel(leg.timer)
    leg.timer = 0
    if (leg.recording !== 0) clock.soon(facts.recorded, takeRecording(leg, 'stopped'))
    leg.collect = null
    leg.digits = ''
    leg.command = 0 as typeof leg.command
  }

  const soundEnds = (leg: VirtualLeg): void => {
    leg.timer = 0
    facts.soundEnded(leg)
  }

  const takeDigits = (leg: VirtualLeg, { secret = false }: CollectOrder, because: DigitsEnd): Collected => ({
    leg,
    command: leg.command,
    digits: leg.digits,
    isSecret: secret,
    because,
  })
  const collectEnds = (leg: VirtualLeg, because: DigitsEnd): void => {
    const taken = takeDigits(leg, leg.collect as CollectOrder, because)
    stop(leg)
    facts.collected(taken)
  }
  const firstDigitLate = (leg: VirtualLeg): void => collectEnds(leg, 'first-digit-timeout')
  const nextDigitLate = (leg: VirtualLeg): void => collectEnds(leg, 'inter-digit-timeout')

  const takeRecording = (leg: VirtualLeg, because: Recorded['because']): Recorded => {
    const command = leg.recording
    leg.recording = 0 as typeof command
    return { leg, command, lengthMs: clock.nowMs() - leg.recordStartMs, because }
  }
  const recordingEnds = (leg: VirtualLeg, because: Recorded['because']): void => {
    const taken = takeRecording(leg, because)
    stop(leg)
    facts.recorded(taken)
  }
  const recordingFull = (leg: VirtualLeg): void => recordingEnds(leg, 'length')

  return {
    stop,
    play: (leg, order) => {
      stop(leg)
      leg.command = order.command
      const loop = order.do === 'ring' || order.loop
      const lengthMs = soundsLengthMs(order.sounds)
      if (!loop) leg.timer = clock.at(clock.nowMs() + lengthMs, soundEnds, leg)
      leg.party.hears(leg, order.sounds, lengthMs, loop)
    },
    collect: (leg, order) => {
      stop(leg)
      leg.command = order.command
      leg.collect = order
      const lengthMs = soundsLengthMs(order.sounds)
      leg.timer = clock.at(clock.nowMs() + lengthMs + order.firstDigitTimeoutMs, firstDigitLate, leg)
      leg.party.asked(leg, order, lengthMs)
    },
    record: (leg, order) => {
      stop(leg)
      leg.command = order.command
      leg.recording = order.command
      leg.recordEndsBy = order.terminators
      leg.recordStartMs = clock.nowMs()
      leg.timer = clock.at(clock.nowMs() + order.maxMs, recordingFull, leg)
      leg.party.records(leg, order.maxMs)
    },
    hangUp: (leg) => {
      if (leg.recording !== 0) clock.soon(facts.recorded, takeRecording(leg, 'hung-up'))
      if (leg.collect !== null) clock.soon(facts.collected, takeDigits(leg, leg.collect, 'hung-up'))
      stop(leg)
    },
    press: (leg, digit) => {
      const { collect } = leg
      if (leg.recording !== 0 && leg.recordEndsBy.includes(digit)) recordingEnds(leg, 'terminator')
      else if (collect === null) facts.pressed(leg, digit)
      else if (collect.terminators.includes(digit)) collectEnds(leg, 'terminator')
      else {
        leg.digits += digit
        if (leg.digits.length >= collect.maxDigits) collectEnds(leg, 'complete')
        else {
          clock.cancel(leg.timer)
          leg.timer = clock.at(clock.nowMs() + collect.interDigitTimeoutMs, nextDigitLate, leg)
        }
      }
    },
  }
}
