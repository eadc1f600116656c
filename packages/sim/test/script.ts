/** A small center played by a script: exact calls, people of constant habits, and whatever else happens at its instant. */
import type { CenterDefinition } from '@callweave/center'
import { watchInvariants } from '@callweave/center/testing'
import type { CallEvent, EventOf, EventType } from '@callweave/core'
import { createWorld, defineScenario, type ScenarioInput, times, type World } from '@callweave/sim'

export interface Script {
  /** Seconds after the start at which somebody dials, by number. */
  readonly calls?: Readonly<Record<string, readonly number[]>>
  readonly callers?: NonNullable<ScenarioInput['callers']>[string]
  readonly agents?: ScenarioInput['agents']
  readonly faults?: ScenarioInput['faults']
  /** What else happens, by second. */
  readonly acts?: Readonly<Record<number, (world: World) => void>>
  readonly start?: string
  readonly lengthMs?: number
  readonly seed?: number
}

export interface Played {
  readonly events: readonly CallEvent[]
  readonly world: World
  /** Events of one type, oldest first. */
  all<T extends EventType>(type: T): readonly EventOf<T>[]
  /** What happened to a call, as short lines: `12 queue.entered service`. Seconds, then the type, then its words. */
  story(call: number): readonly string[]
  /** How calls ended, by number. */
  readonly outcomes: Readonly<Record<number, string>>
}

/** Plays it to the end and checks the invariants of routing on the way. */
export const play = (definition: CenterDefinition, script: Script): Played => {
  const { scenario } = defineScenario(definition, {
    start: script.start ?? '2026-01-12T09:00',
    lengthMs: script.lengthMs ?? 3_600_000,
    arrivals: Object.entries(script.calls ?? {}).map(([dialed, seconds]) => ({
      dialed,
      source: times(seconds.map((second) => ({ afterMs: second * 1_000 }))),
    })),
    callers: { everyone: script.callers ?? {} },
    ...(script.agents === undefined ? {} : { agents: script.agents }),
    ...(script.faults === undefined ? {} : { faults: script.faults }),
  })
  const world = createWorld({ definition, scenario, seed: script.seed ?? 1 })
  const watch = watchInvariants(world.log, definition.sections)
  const events: CallEvent[] = []
  world.log.tapAll((event) => void events.push(event))
  for (const [second, act] of Object.entries(script.acts ?? {})) {
    world.clock.at(scenario.startMs + Number(second) * 1_000, act, world)
  }
  world.run()
  watch.finish()
  const all = <T extends EventType>(type: T): readonly EventOf<T>[] =>
    events.filter((event): event is EventOf<T> => event.type === type)
  return {
    events,
    world,
    all,
    story: (call) =>
      events
        .filter((event) => 'call' in event && event.call === call)
        .map((event) => `${(event.atMs - scenario.startMs) / 1_000} ${event.type} ${wordsOf(event)}`.trimEnd()),
    outcomes: Object.fromEntries(all('call.ended').map(({ call, outcome }) => [call, outcome])),
  }
}

const dull = new Set(['seq', 'atMs', 'type', 'call', 'leg', 'peer', 'command', 'offer', 'terms', 'attempt', 'flow'])

const wordsOf = (event: CallEvent): string =>
  Object.entries(event)
    .filter(([key, value]) => !dull.has(key) && typeof value === 'string')
    .map(([, value]) => value)
    .join(' ')
