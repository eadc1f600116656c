/** Walks a path that `enumeratePaths` found through the shipped engine, doing at each step what takes that way out. */
import type { CallEvent } from '@callweave/core'
import { edgesIn } from '../check/graph.js'
import type { FlowPath, PathStep } from '../coverage/paths.js'
import { type IvrSections, withDefaults } from '../definition/sections.js'
import type { QueueOutcome, TransferOutcome } from '../engine/desk.js'
import type { AnyStep } from '../steps/kinds.js'
import { type CallOptions, createTestWorld, type TestWorld } from './world.js'

export interface Walked {
  /** Null when the whole path was walked; else where the call went another way, as hours and branches may. */
  readonly strayedAt: PathStep | null
  readonly events: readonly CallEvent[]
}

export const walkPath = (sections: IvrSections, path: FlowPath, options: CallOptions = {}): Walked => {
  const first = path.steps[0] as PathStep
  const world = createTestWorld(sections, first.flow, options)
  const visited = (): PathStep[] =>
    world.events.flatMap((event) =>
      event.type === 'step.entered' ? [{ flow: event.flow, step: event.step, when: null }] : [],
    )
  for (const [i, at] of path.steps.entries()) {
    const entered = visited()[i]
    if (entered?.flow !== at.flow || entered.step !== at.step) return { strayedAt: at, events: world.events }
    const step = sections.flows[at.flow]?.[at.step] ?? ({ step: 'queue', queue: '' } as const)
    const before = visited().length
    if (at.when === null) finish(world, step)
    else
      takeEdge(world, step, at.when, keysOf(sections, at.flow, step), () => visited().length > Math.max(before, i + 1))
  }
  return { strayedAt: null, events: world.events }
}

const keysOf = (sections: IvrSections, flow: string, step: AnyStep): ReadonlySet<string> => {
  const full = withDefaults(sections)
  const keys = edgesIn(full.flows[flow] ?? {}, step, full)
    .filter((edge) => edge.by === 'caller')
    .map(({ when }) => when)
  return new Set([...keys, ...(full.menus.back === undefined ? [] : [full.menus.back])])
}

const takeEdge = (
  world: TestWorld,
  step: AnyStep,
  when: string,
  keys: ReadonlySet<string>,
  moved: () => boolean,
): void => {
  for (let turns = 0; turns < mostTurns && !moved() && world.doing.is !== 'ended'; turns += 1) {
    const { doing } = world
    if (doing.is === 'queue')
      world.queueReturned(step.step === 'queue' && when in (step.onKey ?? {}) ? { key: when } : (when as QueueOutcome))
    else if (doing.is === 'transfer') world.transferReturned(when as TransferOutcome)
    else if (doing.is === 'lookup') {
      if (when === 'error') world.lookedUp({ ok: false, because: 'failed', tookMs: 0 })
      else world.lookedUp({ ok: true, result: when === 'then' ? '' : when, tookMs: 0 })
    } else if (doing.is === 'recording') world.recorded(spokenMs)
    else if (doing.is === 'keys') pressFor(world, step, when, keys)
    else world.goOn()
  }
}

const mostTurns = 100
const spokenMs = 5_000

/** Types what takes that way out of a menu, a question or a survey. */
const pressFor = (world: TestWorld, step: AnyStep, when: string, keys: ReadonlySet<string>): void => {
  const typed = typedFor(step, when, keys)
  const because = when === 'no-input' ? 'first-digit-timeout' : typed === '' ? 'terminator' : 'complete'
  world.digits(typed, because, keysMs)
}

const keysMs = 2_000

const typedFor = (step: AnyStep, when: string, keys: ReadonlySet<string>): string => {
  if (when === 'no-input' || step.step === 'survey') return ''
  if (step.step === 'collect') return when === 'no-match' ? '' : '1'.repeat(step.maxDigits)
  return when === 'no-match' ? ([...'7531#96842*0'].find((key) => !keys.has(key)) ?? 'A') : when
}

/** Brings a call to its end at a step that has one. */
const finish = (world: TestWorld, step: AnyStep): void => {
  for (let turns = 0; turns < mostTurns && world.doing.is !== 'ended'; turns += 1) {
    const { doing } = world
    if (doing.is === 'queue') world.hangUp()
    else if (doing.is === 'transfer') world.transferReturned('done')
    else if (doing.is === 'recording') world.recorded(spokenMs)
    else if (doing.is === 'keys') pressFor(world, step, 'no-input', new Set())
    else if (!world.goOn()) return
  }
}
