/** What is heard, pressed and said on a leg: sounds, collections of digits, recordings. One at a time. */
import type { Clock, DigitsEnd, SwitchCommand } from '@callweave/core'
import type { Media, MediaToken, PartyId } from '@callweave/rtp/engine'
import type { Collected, Facts, FailedBecause } from '../board/facts.js'
import type { SwitchSounds } from '../sounds.js'
import type { Leg, Recording } from './leg.js'
import { createLoadedSounds } from './loaded-sounds.js'
import { recordingName } from './recording-name.js'

type SoundOrder = Extract<SwitchCommand, { readonly do: 'play' | 'ring' | 'collect' }>
type RecordOrder = Extract<SwitchCommand, { readonly do: 'record' }>

export interface VoiceOptions {
  readonly clock: Clock
  readonly facts: Facts
  readonly media: Media
  readonly sounds: SwitchSounds
  /** Where a recording of this name is written. */
  readonly fileOf: (name: string) => string
  readonly onTrouble: (error: unknown) => void
}

export interface Voice {
  /** The leg has its media, or the caller sees to it that nothing is ordered. */
  play(leg: Leg, order: SoundOrder): void
  record(leg: Leg, order: RecordOrder): void
  /** Whatever goes on ends. A recording is told when its file is whole. */
  stop(leg: Leg): void
  press(leg: Leg, key: string): void
  /** The leg goes down: nothing is waited for any more, but what was pressed meanwhile still counts. */
  freeze(leg: Leg): void
  /** All that was pressed and said on a leg that is down is told. */
  finish(leg: Leg): void
  played(leg: Leg, token: MediaToken): void
  recorded(leg: Leg, token: MediaToken, lengthMs: number, because: 'length' | 'silence' | 'stopped'): void
}

export const createVoice = ({ clock, facts, media, sounds, fileOf, onTrouble }: VoiceOptions): Voice => {
  const loaded = createLoadedSounds(media)
  let lastToken = 0
  const nextToken = (): MediaToken => {
    lastToken += 1
    return lastToken
  }

  const cancelTimer = (leg: Leg): void => {
    if (leg.timer !== 0) clock.cancel(leg.timer)
    leg.timer = 0
  }

  const hush = (leg: Leg): void => {
    if (leg.playing !== 0 && leg.party !== null) media.stopPlaying(leg.party)
    leg.playing = 0
  }

  const endRecording = (leg: Leg, because: NonNullable<Recording['because']>): void => {
    if (leg.recording === null) return
    leg.recording.because = because
    leg.recording = null
    if (leg.party !== null) media.stopRecording(leg.party)
  }

  const stop = (leg: Leg): void => {
    cancelTimer(leg)
    hush(leg)
    endRecording(leg, 'stopped')
    leg.collect = null
    leg.digits = ''
    leg.command = 0 as typeof leg.command
  }

  const collectEnds = (leg: Leg, because: DigitsEnd): void => {
    const { command, digits, collect } = leg
    const isSecret = collect?.secret ?? false
    const collected: Collected = { leg, command, digits, isSecret, because }
    stop(leg)
    facts.collected(collected)
  }
  const firstDigitLate = (leg: Leg): void => collectEnds(leg, 'first-digit-timeout')
  const nextDigitLate = (leg: Leg): void => collectEnds(leg, 'inter-digit-timeout')

  const soundsEnd = (leg: Leg): void => {
    const { command, collect } = leg
    leg.playing = 0
    if (collect === null) {
      leg.command = 0 as typeof command
      facts.soundEnded(leg, command)
    } else if (leg.digits === '') leg.timer = clock.at(clock.nowMs() + collect.firstDigitTimeoutMs, firstDigitLate, leg)
  }

  const begin = (leg: Leg, order: SoundOrder, samples: readonly Int16Array[]): void => {
    const loop = order.do === 'ring' || (order.do === 'play' && order.loop)
    const heard = samples.filter(({ length }) => length > 0)
    const what = loaded.load(heard).map((sound) => ({ sound }))
    if (what.length > 0) media.play(leg.party as PartyId, leg.playing, what, loop)
    else if (!loop) endsAtOnce(leg, leg.playing)
  }
  /** There was nothing to hear. It ends as a sound does, outside of the order. */
  const endsAtOnce = (leg: Leg, token: MediaToken): void => {
    leg.timer = clock.at(
      clock.nowMs(),
      () => {
        leg.timer = 0
        if (leg.playing === token) soundsEnd(leg)
      },
      undefined,
    )
  }

  const fail = (leg: Leg, order: SwitchCommand, because: FailedBecause): void => {
    stop(leg)
    facts.failed(order, because)
  }

  const find = (leg: Leg, order: SoundOrder): void => {
    const token = nextToken()
    leg.playing = token
    const isOn = (): boolean => leg.playing === token && !leg.isOver
    const missing = (error: unknown): void => {
      onTrouble(error)
      if (isOn()) fail(leg, order, 'no-sound')
    }
    try {
      const found = sounds.find(order.sounds)
      if ('then' in found) {
        found.then((samples) => {
          if (isOn()) begin(leg, order, samples)
        }, missing)
      } else begin(leg, order, found)
    } catch (error) {
      missing(error)
    }
  }

  return {
    stop,
    play: (leg, order) => {
      stop(leg)
      leg.command = order.command
      if (order.do === 'collect') leg.collect = order
      find(leg, order)
    },
    record: (leg, order) => {
      const { command, maxMs, silenceMs, terminators } = order
      stop(leg)
      leg.command = command
      const token = nextToken()
      const name = recordingName(order)
      leg.recording = { command, name, terminators, startedAtMs: clock.nowMs(), because: null }
      leg.recordings.set(token, leg.recording)
      media.record(leg.party as PartyId, token, { file: fileOf(name), maxMs, silenceMs })
    },
    press: (leg, key) => {
      const { collect, recording } = leg
      if (recording?.terminators.includes(key)) endRecording(leg, 'terminator')
      else if (collect === null) facts.pressed(leg, key)
      else if (collect.terminators.includes(key)) collectEnds(leg, 'terminator')
      else {
        if (collect.bargeIn) hush(leg)
        cancelTimer(leg)
        leg.digits += key
        if (leg.digits.length >= collect.maxDigits) collectEnds(leg, 'complete')
        else if (!leg.isOver) leg.timer = clock.at(clock.nowMs() + collect.interDigitTimeoutMs, nextDigitLate, leg)
      }
    },
    freeze: (leg) => {
      cancelTimer(leg)
      leg.playing = 0
      if (leg.recording !== null) leg.recording.because = 'hung-up'
    },
    finish: (leg) => {
      cancelTimer(leg)
      if (leg.collect !== null) collectEnds(leg, 'hung-up')
      for (const { command, name, startedAtMs, because } of leg.recordings.values()) {
        const lengthMs = clock.nowMs() - startedAtMs
        facts.recorded({ leg, command, recording: name, lengthMs, because: because ?? 'hung-up' })
      }
      leg.recordings.clear()
      leg.recording = null
    },
    played: (leg, token) => {
      if (leg.playing === token && token !== 0 && !leg.isOver) soundsEnd(leg)
    },
    recorded: (leg, token, lengthMs, because) => {
      const recording = leg.recordings.get(token)
      if (recording === undefined) return
      leg.recordings.delete(token)
      if (leg.recording === recording) leg.recording = null
      const { command, name } = recording
      facts.recorded({ leg, command, recording: name, lengthMs, because: recording.because ?? because })
    },
  }
}
