/**
 * Call records, folded while the calls are up and handed out one by one.
 *
 * A record is closed when the call has ended and every agent who talked in it has left the wrap-up: so a late wrap-up
 * is part of the record, and records come out in the order in which they are closed. An agent who takes another call,
 * or leaves, ends the wrap-up too. Nothing is kept of a call whose record is out, so memory follows the calls that are
 * up, not those that were.
 */
import { type AgentState, type CallEvent, createIdTable, type EventOf, type Listeners } from '@callweave/core'
import {
  converse,
  endLeg,
  endOffer,
  enterQueue,
  type LiveCall,
  type LiveConversation,
  leaveQueue,
  liveCall,
  makeOffer,
  refuseByQueue,
} from './live-call.js'
import type { CallRecord } from './record.js'

export interface CallRecordsOptions {
  /** Takes each record when it is closed. It is not changed after. */
  readonly onRecord: (record: CallRecord) => void
}

export interface CallRecords {
  readonly listeners: Listeners
  /** Hands out the records of calls that are still up, or whose wrap-up is, in the order of their numbers. */
  close(atMs: number): void
  /** Calls whose record is open. */
  readonly open: number
}

interface Agent {
  state: AgentState
  sinceMs: number
  live: LiveCall | undefined
  conversation: LiveConversation | undefined
  /** The leg that rings or rang last, and the queue it rang for. */
  leg: number
  queue: string | null
}

/**
 * ```ts
 * import { createCallRecords } from '@callweave/cdr'
 * import { createEventLog } from '@callweave/core'
 *
 * const records = createCallRecords({ onRecord: ({ call, outcome, waitMs }) => console.log(call, outcome, waitMs) })
 * createEventLog().tap(records.listeners)
 * ```
 */
export const createCallRecords = ({ onRecord }: CallRecordsOptions): CallRecords => {
  const calls = createIdTable<LiveCall>()
  const agents = new Map<string, Agent>()

  const agentNamed = (name: string): Agent => {
    const known = agents.get(name)
    if (known !== undefined) return known
    const agent: Agent = {
      state: 'logged-out',
      sinceMs: 0,
      live: undefined,
      conversation: undefined,
      leg: 0,
      queue: null,
    }
    agents.set(name, agent)
    return agent
  }

  /** Only what begins a call makes a record; what is told of a call whose record is out changes nothing. */
  const begin = (call: number, atMs: number): LiveCall => {
    const known = calls.get(call)
    if (known !== undefined) return known
    const live = liveCall(call, atMs)
    calls.set(call, live)
    return live
  }

  /** At a phone of ours: inside, until somebody outside is dialed. */
  const beginOwn = (call: number, leg: number, extension: string, dialed: string, atMs: number): void => {
    const live = begin(call, atMs)
    live.callerLeg = leg
    live.record.direction = 'internal'
    live.record.extension = extension
    live.record.caller = extension
    live.record.dialed = dialed
  }

  const finish = ({ record }: LiveCall, atMs: number): void => {
    record.closedAtMs = atMs
    calls.delete(record.call)
    onRecord(record)
  }

  /** Adds the state that ends to the conversation. */
  const count = (agent: Agent, atMs: number): void => {
    const { live, conversation } = agent
    if (live === undefined || conversation === undefined) return
    const { record } = live
    const spanMs = atMs - agent.sinceMs
    if (agent.state === 'talking') {
      conversation.talkMs += spanMs
      record.talkMs += spanMs
    } else if (agent.state === 'hold') {
      conversation.holdMs += spanMs
      record.holdMs += spanMs
    } else if (agent.state === 'wrap-up') {
      conversation.wrapUpMs += spanMs
      record.wrapUpMs += spanMs
    }
    agent.sinceMs = atMs
  }

  const changeAgent = ({ agent: name, to, call, atMs }: EventOf<'agent.changed'>): void => {
    const agent = agentNamed(name)
    if (agent.live !== undefined) {
      count(agent, atMs)
      const goesOn = to === 'hold' || to === 'wrap-up' || (to === 'talking' && agent.state === 'hold')
      if (!goesOn) {
        const { live } = agent
        agent.live = undefined
        agent.conversation = undefined
        live.open -= 1
        if (live.ended && live.open === 0) finish(live, atMs)
      }
    }
    if (to === 'talking' && agent.live === undefined && call !== null) {
      const live = calls.get(call)
      if (live !== undefined) {
        live.open += 1
        agent.live = live
        agent.conversation = converse(live, name, agent.queue, agent.leg, atMs)
      }
    }
    if (to !== 'ringing') {
      agent.queue = null
      agent.leg = 0
    }
    agent.state = to
    agent.sinceMs = atMs
  }

  const listeners: Listeners = {
    'leg.arrived': ({ call, leg, trunk, channel, caller, dialed, atMs }) => {
      const live = begin(call, atMs)
      const { record } = live
      live.callerLeg = leg
      record.trunk = trunk
      record.channel = channel
      record.caller = caller
      record.dialed = dialed
    },
    'leg.originated': ({ call, leg, toward, purpose, atMs }) => {
      if (purpose === 'agent') return
      const live = begin(call, atMs)
      live.record.dialedOut = toward
      // In a call that we began, and in a callback, who is dialed is the caller.
      if (live.callerLeg === 0 || purpose === 'callback') live.callerLeg = leg
    },
    'leg.dialed': ({ call, leg, extension, dialed, atMs }) => beginOwn(call, leg, extension, dialed, atMs),
    'call.placed': ({ call, extension, toward, atMs }) => beginOwn(call, 0, extension, toward, atMs),
    'party.asked': ({ call, leg, as, trunk }) => {
      const live = calls.get(call)
      if (live === undefined) return
      if (as === 'caller') live.callerLeg = leg
      if (as === 'dialed' && trunk !== null) {
        live.record.direction = 'out'
        live.record.trunk = trunk
      }
    },
    'call.transferred': ({ call, agent, kind, target, toward, atMs }) =>
      void calls.get(call)?.record.transfers.push({ atMs, agent, kind, target, toward, returned: null }),
    'call.returned': ({ call, because }) => {
      const transfer = calls.get(call)?.record.transfers.at(-1)
      if (transfer !== undefined && because !== 'served') transfer.returned ??= because
    },
    'call.routed': ({ call, route, flow, tags }) => {
      const record = calls.get(call)?.record
      if (record === undefined) return
      record.route = route
      record.flow = flow
      for (let i = 0; i < tags.length; i += 1) record.tags.push(tags[i] as string)
    },
    'call.refused': ({ call, because }) => {
      const live = calls.get(call)
      if (live !== undefined) live.record.refused = because
    },
    'call.tagged': ({ call, tag }) => {
      const tags = calls.get(call)?.record.tags
      if (tags !== undefined && !tags.includes(tag)) tags.push(tag)
    },
    'language.chosen': ({ call, language }) => {
      const live = calls.get(call)
      if (live !== undefined) live.record.language = language
    },
    'menu.chosen': ({ call, step, key, atMs }) => void calls.get(call)?.record.choices.push({ atMs, step, key }),
    'queue.entered': (event) => enterQueue(calls.get(event.call), event),
    'queue.refused': (event) => refuseByQueue(calls.get(event.call), event),
    'queue.left': (event) => leaveQueue(calls.get(event.call), event),
    'offer.made': (event) => {
      makeOffer(calls.get(event.call), event)
      const agent = agentNamed(event.agent)
      agent.leg = event.leg
      agent.queue = event.queue
    },
    'offer.accepted': ({ call, offer, atMs }) => endOffer(calls.get(call), offer, atMs, 'accepted', null),
    'offer.missed': ({ call, offer, atMs }) => endOffer(calls.get(call), offer, atMs, 'missed', null),
    'offer.rejected': ({ call, offer, because, atMs }) => endOffer(calls.get(call), offer, atMs, 'rejected', because),
    'offer.withdrawn': ({ call, offer, because, atMs }) => endOffer(calls.get(call), offer, atMs, 'withdrawn', because),
    'agent.changed': changeAgent,
    'callback.requested': ({ call, queue, dueAtMs, atMs }) => {
      const live = calls.get(call)
      if (live === undefined) return
      live.record.callback = { queue, requestedAtMs: atMs, dueAtMs, attempts: 0, ended: null }
    },
    'callback.dialed': ({ call, attempt }) => {
      const callback = calls.get(call)?.record.callback
      if (callback) callback.attempts = attempt
    },
    'callback.ended': ({ call, because }) => {
      const callback = calls.get(call)?.record.callback
      if (callback) callback.ended = because
    },
    'survey.answered': ({ call, question, answer, agent, queue }) =>
      void calls.get(call)?.record.survey.push({ question, answer, agent, queue }),
    'message.left': ({ call, box, recording, lengthMs }) =>
      void calls.get(call)?.record.messages.push({ box, recording, lengthMs }),
    'recording.finished': ({ call, recording, lengthMs }) =>
      void calls.get(call)?.record.recordings.push({ recording, lengthMs }),
    'leg.answered': ({ call, leg, atMs }) => {
      const live = calls.get(call)
      if (live !== undefined && live.callerLeg === leg) live.record.answeredAtMs ??= atMs
    },
    'caller.cleared': ({ call, agent, atMs }) => {
      const record = calls.get(call)?.record
      if (record === undefined) return
      record.clearings.push({ atMs, agent, back: null, backAtMs: null })
      // The talk is not over: the agent alone ends it.
      for (const talk of record.conversations) if (talk.agent === agent) talk.endedBy = null
    },
    'caller.back': ({ call, leg, how, atMs }) => {
      const live = calls.get(call)
      const clearing = live?.record.clearings.at(-1)
      if (live === undefined || clearing === undefined) return
      live.callerLeg = leg
      clearing.back = how
      clearing.backAtMs = atMs
    },
    'leg.ended': (event) => endLeg(calls.get(event.call), event),
    'call.ended': ({ call, outcome, atMs }) => {
      const live = calls.get(call)
      if (live === undefined) return
      live.ended = true
      live.record.endedAtMs = atMs
      live.record.outcome = outcome
      if (live.open === 0) finish(live, atMs)
    },
  }

  return {
    listeners,
    close(atMs) {
      for (const agent of agents.values()) {
        count(agent, atMs)
        agent.live = undefined
        agent.conversation = undefined
      }
      const left = [...calls.values()].sort((a, b) => a.record.call - b.record.call)
      for (const live of left) finish(live, atMs)
    },
    get open() {
      return calls.size
    },
  }
}

/** The record of one call from its trail (`callTrail`); `undefined` when the trail is empty. */
export const foldCallRecord = (trail: Iterable<CallEvent>): CallRecord | undefined => {
  let found: CallRecord | undefined
  const fold = createCallRecords({
    onRecord: (record) => {
      found ??= record
    },
  })
  const listeners: { readonly [type: string]: ((event: never) => void) | undefined } = fold.listeners
  let lastMs = 0
  for (const event of trail) {
    listeners[event.type]?.(event as never)
    lastMs = event.atMs
  }
  fold.close(lastMs)
  return found
}
