/**
 * The queue_log that Asterisk writes, from our events, so that the reporting tools of that market work at once.
 * Fields after its documentation (docs.asterisk.org, Operation / Logging / Queue Logs).
 *
 * What has no counterpart there takes the nearest: a call that overflows has waited too long (EXITWITHTIMEOUT); one that
 * asks for a callback leaves by its key, or is withdrawn, and the promise enters in its place; a rejected offer was not
 * answered. A call that a queue does
 * not let in leaves no line, nor does an offer that ends because another agent was quicker. Positions are by priority
 * and age. An agent who logs in or out is added to, or removed from, each queue of which `members` says so.
 */
import { createIdTable, type Listeners, type QueueLeft } from '@callweave/core'
import { formatQueueLogLine, type QueueLogEvent, seconds } from './line.js'
import { createQueueLogMembers } from './members.js'
import { type Place, Places } from './places.js'

export interface QueueLogOptions {
  /** Takes each line, without a line end. */
  readonly onLine: (line: string) => void
  /** Stands before the call's number: `bank-17`. */
  readonly journal: string
  /** The members of each queue at the start. */
  readonly members?: Readonly<Record<string, readonly string[]>>
  /** Writes callers' numbers (personal); without it, their field is empty. */
  readonly callers?: boolean
}

interface Call {
  caller: string
  /** Where the call waits, and in which queue. */
  place: Place | undefined
  queue: string
  callerLeg: number
  holdMs: number
  endedBy: string | null
  /** The caller is gone; a callback still waits in the place. */
  ended: boolean
}

/** Agents in talk with a call that came from a queue. */
interface Talk {
  readonly call: number
  readonly queue: string
  readonly original: number
  readonly holdMs: number
  readonly sinceMs: number
}

interface Ring {
  readonly leg: number
  readonly sinceMs: number
  answeredAtMs: number
}

export const createQueueLog = (options: QueueLogOptions): { readonly listeners: Listeners } => {
  const { onLine, journal, members = {}, callers = false } = options
  const calls = createIdTable<Call>()
  const queues = new Map<string, Places>()
  /** By offer, while it rings. */
  const rings = createIdTable<Ring>()
  const accepted = new Map<number, { readonly agent: string; readonly ring: Ring }>()
  const talks = new Map<string, Talk>()

  const write = (
    atMs: number,
    call: number | null,
    queue: string,
    agent: string,
    event: QueueLogEvent,
    ...data: (string | number)[]
  ): void =>
    onLine(formatQueueLogLine({ atMs, call: call === null ? none : `${journal}-${call}`, queue, agent, event, data }))

  const placesOf = (queue: string): Places => {
    const known = queues.get(queue)
    if (known !== undefined) return known
    const places = new Places()
    queues.set(queue, places)
    return places
  }

  const callOf = (call: number): Call => {
    const known = calls.get(call)
    if (known !== undefined) return known
    const made: Call = {
      caller: '',
      place: undefined,
      queue: none,
      callerLeg: 0,
      holdMs: 0,
      endedBy: null,
      ended: false,
    }
    calls.set(call, made)
    return made
  }

  const stopRinging = (offer: number, atMs: number): number => {
    const ring = rings.get(offer)
    rings.delete(offer)
    return ring === undefined ? 0 : atMs - ring.sinceMs
  }

  const roster = createQueueLogMembers(members, (atMs, queue, agent, event, ...data) =>
    write(atMs, null, queue, agent, event, ...data),
  )

  return {
    listeners: {
      'log.opened': ({ atMs }) => write(atMs, null, none, none, 'QUEUESTART'),
      'leg.arrived': ({ call, leg, caller }) => {
        const made = callOf(call)
        made.callerLeg = leg
        if (callers) made.caller = caller
      },
      'queue.entered': ({ call, queue, priority, virtualStartMs, atMs }) => {
        const made = callOf(call)
        const place = placesOf(queue).enter(call, priority, virtualStartMs)
        made.place = place
        made.queue = queue
        made.endedBy = null
        write(atMs, call, queue, none, 'ENTERQUEUE', '', made.caller, place.original)
      },
      'queue.reprioritized': ({ call, queue, priority, virtualStartMs }) => {
        const place = calls.get(call)?.place
        if (place !== undefined) placesOf(queue).move(place, priority, virtualStartMs)
      },
      'queue.left': ({ call, queue, because, waitMs, key, atMs }) => {
        const left = calls.get(call)
        if (left?.place === undefined) return
        const position = placesOf(queue).leave(left.place)
        const { original } = left.place
        if (because === 'answered') {
          left.holdMs = waitMs
          const taken = accepted.get(call)
          accepted.delete(call)
          if (taken === undefined) return
          const { agent, ring } = taken
          const leg = `${journal}-leg-${ring.leg}`
          write(atMs, call, queue, agent, 'CONNECT', seconds(waitMs), leg, seconds(ring.answeredAtMs - ring.sinceMs))
          talks.set(agent, { call, queue, original, holdMs: waitMs, sinceMs: atMs })
        } else {
          const event = eventOf(because, key)
          const place = [position, original, seconds(waitMs)]
          if (event === 'EXITWITHKEY') write(atMs, call, queue, none, event, key ?? '', ...place)
          else write(atMs, call, queue, none, event, ...place, ...(event === 'WITHDRAW' ? [because] : []))
        }
        left.place = undefined
        if (left.ended && because !== 'answered') calls.delete(call)
      },
      'offer.made': ({ offer, leg, atMs }) => rings.set(offer, { leg, sinceMs: atMs, answeredAtMs: atMs }),
      'offer.accepted': ({ call, offer, agent, atMs }) => {
        const ring = rings.get(offer)
        rings.delete(offer)
        if (ring === undefined) return
        ring.answeredAtMs = atMs
        accepted.set(call, { agent, ring })
      },
      'offer.missed': ({ call, offer, queue, agent, atMs }) =>
        write(atMs, call, queue, agent, 'RINGNOANSWER', stopRinging(offer, atMs)),
      'offer.rejected': ({ call, offer, queue, agent, atMs }) =>
        write(atMs, call, queue, agent, 'RINGNOANSWER', stopRinging(offer, atMs)),
      'offer.withdrawn': ({ call, offer, queue, agent, because, atMs }) => {
        const ringMs = stopRinging(offer, atMs)
        if (because === 'caller-gone') write(atMs, call, queue, agent, 'RINGCANCELED', ringMs)
      },
      'leg.ended': ({ call, leg, by }) => {
        const ended = calls.get(call)
        if (ended !== undefined) ended.endedBy ??= leg === ended.callerLeg ? 'caller' : by
      },
      'agent.changed': (event) => {
        const { agent, to, atMs } = event
        const talk = talks.get(agent)
        if (talk !== undefined && to !== 'talking' && to !== 'hold') {
          talks.delete(agent)
          const ended = calls.get(talk.call)
          const by = ended?.endedBy === 'agent' ? 'COMPLETEAGENT' : 'COMPLETECALLER'
          if (ended !== undefined) ended.endedBy = null
          write(
            atMs,
            talk.call,
            talk.queue,
            agent,
            by,
            seconds(talk.holdMs),
            seconds(atMs - talk.sinceMs),
            talk.original,
          )
        }
        roster.changed(event)
      },
      'member.changed': (event) => roster.memberChanged(event),
      'call.ended': ({ call }) => {
        const ended = calls.get(call)
        if (ended?.place === undefined) calls.delete(call)
        else ended.ended = true
        accepted.delete(call)
      },
    },
  }
}

const none = 'NONE'

const eventOf = (because: Exclude<QueueLeft, 'answered'>, key: string | null): QueueLogEvent => {
  switch (because) {
    case 'abandoned':
      return 'ABANDON'
    case 'key':
      return 'EXITWITHKEY'
    case 'max-wait':
    case 'overflowed':
      return 'EXITWITHTIMEOUT'
    case 'nobody':
      return 'EXITEMPTY'
    case 'callback':
      return key === null ? 'WITHDRAW' : 'EXITWITHKEY'
    case 'withdrawn':
      return 'WITHDRAW'
  }
}
