/** The ways through a flow, from its start to where a call ends, leaves, or comes to a step it has been at. */
import { createGraph, type GraphStep } from '../check/graph.js'
import { type IvrSections, withDefaults } from '../definition/sections.js'
import { kindOfStep } from '../steps/kinds.js'

export interface PathStep {
  readonly flow: string
  readonly step: string
  /** The edge taken from here; null at the end. */
  readonly when: string | null
}

export interface FlowPath {
  readonly steps: readonly PathStep[]
  /** `ends`: the call ends or leaves at the last step. `returns`: the last edge leads to a step of this path. */
  readonly by: 'ends' | 'returns'
}

export interface FlowPaths {
  readonly paths: readonly FlowPath[]
  /** False when there are more than the limit. */
  readonly complete: boolean
}

/** Depth first, edges in the order written. `limit` is how many paths at most; default 1,000. */
export const enumeratePaths = (sections: IvrSections, flow: string, { limit = 1_000 } = {}): FlowPaths => {
  const start = createGraph(withDefaults(sections)).find(flow, 'start')
  if (start === undefined) throw new TypeError(`there is no flow called '${flow}'`)
  const paths: FlowPath[] = []
  let complete = true

  const add = (steps: readonly PathStep[], by: FlowPath['by']): void => {
    if (paths.length < limit) paths.push({ steps, by })
    else complete = false
  }

  const walk = (node: GraphStep, before: readonly PathStep[], been: ReadonlySet<GraphStep>): void => {
    const here = { flow: node.flow, step: node.name }
    if (kindOfStep(node.step).ends(node.step)) add([...before, { ...here, when: null }], 'ends')
    for (const { when, target } of node.edges) {
      if (!complete) return
      const steps = [...before, { ...here, when }]
      if (been.has(target)) add(steps, 'returns')
      else walk(target, steps, new Set([...been, target]))
    }
  }

  walk(start, [], new Set([start]))
  return { paths, complete }
}
