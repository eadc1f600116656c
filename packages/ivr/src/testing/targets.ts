/** What a call can reach: the words of `.reaches(...)`. */
import type { Doing } from './world.js'

export interface Target {
  readonly expected: string
  readonly isReached: (doing: Doing, step: string | undefined, box: string | undefined) => boolean
}

export const queue = (name: string): Target => ({
  expected: `to wait in queue '${name}'`,
  isReached: (doing) => doing.is === 'queue' && doing.intent.queue === name,
})

export const voicemail = (box: string): Target => ({
  expected: `to leave a message in box '${box}'`,
  isReached: (doing, _step, at) => doing.is === 'recording' && at === box,
})

/** A transfer to that number, extension or agent. */
export const transfer = (to: string): Target => ({
  expected: `to be transferred to '${to}'`,
  isReached: (doing) =>
    doing.is === 'transfer' && [doing.intent.number, doing.intent.extension, doing.intent.agent].includes(to),
})

/** A step by its name, when it waits for something. */
export const step = (name: string): Target => ({
  expected: `to stand at step '${name}'`,
  isReached: (_doing, at) => at === name,
})
