/**
 * What a formula takes for granted, counted while a run goes on: a steady load, the same agents all the time, nobody left
 * over from before, calls in the order of their coming. Where a simulated figure and the formula differ, these
 * numbers say which of it did not hold.
 */
import { createIntervals, type Interval } from '@callweave/cdr'
import type { AgentState, EventOf, Listeners } from '@callweave/core'
import { type ConditionRow, emptyConditionRow, type LiveRow, parts } from './condition-row.js'

export interface ConditionsOptions {
  readonly intervalMs: number
  readonly timeZone: string
  readonly fromMs: number
  readonly untilMs: number
  readonly members: Readonly<Record<string, readonly string[]>>
  /** Levels of each agent's skills. */
  readonly skills: Readonly<Record<string, Readonly<Record<string, number | undefined>>>>
}

export interface Conditions {
  readonly listeners: Listeners
  readonly rows: () => readonly ConditionRow[]
}

interface Queue {
  readonly name: string
  readonly members: Set<string>
  waiting: number
  onDuty: number
  elsewhere: number
  sinceMs: number
  row: LiveRow | null
}

interface Agent {
  readonly queues: Queue[]
  onDuty: boolean
  /** Whose call the agent is busy with. */
  serving: Queue | null
  talkSinceMs: number
  ringSinceMs: number
}

const working: ReadonlySet<AgentState> = new Set(['talking', 'hold', 'wrap-up'])

export const createConditions = (options: ConditionsOptions): Conditions => {
  const { fromMs, untilMs, skills } = options
  const intervals = createIntervals(options)
  const queues = new Map<string, Queue>()
  const agents = new Map<string, Agent>()
  const rows: LiveRow[] = []
  const queueOfCall = new Map<number, Queue>()
  const waiting = new Set<number>()
  const numberOfCall = new Map<number, string>()
  const redialing = new Set<number>()
  const gaveUp = new Set<string>()
  let turnMs = fromMs

  const agentNamed = (name: string): Agent => {
    let agent = agents.get(name)
    if (agent === undefined) {
      agent = { queues: [], onDuty: false, serving: null, talkSinceMs: -1, ringSinceMs: -1 }
      agents.set(name, agent)
    }
    return agent
  }
  for (const [name, members] of Object.entries(options.members)) {
    const queue: Queue = {
      name,
      members: new Set(members),
      waiting: 0,
      onDuty: 0,
      elsewhere: 0,
      sinceMs: fromMs,
      row: null,
    }
    queues.set(name, queue)
    for (const member of members) agentNamed(member).queues.push(queue)
  }

  /** Books what has been so since the last change. Changes of one instant leave no trace in least and most. */
  const book = (queue: Queue, atMs: number): void => {
    const { row } = queue
    const spanMs = atMs - queue.sinceMs
    if (row !== null && spanMs > 0) {
      row.onDutyMs += queue.onDuty * spanMs
      row.elsewhereMs += queue.elsewhere * spanMs
      row.leastOnDuty = Math.min(row.leastOnDuty, queue.onDuty)
      row.mostOnDuty = Math.max(row.mostOnDuty, queue.onDuty)
    }
    queue.sinceMs = atMs
  }

  const turn = (atMs: number): void => {
    while (atMs >= turnMs) {
      const startMs = turnMs
      const open = startMs < untilMs
      const interval = intervals.at(startMs)
      turnMs = open ? Math.min(interval.endMs, untilMs) : Number.POSITIVE_INFINITY
      for (const queue of queues.values()) {
        book(queue, startMs)
        queue.row = open ? rowOf(queue, interval, turnMs - startMs) : null
        if (queue.row !== null) rows.push(queue.row)
      }
    }
  }
  const stamp = (atMs: number): void => {
    if (atMs >= turnMs) turn(atMs)
  }

  const entered = ({
    call,
    queue: name,
    atMs,
    callback,
    wants,
    priority,
    virtualStartMs,
  }: EventOf<'queue.entered'>) => {
    stamp(atMs)
    const queue = queues.get(name)
    if (queue === undefined) return
    queueOfCall.set(call, queue)
    if (callback !== null) return
    waiting.add(call)
    queue.waiting += 1
    const { row } = queue
    if (row === null) return
    const partMs = row.observedMs / parts
    const at = Math.min(parts - 1, Math.floor((atMs - (turnMs - row.observedMs)) / partMs))
    row.entered[at] = (row.entered[at] as number) + 1
    if (redialing.has(call)) row.redials += 1
    if (priority !== 0 || virtualStartMs < atMs) row.outOfTurn += 1
    const wanted = Object.entries(wants ?? {})
    if (wanted.length === 0) return
    row.skilled += 1
    for (const member of queue.members)
      if (wanted.every(([skill, level]) => (skills[member]?.[skill] ?? 0) >= Number(level))) row.able += 1
  }

  const changed = ({ agent: name, to, atMs, call }: EventOf<'agent.changed'>): void => {
    stamp(atMs)
    const agent = agents.get(name)
    if (agent === undefined) return
    for (const queue of agent.queues) book(queue, atMs)
    count(agent, -1)
    agent.onDuty = to !== 'logged-out' && to !== 'not-ready'
    const works = working.has(to)
    if (!works && to !== 'ringing') endTalk(agent, atMs)
    else if (call !== null && to !== 'wrap-up') agent.serving = queueOfCall.get(call) ?? agent.serving
    if (works && agent.talkSinceMs < 0) agent.talkSinceMs = atMs
    count(agent, 1)
  }

  const endTalk = (agent: Agent, atMs: number): void => {
    const row = agent.serving?.row
    if (row && agent.talkSinceMs >= 0) {
      const lengthMs = atMs - agent.talkSinceMs
      row.talks += 1
      row.talkMs += lengthMs
      row.talkSquares += lengthMs * lengthMs
    }
    agent.serving = null
    agent.talkSinceMs = -1
  }

  const offerEnded =
    (ended: 'answered' | 'failed' | 'withdrawn') =>
    ({ agent: name, queue, atMs }: { readonly agent: string; readonly queue: string; readonly atMs: number }): void => {
      stamp(atMs)
      const agent = agents.get(name)
      const row = queues.get(queue)?.row
      if (agent === undefined || agent.ringSinceMs < 0) return
      if (row) {
        row.offers += 1
        if (ended === 'answered') row.answeredOffers += 1
        else if (ended === 'failed') row.failedOffers += 1
        row.ringMs += atMs - agent.ringSinceMs
      }
      agent.ringSinceMs = -1
    }

  const listeners: Listeners = {
    'trunk.busy': ({ caller, atMs }) => {
      stamp(atMs)
      gaveUp.add(caller)
      for (const { row } of queues.values()) if (row !== null) row.blocked += 1
    },
    'leg.arrived': ({ call, caller }) => {
      numberOfCall.set(call, caller)
      if (gaveUp.delete(caller)) redialing.add(call)
    },
    'queue.entered': entered,
    'queue.left': ({ call, queue: name, because, atMs }) => {
      stamp(atMs)
      const queue = queues.get(name)
      if (queue === undefined || !waiting.delete(call)) return
      queue.waiting -= 1
      const number = numberOfCall.get(call)
      if (because === 'abandoned' && number !== undefined) gaveUp.add(number)
    },
    'offer.made': ({ agent, atMs }) => {
      agentNamed(agent).ringSinceMs = atMs
    },
    'offer.accepted': offerEnded('answered'),
    'offer.missed': offerEnded('failed'),
    'offer.rejected': offerEnded('failed'),
    'offer.withdrawn': offerEnded('withdrawn'),
    'agent.changed': changed,
    'member.changed': ({ agent: name, queue: of, joined, atMs }) => {
      stamp(atMs)
      const queue = queues.get(of)
      const agent = agentNamed(name)
      if (queue === undefined || queue.members.has(name) === joined) return
      for (const one of agent.queues) book(one, atMs)
      book(queue, atMs)
      count(agent, -1)
      if (joined) {
        queue.members.add(name)
        agent.queues.push(queue)
      } else {
        queue.members.delete(name)
        agent.queues.splice(agent.queues.indexOf(queue), 1)
      }
      count(agent, 1)
    },
    'call.ended': ({ call }) => {
      queueOfCall.delete(call)
      numberOfCall.delete(call)
      redialing.delete(call)
    },
  }
  return {
    listeners,
    rows: () => {
      turn(untilMs)
      return rows
    },
  }
}

const count = ({ queues, onDuty, serving }: Agent, by: 1 | -1): void => {
  for (const queue of queues) {
    if (onDuty) queue.onDuty += by
    if (serving !== null && serving !== queue) queue.elsewhere += by
  }
}

const rowOf = (queue: Queue, interval: Interval, observedMs: number): LiveRow => ({
  ...emptyConditionRow,
  ...interval,
  queue: queue.name,
  observedMs,
  waitingAtStart: queue.waiting,
  entered: new Array<number>(parts).fill(0),
  members: queue.members.size,
})
