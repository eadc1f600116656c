/**
 * Loops that nothing leaves. A cycle is judged by what moves a call round it: steps that go on by themselves, an hour or
 * a variable that may never change, a caller who stays silent, a queue that refuses at once.
 */
import { formatPath, type Problem } from '@callweave/core'
import type { FlowGraphData, GraphEdge, GraphStep } from './graph.js'

type Follows = (edge: GraphEdge, step: GraphStep) => boolean

const decides = new Set(['branch', 'hours', 'lookup'])
const refusals = new Set(['full', 'nobody', 'closed'])
const timeless = new Set(['set', 'tag', 'language', 'branch', 'hours', 'flow', 'queue'])

const byItself: Follows = (edge, step) => edge.by === 'itself' || (edge.by === 'outside' && decides.has(step.step.step))
const bySilence: Follows = (edge, step) => edge.by === 'silence' || byItself(edge, step)
/** Taken in the very instant: without a sound, a key or an answer. */
const atOnce: Follows = (edge, step) =>
  timeless.has(step.step.step) && (step.step.step === 'queue' ? refusals.has(edge.when) : byItself(edge, step))

export const checkLoops = (
  graph: FlowGraphData,
): { readonly problems: readonly Problem[]; readonly looping: ReadonlySet<GraphStep> } => {
  const told = new Set<GraphStep>()
  const looping = new Set<GraphStep>()
  const problems: Problem[] = []
  const tell = (cycle: readonly GraphStep[], problem: Omit<Problem, 'path'>): void => {
    const first = cycle[0] as GraphStep
    problems.push({ path: formatPath(['flows', first.flow, first.name]), ...problem })
    for (const step of cycle) told.add(step)
    if (problem.severity === 'error') for (const step of cycle) looping.add(step)
  }

  for (const cycle of cyclesOf(graph, byItself)) {
    const way = wayOf(cycle)
    if (!leaves(cycle, byItself)) {
      tell(cycle, {
        message: `calls go round for ever: ${way}`,
        expected: 'a step on the way where the caller chooses, waits or is hung up on',
        remedy: 'Let the loop pass a menu, a queue or a hang-up',
        severity: 'error',
      })
    } else if (!cycle.some(({ step }) => step.step === 'lookup' || step.step === 'hours')) {
      tell(cycle, {
        message: `calls can go round for ever, as nothing on the way changes what a branch asks: ${way}`,
        expected: 'a step on the way where the caller chooses or a lookup answers',
        severity: 'warning',
      })
    }
  }
  for (const cycle of cyclesOf(graph, atOnce)) {
    if (cycle.some((step) => told.has(step))) continue
    tell(cycle, {
      message: `a refused call comes back at once to the queue that refused it: ${wayOf(cycle)}`,
      expected: 'a prompt to be heard on the way, or another step',
      remedy: 'Lead the edge to a voicemail, to another queue, or over a prompt',
      severity: 'error',
    })
  }
  for (const cycle of cyclesOf(graph, bySilence)) {
    if (cycle.some((step) => told.has(step)) || leaves(cycle, bySilence)) continue
    if (!cycle.some((step) => step.edges.some((edge) => edge.by === 'silence'))) continue
    tell(cycle, {
      message: `a caller who presses nothing goes round for ever and holds his line: ${wayOf(cycle)}`,
      expected: "a 'noInput' that leads out in the end",
      remedy: "Let 'noInput.then' lead to a queue, a voicemail or a hang-up",
      severity: 'warning',
    })
  }
  return { problems: [...problems, ...queueSelves(graph)], looping }
}

/** Waiting that leads to the same queue again: the call loses its place. Refusals are told above. */
const queueSelves = ({ steps }: FlowGraphData): Problem[] =>
  steps.flatMap((step) =>
    step.edges
      .filter((edge) => step.step.step === 'queue' && edge.target === step && !refusals.has(edge.when))
      .map((edge) => ({
        path: formatPath(['flows', step.flow, step.name, ...edge.path]),
        message: `'${edge.when}' leads to the queue that the call has just left, at its end`,
        expected: 'another step',
        severity: 'warning',
      })),
  )

const wayOf = (cycle: readonly GraphStep[]): string => {
  const flow = cycle[0]?.flow
  const names = cycle.map((step) => (step.flow === flow ? step.name : `${step.flow}.${step.name}`))
  return [...names, names[0]].join(' -> ')
}

const leaves = (cycle: readonly GraphStep[], follows: Follows): boolean => {
  const inside = new Set(cycle)
  return cycle.some((step) => step.edges.some((edge) => follows(edge, step) && !inside.has(edge.target)))
}

/** One cycle for each knot of steps that reach each other (Tarjan's strongly connected components would do it faster). */
const cyclesOf = ({ steps }: FlowGraphData, follows: Follows): GraphStep[][] => {
  const taken = new Set<GraphStep>()
  const cycles: GraphStep[][] = []
  for (const step of steps) {
    if (taken.has(step)) continue
    const cycle = cycleThrough(step, follows)
    if (cycle === undefined) continue
    for (const member of cycle) taken.add(member)
    cycles.push(cycle)
  }
  return cycles
}

/** The shortest way from a step to itself. */
const cycleThrough = (start: GraphStep, follows: Follows): GraphStep[] | undefined => {
  const cameFrom = new Map<GraphStep, GraphStep>()
  const queue = [start]
  for (const step of queue) {
    for (const edge of step.edges) {
      if (!follows(edge, step)) continue
      if (edge.target === start) {
        const cycle: GraphStep[] = []
        for (let at: GraphStep | undefined = step; at !== undefined; at = cameFrom.get(at)) cycle.unshift(at)
        return cycle
      }
      if (cameFrom.has(edge.target)) continue
      cameFrom.set(edge.target, step)
      queue.push(edge.target)
    }
  }
  return undefined
}
