/** Every step can be come to, and from every step a call can come to an end. */
import { formatPath, type Problem } from '@callweave/core'
import { agentStepName } from '../engine/compile.js'
import { kindOfStep } from '../steps/kinds.js'
import { type FlowGraphData, type GraphStep, reachable } from './graph.js'

/** `looping` are the steps of endless loops, which have their own sentence. */
export const checkReach = (graph: FlowGraphData, looping: ReadonlySet<GraphStep>): Problem[] => [
  ...unreachable(graph),
  ...deadEnds(graph, looping),
]

/** A flow is begun by a route, so each is judged from its own start. */
const unreachable = ({ steps }: FlowGraphData): Problem[] => {
  const seen = reachable(
    steps.filter(({ name }) => name === 'start'),
    (edge, step) => edge.target.flow === step.flow,
  )
  return steps
    .filter((step) => !seen.has(step) && step.name !== agentStepName)
    .map(({ flow, name }) => ({
      path: formatPath(['flows', flow, name]),
      message: `no call can come to step '${name}'`,
      expected: "a step that leads to it, on some way from 'start'",
      remedy: 'Lead to it from another step, or take it out',
      severity: 'warning',
    }))
}

const deadEnds = ({ steps }: FlowGraphData, looping: ReadonlySet<GraphStep>): Problem[] => {
  const known = new Set(steps.map(({ flow, name }) => `${flow}\n${name}`))
  // A step that leads to an unknown name is told of there; where it was meant to lead nobody knows.
  const misspelled = ({ flow, step }: GraphStep): boolean =>
    kindOfStep(step)
      .edges(step)
      .some(({ to }) => !known.has(`${flow}\n${to}`))
  const ending = new Set(steps.filter((step) => kindOfStep(step.step).ends(step.step) || misspelled(step)))
  for (let grown = true; grown; ) {
    grown = false
    for (const step of steps) {
      if (ending.has(step) || !step.edges.some(({ target }) => ending.has(target))) continue
      ending.add(step)
      grown = true
    }
  }
  const seen = reachable(steps.filter(({ name }) => name === 'start'))
  const dead = new Set(steps.filter((step) => seen.has(step) && !ending.has(step)))
  // One sentence where calls run into it, none for each step beyond.
  return [...dead]
    .filter((step) => entersDead(steps, dead, step) && ![...reachable([step])].some((next) => looping.has(next)))
    .map(({ flow, name }) => ({
      path: formatPath(['flows', flow, name]),
      message: `a call that comes to step '${name}' never ends and never reaches anybody`,
      expected: 'a way on to a queue, a voicemail, a transfer, a hang-up or another flow',
      remedy: 'Give one of the steps from here on a way out',
      severity: 'error',
    }))
}

const entersDead = (steps: readonly GraphStep[], dead: ReadonlySet<GraphStep>, step: GraphStep): boolean =>
  step.name === 'start' || steps.some((from) => !dead.has(from) && from.edges.some(({ target }) => target === step))
