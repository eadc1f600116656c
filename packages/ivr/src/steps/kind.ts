/** The shape that every step kind has: one file each, all alike inside. */
import type { Path } from '@callweave/core'
import type { z } from 'zod'
import type { FlowNames } from '../definition/names.js'
import type { Linker, StepActs } from '../engine/node.js'

/** What makes the call take a way out of a step. */
export type EdgeCause =
  /** the step itself: nothing to wait for but its sound */
  | 'itself'
  /** a caller who presses nothing, or nothing that fits, often enough */
  | 'silence'
  /** a key */
  | 'caller'
  /** the hour, a variable, the result of a lookup, what became of waiting in a queue or of a transfer */
  | 'outside'

/** A way out of a step. */
export interface Edge {
  /** `then`, a key, `no-input`, `nobody`, a result, a case: what the events of a call say when it is taken. */
  readonly when: string
  /** The step it leads to, of the same flow. */
  readonly to: string
  readonly by: EdgeCause
  /** Where it stands in the step. */
  readonly path: Path
}

/** A name of another section that a step uses. */
export interface Use {
  readonly what: keyof FlowNames
  readonly name: string
  readonly path: Path
}

/** A step kind: what definitions, the checker, the drawing and the engine see of it. */
export interface StepKind<T> {
  readonly kind: string
  readonly schema: z.ZodObject
  edges(step: T): readonly Edge[]
  uses(step: T): readonly Use[]
  /** A call may come to its end here, or leave the flow for an agent, a box or another number. */
  ends(step: T): boolean
  /** What happens here, in a few words, for the drawing. */
  label(step: T): string
  /** Makes one step ready to run. */
  link(step: T, link: Linker): StepActs
}

export const edge = (when: string, to: string | undefined, by: EdgeCause, ...path: Path): readonly Edge[] =>
  to === undefined ? [] : [{ when, to, by, path: path.length === 0 ? [when] : path }]

export const keyedEdges = (on: Readonly<Record<string, string>> | undefined, by: EdgeCause, field: string): Edge[] =>
  Object.entries(on ?? {}).map(([when, to]) => ({ when, to, by, path: [field, when] }))

export const use = (
  what: keyof FlowNames,
  names: string | readonly string[] | undefined,
  ...path: Path
): readonly Use[] => {
  if (names === undefined) return []
  if (typeof names === 'string') return [{ what, name: names, path }]
  return names.map((name, i) => ({ what, name, path: [...path, i] }))
}

export const listed = (names: string | readonly string[]): readonly string[] =>
  typeof names === 'string' ? [names] : names
