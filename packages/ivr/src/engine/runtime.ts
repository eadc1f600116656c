/** What a step may do: send one thing and wait (each returns null, to be returned), or state a fact. */
import type { CallEnd } from '@callweave/core'
import type { CallbackIntent, CollectCommand, IvrCommand, LookupRequest, QueueIntent, TransferIntent } from './desk.js'
import type { Position } from './position.js'

export interface StepRuntime {
  readonly nowMs: () => number
  readonly command: (at: Position, body: IvrCommand) => null
  /** Heard before the answer, by a caller whom nothing has answered yet (early media). */
  readonly early: (at: Position, body: IvrCommand) => null
  readonly collect: (at: Position, body: CollectCommand) => null
  readonly queue: (at: Position, intent: QueueIntent) => null
  readonly transfer: (at: Position, intent: TransferIntent) => null
  readonly callBack: (at: Position, intent: CallbackIntent) => boolean
  readonly lookup: (at: Position, request: LookupRequest) => null
  /** Without an outcome, what became of the call in queues and boxes decides. */
  readonly end: (at: Position, outcome?: CallEnd) => null

  readonly missed: (at: Position, kind: 'no-input' | 'no-match', attempt: number) => void
  readonly chose: (at: Position, key: string) => void
  /** A secret value is kept beside the state, in no event. */
  readonly collected: (at: Position, variable: string, value: string, secret: boolean) => void
  readonly set: (at: Position, variable: string, value: string) => void
  readonly tagged: (at: Position, tag: string) => void
  readonly spoke: (at: Position, language: string) => void
  readonly answered: (at: Position, question: string, answer: string) => void
  readonly messageLeft: (at: Position, box: string, recording: string, lengthMs: number) => void
}
