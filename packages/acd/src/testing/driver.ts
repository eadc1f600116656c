/**
 * Does to an engine what a day does, one small thing at a time and in any order: callers who come, wait, give up, ask to
 * be called back; agents who answer, miss, reject, take breaks; people who change the rules meanwhile. After each the
 * floor must be in order. A step is three numbers, so that a failing run shrinks to the few steps that matter.
 */
import { type CallId, callId, type Random } from '@callweave/core'
import type { EnterOptions } from '../engine/contract.js'
import type { Entry } from '../engine/entry.js'
import type { Member } from '../engine/member.js'
import type { StrategyRef } from '../strategy/define.js'
import { type Books, createBooks } from './books.js'
import { checkFloor } from './invariants.js'
import { type Draw, randomRules, randomSections, skillNames } from './random-sections.js'
import { checkOffer, poolOf } from './reference.js'
import { createRig, type Rig, testRandom } from './rig.js'

/** Kinds of things that happen. */
export const kindsOfStep = 26

export type Step = readonly [what: number, which: number, how: number]

/** Where a call is that the driver keeps an eye on. */
type Place = 'flow' | 'queue' | 'talking' | 'promised' | 'ended'

export interface Driver {
  readonly rig: Rig
  readonly books: Books
  /** Steps so far that gave the engine something; a step that finds nothing to act on is none. */
  readonly inputs: number
  step(step: Step): void
  /** Ends everything that is going on. */
  drain(): void
}

export const drawFrom = (random: Random): Draw => random.stream('draw').int

export interface DriverOptions {
  /** The strategy of every queue, for good. */
  readonly strategy?: StrategyRef
  /** Sees each offer before the engine takes note of it. */
  readonly onOffer?: (entry: Entry, chosen: Member, pool: readonly Member[], nowMs: number) => void
}

export const createDriver = (seed: number, options: DriverOptions = {}): Driver => {
  const draw = drawFrom(testRandom(seed))
  const sections = randomSections(draw, options.strategy)
  const queues = Object.keys(sections.queues)
  const names = Object.keys(sections.agents)
  const calls = new Map<CallId, Place>()
  const callers = new Map<CallId, string>()
  const books = createBooks({
    mayRise: (queue) => rig.acd.floor.queues.get(queue)?.definition.announce?.neverRising === false,
    hungUp: (call) => rig.desk.gone.has(callId(call)),
  })
  const rig: Rig = createRig(sections, {
    random: testRandom(seed + 1),
    mostIndexes: [0, 1, 3, 32][seed % 4] ?? 32,
    ready: names.filter(() => draw(4) > 0),
    before: (floor) => ({
      'offer.made': (event) => {
        checkOffer(floor(), event.call, event.agent, event.atMs)
        const entry = floor().entries.get(event.call) as Entry
        const pool = poolOf(entry)
        options.onOffer?.(entry, pool.find(({ agent }) => agent.id === event.agent) as Member, pool, event.atMs)
      },
    }),
  })
  const { desk } = rig
  rig.tap(books.listeners)
  rig.tap({
    'offer.accepted': ({ call }) => void calls.set(call, 'talking'),
    'queue.left': ({ call, because }) => {
      if (because === 'withdrawn') calls.set(call, 'ended')
    },
  })
  desk.onGivenBack = (call, outcome) => {
    calls.set(call, 'flow')
    if (outcome.outcome === 'overflowed') enter(call, outcome.to, {})
  }

  const enter = (call: CallId, queue: string, given: EnterOptions): void => {
    calls.set(call, 'queue')
    const place = rig.acd.placeOf(callers.get(call) ?? '', queue)
    rig.acd.enter(call, queue, { ...given, ...(place === null ? {} : { virtualStartMs: place }) })
  }

  let steps = 0
  let idle = 0

  const pick = <T>(from: readonly T[], which: number): T | undefined => from[which % Math.max(1, from.length)]
  const offers = () => [...rig.acd.floor.offers.values()].sort((a, b) => a.id - b.id)
  const waiting = () => [...rig.acd.floor.entries.values()].filter(({ callback }) => callback === null)
  const onCall = () => [...rig.acd.floor.agents.values()].filter(({ state }) => state === 'talking' || state === 'hold')

  const arrive = (which: number, how: number): void => {
    const call = callId(calls.size + 1)
    callers.set(call, `caller-${how % 4}`)
    const wants = { [skillNames[how % 2] as string]: 1 + (how % 3) }
    enter(call, pick(queues, which) as string, {
      priority: how % 5 === 0 ? how % 3 : 0,
      ...(how % 7 === 0 ? { wants } : {}),
      ...(how % 3 === 0 ? { preferred: pick(names, how) as string } : {}),
    })
  }

  const endOffer = (which: number, how: number): void => {
    const offer = pick(offers(), which)
    if (offer === undefined) {
      idle += 1
      return
    }
    if (how % 5 > 2) {
      desk.ringing.delete(offer.id)
      desk.dialing.delete(offer.id)
    }
    if (how % 5 === 3) rig.acd.missed(offer.id)
    else if (how % 5 === 4)
      rig.acd.rejected(offer.id, (['rejected', 'busy', 'unreachable', 'failed'] as const)[how % 4] ?? 'busy')
    else if (desk.dialing.has(offer.id)) endDial(offer.id, how)
    else rig.acd.answered(offer.id)
  }

  const endDial = (offer: Parameters<typeof rig.acd.reached>[0], how: number): void => {
    if (how % 2 === 0) rig.acd.reached(offer)
    else rig.acd.unreached(offer, how % 4 === 1 ? 'busy' : 'no-answer')
  }

  const hangUp = (which: number, how: number): void => {
    const entry = pick(waiting(), which)
    if (entry === undefined) {
      idle += 1
      return
    }
    const { call, queue, enteredAtMs } = entry
    if (how % 4 === 0) {
      rig.acd.leave(call, 'key', '1')
      calls.set(call, 'flow')
      return
    }
    desk.gone.add(call)
    calls.set(call, 'ended')
    rig.acd.leave(call, 'abandoned')
    const atMs = rig.clock.nowMs()
    rig.log.emit['abandoned.listed']({
      seq: rig.log.next(),
      atMs,
      type: 'abandoned.listed',
      call,
      queue: queue.id,
      caller: callers.get(call) as string,
      waitMs: atMs - enteredAtMs,
      chosen: [],
    })
  }

  const askForCallback = (which: number, how: number): void => {
    const entry = pick(waiting(), which)
    const due = how % 3 === 0 ? { dueAtMs: rig.clock.nowMs() + 5000 } : {}
    if (entry === undefined || how % 5 === 0) {
      const call = callId(calls.size + 1)
      calls.set(call, 'promised')
      callers.set(call, `caller-${how % 4}`)
      desk.gone.add(call)
      rig.acd.callBack(call, { number: `caller-${how % 4}`, queue: pick(queues, which) as string, ...due })
      return
    }
    calls.set(entry.call, 'promised')
    desk.gone.add(entry.call)
    rig.acd.callBack(entry.call, { number: callers.get(entry.call) as string, ...due })
  }

  const changeState = (which: number, how: number): void => {
    const agent = pick([...rig.acd.floor.agents.values()], which)
    if (agent === undefined) {
      idle += 1
      return
    }
    if (how % 8 === 5) {
      rig.acd.phoneLost(agent)
      return
    }
    rig.acd.phoneRegistered(agent)
    const to = (['ready', 'ready', 'not-ready', 'logged-out'] as const)[how % 4] ?? 'ready'
    const from = agent.state
    if (from === 'talking' || from === 'hold') rig.acd.hold(agent, how % 8 < 4)
    rig.acd.setState(agent.id, to, { reason: `reason-${how % 2}` })
  }

  const changeRoster = (which: number, how: number): void => {
    const agent = pick(names, which) as string
    const queue = pick(queues, how) as string
    if (how % 4 === 0) rig.acd.changeMember(queue, agent, null)
    else if (how % 4 < 3)
      rig.acd.changeMember(queue, agent, { level: 1 + (how % 3), penalty: how % 2, weight: 1 + (how % 5) })
    else rig.acd.changeSkill(agent, skillNames[which % 2] as string, how % 5)
  }

  const changeRules = (which: number, how: number): void => {
    const rules = randomRules(drawFrom(testRandom(which * 1000 + how)), queues)
    const some = Object.entries(rules)
      .filter(([rule]) => rule !== 'strategy' || options.strategy === undefined)
      .filter((_, i) => (how >> (i % 8)) % 2 === 0)
    rig.acd.changeRules(pick(queues, which) as string, Object.fromEntries(some))
  }

  const advance = (_: number, how: number): void => rig.clock.advance(how % 5000, settled)
  const release = (which: number): void => {
    const agent = pick(onCall(), which)
    if (agent === undefined) idle += 1
    else rig.acd.released(agent)
  }
  const reprioritize = (which: number, how: number): void =>
    rig.acd.reprioritize(callId(1 + (which % Math.max(1, calls.size))), how % 4, 'vip')
  const cancel = (which: number, how: number): void => {
    const callback = pick([...rig.acd.floor.callbacks.keys()], which)
    if (how % 2 === 0) rig.clock.advance(how * 4, settled)
    else if (callback === undefined) idle += 1
    else rig.acd.cancelCallback(callback)
  }

  const often = [arrive, arrive, endOffer, endOffer, advance]
  const actions: readonly ((which: number, how: number) => void)[] = [
    ...often,
    ...often,
    ...often,
    release,
    release,
    release,
    changeState,
    changeState,
    hangUp,
    askForCallback,
    reprioritize,
    changeRoster,
    changeRules,
    cancel,
  ]

  const settled = (): void => {
    checkFloor(rig.acd.floor, rig.clock.nowMs())
    for (const [id, queue] of books.queues) {
      const present = [...rig.acd.floor.entries.values()].filter((entry) => entry.queue.id === id).length
      if (queue.entered !== queue.left + queue.present || queue.present !== present)
        throw new Error(`${id} loses calls`)
    }
    for (const { id, callsHandled } of rig.acd.floor.agents.values()) {
      if (callsHandled !== (books.accepted.get(id) ?? 0)) throw new Error(`${id} counts ${callsHandled} calls`)
    }
    if (books.open.size !== rig.acd.floor.offers.size) throw new Error('an offer has been forgotten')
    const ringing = [...desk.ringing].sort((a, b) => a - b).join()
    if (
      ringing !==
      offers()
        .map(({ id }) => id)
        .join()
    )
      throw new Error(`phones ring for ${ringing}`)
    checkPlaces()
  }

  /** Each call is in one place: where the driver has seen it go and where the floor has it. */
  const checkPlaces = (): void => {
    const talking = new Set(
      [...rig.acd.floor.agents.values()].filter(({ state }) => state !== 'wrap-up').map(({ call }) => call),
    )
    for (const [call, place] of calls) {
      const entry = rig.acd.floor.entries.get(call)
      if (entry !== undefined && talking.has(call)) throw new Error(`call ${call} waits and talks`)
      const waits = place === 'queue' || place === 'promised'
      const isPromised = entry !== undefined && entry.callback !== null
      if (entry === undefined ? waits && place === 'queue' : !waits) throw new Error(`call ${call} is lost: ${place}`)
      if (isPromised !== (place === 'promised') && entry !== undefined) throw new Error(`call ${call} is ${place}`)
    }
  }

  return {
    rig,
    books,
    get inputs() {
      return steps - idle
    },
    step: ([what, which, how]) => {
      steps += 1
      ;(actions[what % actions.length] as (which: number, how: number) => void)(which, how)
      settled()
    },
    drain: () => {
      for (const entry of [...rig.acd.floor.entries.values()]) {
        if (entry.callback === null) rig.acd.leave(entry.call, 'withdrawn')
        else rig.acd.cancelCallback(entry.callback.id)
        settled()
      }
      if (rig.acd.floor.offers.size + rig.acd.floor.callbacks.size + rig.acd.floor.entries.size > 0)
        throw new Error('not empty')
    },
  }
}
