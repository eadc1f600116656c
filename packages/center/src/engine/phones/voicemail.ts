/** An agent hears the messages in the own box, and in those of the queues that the agent serves: the oldest first (I4). */
import type { LegId, Sound } from '@callweave/core'
import type { Boxes } from '../boxes.js'
import type { Leg } from '../calls.js'
import type { Lines, PhoneParts } from './lines.js'

export interface Voicemail {
  /** Plays them, and puts the phone down after the last. */
  play(leg: Leg, agent: string): void
  /** All that was played at the leg has been heard: it is in the box no more. */
  heard(leg: LegId): void
}

interface Played {
  readonly leg: Leg
  readonly box: string
  readonly recordings: ReadonlySet<string>
}

/** Heard in one go; those behind them in the next. */
const mostAtOnce = 10
const beep: Sound = { sound: 'tone', tone: 'beep' }
const nothing: readonly Sound[] = [{ sound: 'tone', tone: 'busy' }]

export const createVoicemail = (
  { sections, log, clock, table }: PhoneParts,
  lines: Lines,
  { unheard }: Boxes,
): Voicemail => {
  /** What is being played, by leg. Nothing of the state: what was not heard to its end stays in the box. */
  const playing = new Map<LegId, readonly Played[]>()

  const boxesOf = (agent: string): readonly string[] => {
    const serves = Object.entries(sections.queues).filter(([, { members }]) =>
      members.some((member) => (typeof member === 'string' ? member : member.agent) === agent),
    )
    return [agent, ...serves.map(([queue]) => queue)]
  }

  return {
    play: (leg, agent) => {
      for (const id of playing.keys()) if (table.legs.get(id) === undefined) playing.delete(id)
      const sounds: Sound[] = []
      const played: Played[] = []
      for (const box of boxesOf(agent)) {
        const messages = unheard(box).slice(0, mostAtOnce - sounds.length / 2)
        if (messages.length === 0) continue
        sounds.push(...messages.flatMap((message): Sound[] => [beep, { sound: 'recording', ...message }]))
        played.push({ leg, box, recordings: new Set(messages.map(({ recording }) => recording)) })
      }
      playing.set(leg.id, played)
      lines.sayLast(leg, sounds.length === 0 ? nothing : sounds)
    },
    heard: (id) => {
      const played = playing.get(id) ?? []
      playing.delete(id)
      for (const { leg, box, recordings } of played) {
        // Somebody else may have heard some of them meanwhile.
        const count = unheard(box).findIndex(({ recording }) => !recordings.has(recording))
        const gone = count < 0 ? unheard(box).length : count
        if (gone === 0) continue
        log.emit['messages.heard']({
          seq: log.next(),
          atMs: clock.nowMs(),
          type: 'messages.heard',
          call: leg.call.id,
          box,
          count: gone,
        })
      }
    },
  }
}
