/** What the engine needs and what it can be asked. */
import type { CallbackId, CallId, Clock, EventLog, LegId, OfferId, Random } from '@callweave/core'
import type { AcdSections } from '../definition/sections.js'
import type { Agent } from './agent.js'
import type { Changes } from './changes.js'
import type { AcdDesk } from './desk.js'
import type { Newcomers } from './newcomers.js'
import type { Floor } from './state.js'

export type { RuleChanges } from './changes.js'

export interface AcdOptions {
  readonly sections: AcdSections
  readonly log: EventLog
  readonly clock: Clock
  readonly random: Random
  readonly desk: AcdDesk
  /**
   * Kinds of calls (stage and skills wanted) that each queue keeps an index of ready agents for. Default 32. Calls of
   * further kinds are decided the same, at the cost of a look at those who cannot serve them.
   */
  readonly mostIndexes?: number
}

export interface EnterOptions {
  readonly priority?: number
  /** Skills beside the queue's own. */
  readonly wants?: { readonly [skill: string]: number }
  /** Whom the caller would like; the queue's strategy decides whether that counts. */
  readonly preferred?: string
  readonly virtualStartMs?: number
}

export interface CallBackOptions extends EnterOptions {
  /** The number to dial. */
  readonly number: string
  /** Needed when the call waits in no queue. */
  readonly queue?: string
  /** Not before then. Default: when the place in the queue comes up. */
  readonly dueAtMs?: number
}

export interface Acd extends Pick<Changes, 'changeMember' | 'changeSkill' | 'changeRules'>, Newcomers {
  readonly floor: Floor
  /** Puts a call into a queue. It may be answered, refused or given back before this returns. */
  enter(call: CallId, queue: string, options?: EnterOptions): void
  /** The caller is gone, or has left by key. False when no caller waits: the call is in no queue, or a callback is. */
  leave(call: CallId, because: 'abandoned' | 'key' | 'withdrawn' | 'callback', key?: string): boolean
  answered(offer: OfferId): boolean
  missed(offer: OfferId): boolean
  /**
   * `unreachable`: nothing is offered to the agent any more until the phone has registered, or by hand. The others are a short
   * rest.
   */
  rejected(offer: OfferId, because: 'rejected' | 'busy' | 'unreachable' | 'failed'): boolean
  /** A call of the agent's own begins, dialed or answered: talking, and back to the state before when it is released. */
  engage(agent: Agent, call: CallId, because: 'dialed' | 'called'): void
  /** Another phone calls the agent's: nothing is offered there meanwhile. */
  rung(agent: Agent, call: CallId): void
  unrung(agent: Agent): void
  /** The agent's phone cannot be rung any more: whoever is ready is so no longer. */
  phoneLost(agent: Agent): void
  /** It can again: whoever was not ready for that reason alone is ready, when it was within the hour. */
  phoneRegistered(agent: Agent): void
  /**
   * An agent takes the offer that rings at another's phone (P7), by a leg that is up. False when the offer is over, waits for
   * a callback, or the agent is not ready or no member of its queue; nothing has changed then.
   */
  pickUp(offer: OfferId, agent: Agent, leg: LegId): boolean
  /** The agent's call is over: wrap-up begins, or the agent is ready. */
  released(agent: Agent): void
  /** After-call work is done, before its time or without one. What the agent asked for during the call comes now. */
  endWrapUp(agent: string): void
  /** What an agent, a supervisor or a shift plan asks for. In a call it is taken up at the end. */
  setState(
    agent: string,
    to: 'ready' | 'not-ready' | 'logged-out',
    options?: { reason?: string; because?: string },
  ): void
  hold(agent: Agent, held: boolean): void
  reprioritize(call: CallId, priority: number, because: string): void
  /**
   * Promises to call back (A8). A caller who waits keeps the place and may hang up; any other call gets one from now.
   * Returns the promise that stands already when there is one for that number in the queue, and `null` when the desk
   * cannot dial.
   */
  callBack(call: CallId, options: CallBackOptions): CallbackId | null
  /** The caller has answered and talks to the agent who was reserved. */
  reached(offer: OfferId): boolean
  /** The caller was dialed in vain: the agent is free, and the callback put off or given up. */
  unreached(offer: OfferId, because: 'no-answer' | 'busy' | 'failed'): boolean
  cancelCallback(callback: CallbackId): boolean
  /**
   * The instant that this caller's wait counts from: that of a callback that is cancelled by this, or of a call that
   * was abandoned no longer ago than the queue's `resumeWithinMs`, which is taken off the list. `null` for a new place.
   */
  placeOf(caller: string, queue: string, nowMs?: number): number | null
  /** Takes a call off the list of abandoned ones. */
  clearAbandoned(call: CallId, because: 'called-back' | 'cleared'): boolean
  /** After a replay: makes the appointments again and takes up what was cut off. */
  resume(): void
}
