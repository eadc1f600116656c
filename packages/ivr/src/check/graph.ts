/** All flows as one graph, which the checks, the drawing and the paths walk. */

import type { FullSections } from '../definition/sections.js'
import type { FlowData } from '../definition/step.js'
import { agentStepName, ownAgentStep, withAgentStep } from '../engine/compile.js'
import type { Edge } from '../steps/kind.js'
import { type AnyStep, kindOfStep } from '../steps/kinds.js'

export interface GraphStep {
  readonly flow: string
  readonly name: string
  readonly step: AnyStep
  /** The ways out that lead to a step there is, the inherited agent key included. */
  readonly edges: readonly GraphEdge[]
}

export interface GraphEdge extends Edge {
  readonly target: GraphStep
}

export interface FlowGraphData {
  readonly steps: readonly GraphStep[]
  find(flow: string, step: string): GraphStep | undefined
}

/** A step's ways out as they are in this flow: its own and the inherited agent key. */
export const edgesIn = (flow: FlowData, step: AnyStep, { menus }: Pick<FullSections, 'menus'>): readonly Edge[] => {
  const own = kindOfStep(step).edges(step)
  const { agent } = menus
  if (step.step !== 'menu' || agent === undefined || agent.key in step.on) return own
  const to = ownAgentStep(flow, agent.queue) ?? agentStepName
  return [...own, { when: agent.key, to, by: 'caller', path: ['on'] }]
}

export const createGraph = (sections: FullSections): FlowGraphData => {
  const found = new Map<string, Map<string, GraphStep & { edges: readonly GraphEdge[] }>>()
  for (const [flow, data] of Object.entries(sections.flows)) {
    const steps = Object.entries(withAgentStep(data, sections))
    found.set(flow, new Map(steps.map(([name, step]) => [name, { flow, name, step, edges: [] as GraphEdge[] }])))
  }
  const find = (flow: string, step: string) => found.get(flow)?.get(step)
  for (const [flow, steps] of found) {
    const data = sections.flows[flow] as FlowData
    for (const node of steps.values()) {
      node.edges = edgesIn(data, node.step, sections).flatMap((edge) => {
        const target = find(flow, edge.to)
        return target === undefined ? [] : [{ ...edge, target }]
      })
      if (node.step.step !== 'flow') continue
      const start = find(node.step.flow, 'start')
      if (start !== undefined) {
        node.edges = [{ when: 'then', to: 'start', by: 'itself', path: ['flow'], target: start }]
      }
    }
  }
  return { steps: [...found.values()].flatMap((steps) => [...steps.values()]), find }
}

/** The steps that can be come to from these by edges that pass the filter, these included. */
export const reachable = (
  from: readonly GraphStep[],
  follows: (edge: GraphEdge, step: GraphStep) => boolean = () => true,
): ReadonlySet<GraphStep> => {
  const seen = new Set(from)
  for (const step of seen) for (const edge of step.edges) if (follows(edge, step)) seen.add(edge.target)
  return seen
}
