/**
 * A worker thread: speaks by flite, makes of any engine's sound what a telephone carries, and makes music. One order after the other;
 * each is answered with `done` or `failed`.
 */
import { parentPort } from 'node:worker_threads'
import { CallweaveError, type ErrorCode, type ErrorParts } from '@callweave/core'
import { holdMusic } from '../music/hold-music.js'
import type { Pcm } from '../sound/pcm.js'
import { telephoneSpeech } from '../sound/speech-level.js'
import { type Flite, loadFlite } from './flite.js'

export type SpeechOrder =
  | { readonly order: 'flite'; readonly text: string; readonly voice: string }
  | { readonly order: 'finish'; readonly pcm: Pcm }
  | { readonly order: 'music' }

export type SpeechReply =
  | { readonly done: Pcm }
  | { readonly failed: Pick<ErrorParts, 'message' | 'remedy'>; readonly code: ErrorCode }

/** Flite is loaded with the first text that wants it. */
const createDesk = (): ((order: SpeechOrder) => Promise<SpeechReply>) => {
  let flite: Promise<Flite> | undefined
  const carryOut = async (order: SpeechOrder): Promise<Pcm> => {
    if (order.order === 'finish') return telephoneSpeech(order.pcm)
    if (order.order === 'music') return holdMusic()
    flite ??= loadFlite()
    return (await flite).speak(order.text, order.voice)
  }
  return async (order) => {
    try {
      return { done: await carryOut(order) }
    } catch (error) {
      if (!(error instanceof CallweaveError)) throw error
      const { message, remedy } = error.parts
      return { failed: { message, ...(remedy === undefined ? {} : { remedy }) }, code: error.code }
    }
  }
}

const replyTo = createDesk()

const answer = async (order: SpeechOrder): Promise<void> => {
  const reply = await replyTo(order)
  parentPort?.postMessage(reply, 'done' in reply ? [reply.done.samples.buffer as ArrayBuffer] : [])
}

parentPort?.on('message', (order: SpeechOrder) => void answer(order))
