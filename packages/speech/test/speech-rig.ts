/** A speech over a real engine as the contract wants to handle it: its time stands still, its engine can be slow or away. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CallweaveError } from '@callweave/core'
import type { SpeechRig } from '@callweave/core/testing'
import { readWav } from '@callweave/rtp/audio'
import type { SpeechEngine } from '../src/engine.js'
import { createSpeech, type FileSpeech } from '../src/node/speech.js'
import type { SpeechThread } from '../src/node/speech-thread.js'
import { createStillClock } from './still-clock.js'

export interface FolderRig extends SpeechRig {
  readonly speech: FileSpeech
  readonly folder: string
  close(): Promise<void>
}

/** Lengths of all files below a folder of prompts, none where there is no folder yet. */
export const filesIn = async (folder: string): Promise<ReadonlyMap<string, number>> => {
  const names = await readdir(join(folder, 'speech')).catch(() => [])
  const lengths = names.map(async (name) => {
    const { lengthMs } = readWav(await readFile(join(folder, 'speech', name)), name)
    return [`speech/${name}`, Math.round(lengthMs)] as const
  })
  return new Map(await Promise.all(lengths))
}

/** The engine and the thread go on for the next rig. */
export const createRig = async (engine: SpeechEngine, thread: SpeechThread): Promise<FolderRig> => {
  const folder = await mkdtemp(join(tmpdir(), 'callweave-speech-'))
  const clock = createStillClock()
  let [delayMs, held, isDown] = [0, 0, false]
  const slow = async (): Promise<void> => {
    if (delayMs === 0) return
    held += 1
    await new Promise<void>((go) => void clock.at(clock.nowMs() + delayMs, go, undefined))
    held -= 1
  }
  const disturbed: SpeechEngine = {
    ...engine,
    name: engine.name,
    voices: engine.voices,
    synthesize: async (text, voice) => {
      await slow()
      if (isDown) throw new CallweaveError('peer-failed', { message: 'the engine is away' })
      return engine.synthesize(text, voice)
    },
    close: async () => undefined,
  }
  const speech = createSpeech({ folder, engines: [disturbed], thread, clock })
  const quiet = async (): Promise<void> => {
    do await new Promise((resolve) => setTimeout(resolve, 1))
    while (speech.underWay > held)
  }
  return {
    speech,
    folder,
    answersWithinMs: 10,
    pass: async (byMs) => {
      const untilMs = clock.nowMs() + byMs
      await quiet()
      while (clock.step(untilMs)) await quiet()
      clock.set(untilMs)
    },
    delay: (byMs) => {
      delayMs = byMs
    },
    down: (down) => {
      isDown = down
    },
    files: () => filesIn(folder),
    close: async () => {
      await rm(folder, { recursive: true, force: true })
    },
  }
}
