/** A call while its record is being folded: the record, and what is needed to find the right part of it. */
import type { EventOf } from '@callweave/core'
import type { CallbackPromise, CallRecord, Conversation, OfferAttempt, QueueVisit } from './record.js'

type Writable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? Writable<E>[] : T[K] }

/** A record, and its parts, while they are being folded. */
export type LiveRecord = Omit<Writable<CallRecord>, 'callback'> & { callback: Writable<CallbackPromise> | null }
export type LiveVisit = Writable<QueueVisit>
export type LiveOffer = Writable<OfferAttempt>
export type LiveConversation = Writable<Conversation>

export interface LiveCall {
  readonly record: LiveRecord
  /** The caller's own leg, 0 when there is none yet. */
  callerLeg: number
  /** Agents who talk or wrap up. */
  open: number
  ended: boolean
}

export const liveCall = (call: number, arrivedAtMs: number): LiveCall => ({
  record: emptyRecord(call, arrivedAtMs),
  callerLeg: 0,
  open: 0,
  ended: false,
})

/** `undefined` is a call whose record is out, or whose beginning was not seen. */
type Maybe = LiveCall | undefined

export const enterQueue = (live: Maybe, { queue, callback, atMs }: EventOf<'queue.entered'>): void => {
  live?.record.queues.push({
    queue,
    enteredAtMs: atMs,
    leftAtMs: null,
    because: null,
    refused: false,
    waitMs: 0,
    key: null,
    callback: callback !== null,
  })
}

export const refuseByQueue = (live: Maybe, { queue, atMs, because }: EventOf<'queue.refused'>): void => {
  live?.record.queues.push({
    queue,
    enteredAtMs: atMs,
    leftAtMs: atMs,
    because,
    refused: true,
    waitMs: 0,
    key: null,
    callback: false,
  })
}

export const leaveQueue = (live: Maybe, event: EventOf<'queue.left'>): void => {
  if (live === undefined) return
  const { record } = live
  const visit: LiveVisit | undefined = record.queues[record.queues.length - 1]
  if (visit === undefined) return
  visit.leftAtMs = event.atMs
  visit.because = event.because
  visit.waitMs = event.waitMs
  visit.key = event.key
  record.waitMs += event.waitMs
}

export const makeOffer = (live: Maybe, { offer, queue, agent, atMs }: EventOf<'offer.made'>): void => {
  live?.record.offers.push({ offer, queue, agent, madeAtMs: atMs, ringMs: 0, ended: null, because: null })
}

/** Most often the newest; with ring-all one of several. */
const offerOf = ({ offers }: LiveRecord, id: number): LiveOffer | undefined => {
  for (let i = offers.length - 1; i >= 0; i -= 1) if (offers[i]?.offer === id) return offers[i]
  return undefined
}

export const endOffer = (
  live: Maybe,
  id: number,
  atMs: number,
  ended: 'accepted' | 'missed' | 'rejected' | 'withdrawn',
  because: string | null,
): void => {
  const offer = live === undefined ? undefined : offerOf(live.record, id)
  if (offer === undefined) return
  offer.ringMs = atMs - offer.madeAtMs
  offer.ended = ended
  offer.because = because
}

/** The agent has answered. */
export const converse = (
  live: LiveCall,
  agent: string,
  queue: string | null,
  leg: number,
  atMs: number,
): LiveConversation => {
  const { record } = live
  const conversation = { agent, queue, leg, answeredAtMs: atMs, talkMs: 0, holdMs: 0, wrapUpMs: 0, endedBy: null }
  record.conversations.push(conversation)
  record.answeredBy ??= agent
  return conversation
}

/** A leg has ended: the caller's ends every talk, an agent's ends that agent's. */
export const endLeg = (live: Maybe, { leg, by, cause }: EventOf<'leg.ended'>): void => {
  if (live === undefined) return
  const { record } = live
  const isCaller = leg === live.callerLeg
  if (isCaller) {
    record.endedBy = by
    record.endCause = cause
  }
  for (let i = record.conversations.length - 1; i >= 0; i -= 1) {
    const conversation = record.conversations[i] as LiveConversation
    if (isCaller || conversation.leg === leg) conversation.endedBy ??= by
  }
}

/** Every field in its place from the start, so that all records share one shape. */
export const emptyRecord = (call: number, arrivedAtMs: number): LiveRecord => ({
  call,
  arrivedAtMs,
  answeredAtMs: null,
  endedAtMs: null,
  closedAtMs: arrivedAtMs,
  trunk: null,
  channel: null,
  caller: null,
  dialed: null,
  route: null,
  flow: null,
  language: null,
  tags: [],
  choices: [],
  queues: [],
  offers: [],
  conversations: [],
  answeredBy: null,
  waitMs: 0,
  talkMs: 0,
  holdMs: 0,
  wrapUpMs: 0,
  survey: [],
  messages: [],
  recordings: [],
  callback: null,
  dialedOut: null,
  refused: null,
  direction: 'in',
  extension: null,
  transfers: [],
  clearings: [],
  outcome: null,
  endedBy: null,
  endCause: null,
})
