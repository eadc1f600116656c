/**
 * One run: the shipped center on the virtual switch, with people around it. Everything in it is made for the run and
 * goes with it; the only inputs are the definition, the scenario and the seed.
 */
import { type Center, type CenterDefinition, createCenter } from '@callweave/center'
import { type CallId, createEventLog, type EventLog, type Random } from '@callweave/core'
import { codeOf, createSoundLengths, type FunctionValue } from '@callweave/ivr'
import { createArrivals } from '../arrivals/arrival-process.js'
import { type Board, createBoard } from '../board/board.js'
import { nobody, type Party } from '../board/party.js'
import { VirtualClock } from '../clock/virtual-clock.js'
import { AgentPerson, compileAgent } from '../people/agent-person.js'
import { Caller } from '../people/caller.js'
import { type CallerGroup, compileCallers } from '../people/caller-group.js'
import { OutsideParty } from '../people/outside-party.js'
import { type PeopleStreams, peopleStreams } from '../people/streams.js'
import { createStreams } from '../random/index.js'
import type { CheckedScenario } from '../scenario/checked.js'
import type { Arrivals } from '../scenario/types.js'
import { startChanges } from './changes.js'
import { startDuty } from './duty.js'
import { startFaults } from './faults.js'
import { createTwins } from './twins.js'

export interface WorldOptions {
  readonly definition: CenterDefinition
  readonly scenario: CheckedScenario
  readonly seed: number
}

export interface World {
  readonly clock: VirtualClock
  readonly log: EventLog
  readonly board: Board
  readonly center: Center
  readonly random: Random
  readonly streams: PeopleStreams
  readonly people: ReadonlyMap<string, AgentPerson>
  /** Calls begun so far; stops the run when `mostCalls` is reached. */
  callCount(): number
  /** Callers who were still there when nothing more could happen: they hung up then. */
  cutOffCount(): number
  /** Runs to the end of the scenario and until the last call is over. `stop` is asked now and then. */
  run(options?: { readonly mostCalls?: number; readonly stop?: () => boolean }): void
  queueOf(call: CallId): string | null
  stepOf(call: CallId): string | null
  mayCallAgain(caller: Caller): void
  endWrapUp(agent: string): void
}

/** After the last arrival, calls that are in may take so long before the run is given up. */
const serveOutMs = 24 * 3_600_000

export const createWorld = ({ definition, scenario, seed }: WorldOptions): World => {
  const { sections } = definition
  const clock = new VirtualClock(scenario.startMs)
  const log = createEventLog()
  const random = createStreams(seed)
  const streams = peopleStreams(random)
  const lengths = createSoundLengths(sections.prompts ?? {}, sections.languages ?? ['en'])
  const outside = new OutsideParty(clock, (leg) => board.putDown(leg))
  const board = createBoard({
    clock,
    log,
    trunks: sections.trunks,
    soundsLengthMs: lengths.soundsLengthMs,
    outside: () => outside,
  })
  const twins = createTwins({
    clock,
    random,
    codeOf: (name) => codeOf(sections.functions?.[name] as FunctionValue),
  })
  const center = createCenter({ definition, log, clock, random, switch: board, lookups: twins })
  board.connect(center)

  const endMs = scenario.startMs + scenario.lengthMs
  let calls = 0
  let cutOff = 0
  let mostCalls = Number.POSITIVE_INFINITY
  const people = new Map<string, AgentPerson>()
  const groups = new Map<string, CallerGroup>()
  for (const [name, behaviour] of Object.entries({ everyone: {}, ...scenario.callers })) {
    groups.set(name, compileCallers(name, behaviour))
  }

  const call = (caller: Caller): void => {
    calls += 1
    const leg = board.arrive(caller.trunk, caller.number, caller.dialed, caller)
    if (leg === null) world.mayCallAgain(caller)
  }

  /** Nobody is coming any more: who still waits gives up, and is counted. */
  const giveUp = (): void => {
    cutOff = board.clear()
    clock.runOut(clock.nowMs())
    // Phones that talk among themselves go on without callers.
    board.clear()
    clock.runOut(clock.nowMs())
  }

  const numberOf = (group: CallerGroup): string =>
    group.numbers === null
      ? drawnNumber(group.numberPrefix, streams.numbers.int(group.population))
      : (group.numbers[streams.numbers.int(group.numbers.length)] as string)

  const startArrivals = (arrivals: Arrivals, index: number): void => {
    const process = createArrivals(arrivals.source, random.stream(`arrivals.${index}`))
    const group = groups.get(arrivals.callers ?? 'everyone') as CallerGroup
    const trunk = arrivals.trunk ?? trunkWith(sections.trunks, arrivals.dialed)
    const { dialed, attributeKeys } = arrivals
    const fixedStep = attributeKeys?.step ?? null
    const comes = (): void => {
      const exact = process.call
      const key = exact?.attribute === undefined ? null : (attributeKeys?.keys[exact.attribute] ?? null)
      const caller = new Caller(world, group, numberOf(group), trunk, dialed, 0, exact?.talkMs ?? -1, fixedStep, key)
      appoint()
      call(caller)
    }
    const appoint = (): void => {
      const atMs = scenario.startMs + process.nextMs()
      if (atMs < endMs && calls < mostCalls) clock.at(atMs, comes, undefined)
    }
    appoint()
  }

  const world: World = {
    clock,
    log,
    board,
    center,
    random,
    streams,
    people,
    callCount: () => calls,
    cutOffCount: () => cutOff,
    run: (options = {}) => {
      mostCalls = options.mostCalls ?? mostCalls
      log.emit['log.opened']({
        seq: log.next(),
        atMs: clock.nowMs(),
        type: 'log.opened',
        definitionHash: definition.definitionHash,
        world: 'virtual',
        seed: String(seed),
      })
      startDuty(world, definition, scenario)
      scenario.arrivals.forEach(startArrivals)
      startFaults(world, twins, scenario)
      startChanges(world, scenario)
      // With a limit on calls, time ends with the last of them and not with the scenario.
      const went =
        options.mostCalls === undefined ? clock.runUntil(endMs, options.stop) : clock.runOut(endMs, options.stop)
      if (!went) return
      clock.runOut(endMs + serveOutMs, () => center.calls.calls.size === 0 || (options.stop?.() ?? false))
      if (options.stop?.() !== true) giveUp()
    },
    queueOf: (id) => center.calls.calls.get(id)?.queue ?? null,
    stepOf: (id) => center.ivr.positionOf(id)?.step ?? null,
    mayCallAgain: ({ group, attempt, number, trunk, dialed, talkMs, fixedStep, fixedKey }) => {
      if (group.redialRatio === 0 || attempt >= group.mostRedials) return
      if (streams.redial.next() >= group.redialRatio) return
      const again = new Caller(world, group, number, trunk, dialed, attempt + 1, talkMs, fixedStep, fixedKey)
      clock.at(clock.nowMs() + group.redialAfter(streams.redial), call, again)
    },
    endWrapUp: (agent) => center.acd.endWrapUp(agent),
  }

  const sit = (id: string, extension: string): void => {
    const manner = compileAgent({ ...scenario.agents.everyone, ...scenario.agents.only?.[id] })
    const person = new AgentPerson(id, world, manner)
    people.set(id, person)
    board.addPhone(extension, person)
  }
  for (const [id, { extension }] of Object.entries(sections.agents)) sit(id, extension)
  for (const extension of Object.keys(sections.extensions ?? {})) board.addPhone(extension, quickly)
  log.tap({ 'agent.added': ({ agent }) => sit(agent, center.floor.agents.get(agent)?.extension ?? '') })
  return world
}

/** Whoever sits at a phone that is no agent's picks up at once. */
const quickly: Party = { ...nobody, rings: () => 0 }

/** `000` to `999`: a number put together from two of these takes 8 ns, a padded one 32 (Node 24.21, AMD EPYC). */
const thousands = Array.from({ length: 1000 }, (_, i) => String(i).padStart(3, '0'))

const drawnNumber = (prefix: string, n: number): string =>
  n < 1_000_000 ? prefix + (thousands[Math.floor(n / 1000)] as string) + (thousands[n % 1000] as string) : prefix + n

const trunkWith = (trunks: CenterDefinition['sections']['trunks'], dialed: string): string =>
  Object.keys(trunks).find((trunk) => trunks[trunk]?.numbers.includes(dialed)) ?? (Object.keys(trunks)[0] as string)
