/** What a caller hears while waiting, and the keys that lead out of the queue. */
import type { Announcement, Floor } from '@callweave/acd'
import type { CallId, CommandId, Sound, Switch } from '@callweave/core'
import type { CenterSections } from '../definition/center-definition.js'
import type { Call } from './calls.js'
import { ringBackTone } from './phones/lines.js'

export interface WaitingSoundsOptions {
  readonly sections: CenterSections
  readonly floor: Floor
  readonly switch: Switch
  readonly nextCommand: () => CommandId
  /** What the caller has chosen to hear. */
  readonly languageOf: (call: CallId) => string | undefined
}

const defaultMusic: readonly Sound[] = [{ sound: 'music', music: 'default' }]

export interface WaitingSounds {
  /** What is played in the queue that the call was in last, or to who waits for nothing else. */
  musicOf(call: Call): readonly Sound[]
  /** The caller hears that somebody is called: where nothing has answered, by the caller's own network. */
  ring(call: Call): void
  /** Music for a call that has to wait. */
  begin(call: Call): void
  announce(call: Call, told: Announcement): void
  /** A sound has ended: if it was an announcement, the music goes on. True when it was ours. */
  finished(call: Call, command: CommandId): boolean
  /** What its step says of the wait that begins. */
  expect(call: Call, waits: { readonly keys: readonly string[]; readonly hears: 'music' | 'ringing' }): void
  /** Whether the key leads this caller out of the queue. */
  leavesBy(call: Call, key: string): boolean
  forget(call: CallId): void
}

export const createWaitingSounds = (options: WaitingSoundsOptions): WaitingSounds => {
  const { sections, floor, switch: board, nextCommand, languageOf } = options
  const spoken = (call: Call): string => languageOf(call.id) ?? sections.languages?.[0] ?? 'en'
  const announcing = new Map<CallId, CommandId>()
  const keysOf = new Map<CallId, readonly string[]>()
  const hearRinging = new Set<CallId>()

  const musicOf = (call: Call): readonly Sound[] => {
    const prompt = call.queue === null ? undefined : floor.queues.get(call.queue)?.definition.music
    return prompt === undefined ? defaultMusic : [{ sound: 'prompt', prompt, language: spoken(call) }]
  }

  const ring = ({ id, leg }: Call): void => {
    if (leg === null) return
    const to = { command: nextCommand(), call: id, leg: leg.id }
    // Without a sound the caller's own network makes the tone.
    if (!leg.answered) board.do({ do: 'ring', ...to, sounds: [] })
    else board.do({ do: 'play', ...to, sounds: ringBackTone, loop: true })
  }

  const music = (call: Call): void => {
    const { leg, queue } = call
    if (leg === null || queue === null) return
    if (hearRinging.size > 0 && hearRinging.has(call.id)) ring(call)
    else board.do({ do: 'play', command: nextCommand(), call: call.id, leg: leg.id, sounds: musicOf(call), loop: true })
  }

  return {
    musicOf,
    ring,
    begin: (call) => {
      if (floor.entries.get(call.id) !== undefined) music(call)
    },
    announce: (call, { position, estimatedWaitMs, prompt }) => {
      const { leg } = call
      if (leg === null) return
      const sounds: Sound[] = []
      const language = spoken(call)
      if (prompt !== null) sounds.push({ sound: 'prompt', prompt, language })
      if (position > 0) sounds.push({ sound: 'number', value: position, language })
      if (estimatedWaitMs !== null)
        sounds.push({ sound: 'number', value: Math.ceil(estimatedWaitMs / 60_000), language })
      if (sounds.length === 0) return
      const command = nextCommand()
      announcing.set(call.id, command)
      board.do({ do: 'play', command, call: call.id, leg: leg.id, sounds, loop: false })
    },
    finished: (call, command) => {
      if (announcing.size === 0 || announcing.get(call.id) !== command) return false
      announcing.delete(call.id)
      if (floor.entries.get(call.id) !== undefined) music(call)
      return true
    },
    expect: (call, { keys, hears }) => {
      if (hears === 'ringing') hearRinging.add(call.id)
      else if (hearRinging.size > 0) hearRinging.delete(call.id)
      if (keys.length > 0) keysOf.set(call.id, keys)
      else if (keysOf.size > 0) keysOf.delete(call.id)
    },
    leavesBy: (call, key) => keysOf.size > 0 && (keysOf.get(call.id)?.includes(key) ?? false),
    forget: (call) => {
      if (announcing.size > 0) announcing.delete(call)
      if (keysOf.size > 0) keysOf.delete(call)
      if (hearRinging.size > 0) hearRinging.delete(call)
    },
  }
}
