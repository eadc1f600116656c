/** What the thread of the media and its owner say to each other: orders one way, what came of them the other. */
import { CallweaveError, type ErrorCode, type ErrorParts } from '@callweave/core'
import type { MediaFact } from '../engine/facts.js'
import type { Media, PartyPorts } from '../engine/media.js'

type OrderName =
  | 'agree'
  | 'load'
  | 'unload'
  | 'play'
  | 'stopPlaying'
  | 'bridge'
  | 'part'
  | 'join'
  | 'tap'
  | 'sendKeys'
  | 'record'
  | 'stopRecording'
  | 'close'

/** An order of the port by its name, with what it was given. */
export type MediaOrder = { [N in OrderName]: { readonly order: N; readonly args: Parameters<Media[N]> } }[OrderName]

/** What is asked of the thread itself. */
export type ThreadOrder =
  /** A recording's file is closed: what failed and how much is kept, or null. */
  | { readonly order: 'filed'; readonly file: number; readonly failure: Told | null; readonly keptMs: number }
  /** A spare party is somebody's now. */
  | { readonly order: 'took' }
  | { readonly order: 'usage'; readonly id: number }
  | { readonly order: 'end' }

/** Those of one turn, in their order. */
export type ToMedia = readonly (MediaOrder | ThreadOrder)[]

/** A step of a recording's file, by the number that the thread gave it. */
export type FileStep =
  | { readonly file: number; readonly step: 'create'; readonly path: string }
  | { readonly file: number; readonly step: 'write'; readonly bytes: Uint8Array }
  | { readonly file: number; readonly step: 'close'; readonly header: Uint8Array }

/** What the thread has used and done so far. */
export interface MediaUsage {
  /** Of the thread alone; null where Node does not tell (before 24). */
  readonly cpuMs: number | null
  readonly received: number
  readonly sent: number
  /** Sounds that are loaded. */
  readonly sounds: number
  /** Ticks left out because the thread had stood still. */
  readonly skippedTicks: number
}

/** Of one round of the thread. */
export interface FromMedia {
  /** `trouble` carries a `Told`. */
  readonly facts: readonly MediaFact[]
  /** Parties that are open and nobody's yet. */
  readonly spare: readonly PartyPorts[]
  readonly files: readonly FileStep[]
  readonly usage: readonly { readonly id: number; readonly usage: MediaUsage }[]
}

/** First of all: how it talks to the network, or why it cannot. */
export type MediaBegun =
  | { readonly begun: true; readonly kind: 'batches' | 'dgram'; readonly reason: string | null }
  | { readonly begun: false; readonly failure: Told }

export interface MediaThreadData {
  readonly host: string
  readonly otherHosts: readonly string[]
  readonly leastPort: number
  readonly mostPort: number
  readonly prefer: 'batches' | 'dgram'
  readonly spareParties: number
  readonly silentAfterMs: number
  readonly from: 'host' | 'any'
  readonly ringBytes: number
  /** One word: how often orders were posted. */
  readonly posted: Int32Array
  /** `ThreadLife` of the thread. */
  readonly life: Int32Array
}

/** An error as it goes from thread to thread: a cloned one would have lost its code. */
export interface Told {
  readonly code: ErrorCode | null
  readonly parts: ErrorParts
}

export const toldOf = (error: unknown): Told => {
  if (error instanceof CallweaveError) {
    const { message, where, remedy, expected, found } = error.parts
    return {
      code: error.code,
      parts: {
        message,
        ...(where === undefined ? {} : { where }),
        ...(found === undefined ? {} : { found: String(found) }),
        ...(expected === undefined ? {} : { expected }),
        ...(remedy === undefined ? {} : { remedy }),
      },
    }
  }
  return { code: null, parts: { message: error instanceof Error ? (error.stack ?? error.message) : String(error) } }
}

/** A bug of ours stays one. */
export const errorOf = ({ code, parts }: Told): Error =>
  code === null ? new TypeError(parts.message) : new CallweaveError(code, parts)
