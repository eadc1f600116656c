/**
 * The table of positions, folded from the log: the only place where a position's state changes. The engine says which
 * step it is about to enter, so that the fold need not look it up; a replay has no such word and finds it by name.
 */
import { type CallId, createIdTable, type EventLog, type LegId, parseJson } from '@callweave/core'
import type { FlowGraph, FlowSet, StepNode } from './node.js'
import { Position } from './position.js'

export interface Positions {
  get(call: CallId): Position | undefined
  values(): IterableIterator<Position>
  /** The step that the next `step.entered` is about. */
  entering: StepNode | null
  /** Flows for calls that begin from now on. */
  current: FlowSet
}

export const createPositions = (log: EventLog, flows: FlowSet): Positions => {
  const table = createIdTable<Position>()
  const positions: Positions = {
    get: (call) => table.get(call),
    values: () => table.values(),
    entering: null,
    current: flows,
  }

  const add = (call: CallId, leg: LegId, caller: string, dialed: string): void =>
    table.set(call, new Position(call, leg, caller, dialed, positions.current.languages[0] as string))

  /** The flow as the call began it, if it is still known; else as it is now. */
  const flowNamed = (name: string, version: string): FlowGraph | null => {
    const entering = positions.entering
    if (entering !== null && entering.flow.version === version && entering.flow.name === name) return entering.flow
    return positions.current.flows.get(name) ?? null
  }

  const stepNamed = (at: Position, name: string): StepNode | null => {
    const entering = positions.entering
    if (entering !== null && entering.name === name && entering.flow === at.flow) return entering
    return at.flow?.steps.get(name) ?? null
  }

  log.fold({
    'leg.arrived': (event) => add(event.call, event.leg, event.caller, event.dialed),
    'leg.dialed': (event) => add(event.call, event.leg, event.extension, event.dialed),
    'party.asked': ({ call, leg, as, toward }) => {
      // The phone that a call is placed for may dial a flow.
      if (as === 'caller') add(call, leg, toward, '')
    },
    'call.transferred': ({ call, leg }) => {
      if (table.get(call) === undefined) add(call, leg, '', '')
      const kept = table.get(call) as Position
      kept.leg = leg
      kept.gone = false
      kept.answered = true
    },
    'leg.originated': ({ call, leg, purpose, toward }) => {
      // A call that we make has the called one as its caller; other legs of a call belong to one that is known.
      if (purpose !== 'agent' && table.get(call) === undefined) add(call, leg, toward, '')
    },
    'leg.answered': (event) => {
      const at = table.get(event.call)
      if (at !== undefined && at.leg === event.leg) at.answered = true
    },
    'leg.ended': (event) => {
      const at = table.get(event.call)
      if (at !== undefined && at.leg === event.leg) at.gone = true
    },
    'call.ended': (event) => void table.delete(event.call),
    'call.routed': (event) => {
      const at = table.get(event.call)
      if (at !== undefined && event.tags.length > 0) at.tags = addTags(at.tags, event.tags)
    },
    'call.tagged': (event) => {
      const at = table.get(event.call)
      if (at !== undefined) at.tags = addTags(at.tags, [event.tag])
    },
    'flow.entered': (event) => {
      const at = table.get(event.call)
      if (at === undefined) return
      at.flow = flowNamed(event.flow, event.version)
      at.spoken = indexOfLanguage(at)
    },
    'step.entered': (event) => {
      const at = table.get(event.call)
      if (at === undefined) return
      const step = stepNamed(at, event.step)
      at.step = step
      at.noInputs = 0
      at.noMatches = 0
      at.asked = 0
      if (step !== null && step.kind === 'menu') at.menus = pushMenu(at.menus, step)
    },
    'input.missed': (event) => {
      const at = table.get(event.call)
      if (at === undefined) return
      if (event.kind === 'no-input') at.noInputs += 1
      else at.noMatches += 1
    },
    'menu.chosen': (event) => {
      const at = table.get(event.call)
      if (at !== undefined) at.chosen = [...at.chosen, `${event.step}:${event.key}`]
    },
    'input.collected': (event) => {
      const at = table.get(event.call)
      if (at !== undefined && event.value !== null)
        at.variables = setVariable(at.variables, event.variable, event.value)
    },
    'variable.set': (event) => {
      const at = table.get(event.call)
      if (at !== undefined) at.variables = setVariable(at.variables, event.variable, event.value)
    },
    'language.chosen': (event) => {
      const at = table.get(event.call)
      if (at === undefined) return
      at.language = event.language
      at.spoken = indexOfLanguage(at)
    },
    'lookup.returned': (event) => {
      const at = table.get(event.call)
      const into = at?.step?.into ?? null
      if (at !== undefined && into !== null && event.ok) at.variables = setAnswer(at.variables, into, event.result)
    },
    'survey.answered': (event) => {
      const at = table.get(event.call)
      if (at === undefined) return
      at.asked += 1
      at.noInputs = 0
      at.noMatches = 0
    },
    'message.left': (event) => {
      const at = table.get(event.call)
      if (at !== undefined) at.messages += 1
    },
    'queue.refused': (event) => {
      const at = table.get(event.call)
      if (at !== undefined) at.turnedAway = true
    },
    'queue.left': (event) => {
      const at = table.get(event.call)
      if (at === undefined) return
      if (event.because === 'answered') at.served = true
      else if (turnsAway.has(event.because)) at.turnedAway = true
    },
    'offer.accepted': (event) => {
      const at = table.get(event.call)
      if (at === undefined) return
      at.agent = event.agent
      at.queue = event.queue
    },
  })
  return positions
}

const turnsAway: ReadonlySet<string> = new Set(['nobody', 'max-wait', 'overflowed'])

const indexOfLanguage = (at: Position): number => Math.max(0, at.flow?.set.languages.indexOf(at.language) ?? 0)

const addTags = (had: readonly string[], tags: readonly string[]): readonly string[] => {
  const fresh = tags.filter((tag) => !had.includes(tag))
  if (had.length === 0 && fresh.length === tags.length) return tags
  return fresh.length === 0 ? had : [...had, ...fresh]
}

/** A menu that is entered again is where back leads from now on: what lay beyond it is forgotten. */
const pushMenu = (menus: readonly StepNode[], menu: StepNode): readonly StepNode[] => {
  const had = menus.indexOf(menu)
  return had === -1 ? [...menus, menu] : menus.slice(0, had + 1)
}

const setVariable = (had: ReadonlyMap<string, string>, name: string, value: string): ReadonlyMap<string, string> =>
  new Map(had).set(name, value)

/** A single value under the name; an object's values under `name.key`. */
const setAnswer = (had: ReadonlyMap<string, string>, into: string, json: string): ReadonlyMap<string, string> => {
  const answer = parseJson(json)
  if (answer === null || typeof answer !== 'object')
    return setVariable(had, into, answer === null ? '' : String(answer))
  const variables = new Map(had)
  for (const [key, value] of Object.entries(answer))
    variables.set(`${into}.${key}`, value === null ? '' : String(value))
  return variables
}
