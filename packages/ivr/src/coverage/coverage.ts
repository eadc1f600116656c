/** What of a flow some calls have been through: for tests of flows, and for reading a day's log. */
import type { CallEvent } from '@callweave/core'
import type { IvrSections } from '../definition/sections.js'
import { createFlowUse, type EdgeUse } from './use.js'

export interface Covered {
  readonly all: number
  readonly taken: number
  /** Which were not: `step`, or `step when -> step`. */
  readonly missed: readonly string[]
}

export interface PathCoverage {
  readonly steps: Covered
  readonly edges: Covered
}

/** Of one flow: which steps and edges the events passed, and which they did not. */
export const pathCoverage = (sections: IvrSections, flow: string, events: Iterable<CallEvent>): PathCoverage => {
  const use = createFlowUse(sections)
  use.take(events)
  const steps = use.steps.filter((step) => step.flow === flow)
  const edges = steps.flatMap((step) => step.edges.map((edge) => ({ step: step.step, ...edge })))
  return {
    steps: covered(
      steps,
      (step) => step.entered > 0,
      (step) => step.step,
    ),
    edges: covered(edges, (edge) => edge.taken > 0, showEdge),
  }
}

const showEdge = ({ step, when, to }: EdgeUse & { readonly step: string }): string => `${step} ${when} -> ${to}`

const covered = <T>(all: readonly T[], isTaken: (one: T) => boolean, show: (one: T) => string): Covered => {
  const missed = all.filter((one) => !isTaken(one))
  return { all: all.length, taken: all.length - missed.length, missed: missed.map(show) }
}
