/** What the flows ask of the center they stand in: a delegate is asked, events are told. */
import type { CallEnd, CallId, CommandId, LegId, SwitchCommand } from '@callweave/core'
import type { FunctionAnswer, FunctionArgs } from '../definition/functions.js'

type WithoutIds<C> = C extends unknown ? Omit<C, 'command' | 'call' | 'leg'> : never

/** A switch command before it has its numbers. Bodies are made once and used for many calls: never change one. */
export type IvrCommand = WithoutIds<
  Extract<SwitchCommand, { readonly do: 'answer' | 'play' | 'collect' | 'record' | 'stop' }>
>
export type CollectCommand = Extract<IvrCommand, { readonly do: 'collect' }>
export type RecordCommand = Extract<IvrCommand, { readonly do: 'record' }>

/** The caller shall wait for an agent. */
export interface QueueIntent {
  readonly queue: string
  readonly wants: Readonly<Record<string, number>> | null
  readonly priority: number
  /** The agent to ask first. */
  readonly preferred: string | null
  /** Keys that leave the queue; told back as `{ key }`. */
  readonly keys: readonly string[]
  /** What is heard while waiting. */
  readonly hears: 'music' | 'ringing'
  /** The step that asks. */
  readonly step: string
}

/** What became of waiting. `served`: the agent has hung up and the caller is still there. */
export type QueueOutcome =
  | 'full'
  | 'nobody'
  | 'closed'
  | 'max-wait'
  | 'overflowed'
  | 'served'
  | { readonly key: string }

/** The call shall go to another phone. Exactly one of `number`, `extension` and `agent` is not null. */
export interface TransferIntent {
  readonly number: string | null
  /** The trunk group to dial by; null for the one the call came in on. */
  readonly trunk: string | null
  readonly extension: string | null
  readonly agent: string | null
  readonly ringTimeoutMs: number
  readonly step: string
}

/** `done`: the two are talking, or have talked. */
export type TransferOutcome = 'done' | 'busy' | 'no-answer' | 'failed'

/** The caller shall be called back. */
export interface CallbackIntent {
  readonly queue: string
  /** `null`: the number the caller calls from. */
  readonly number: string | null
  readonly delayMs: number
}

export interface LookupRequest {
  readonly function: string
  readonly version: number
  readonly args: FunctionArgs
  /** The engine takes the error edge after this by itself; who asks the outside world may give up then. */
  readonly timeoutMs: number
  readonly step: string
}

export type LookupOutcome =
  | { readonly ok: true; readonly result: FunctionAnswer; readonly tookMs: number }
  | { readonly ok: false; readonly because: string; readonly tookMs: number }

/** None of these may call the engine back about a command before it has returned the command's number. */
export interface IvrDesk {
  /** Sends a switch command for this leg; returns its number. */
  command(call: CallId, leg: LegId, body: IvrCommand): CommandId
  /** May answer at once with `queueReturned`. */
  queue(call: CallId, intent: QueueIntent): void
  /** May answer at once with `transferReturned`. */
  transfer(call: CallId, intent: TransferIntent): void
  /** Notes the promise. False: it cannot be kept, since nobody can be dialed. */
  callBack(call: CallId, intent: CallbackIntent): boolean
  /** May answer at once with `lookupReturned`. */
  lookup(call: CallId, command: CommandId, request: LookupRequest): void
  /** A fresh number, for a lookup. */
  nextCommand(): CommandId
  /** The flow has come to its end: hang up. */
  end(call: CallId, outcome: CallEnd): void
}
