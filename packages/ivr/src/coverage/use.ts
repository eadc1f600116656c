/**
 * How flows are used: which steps and edges calls took, where callers dropped off, how many the flow kept to itself. A fold
 * over events: feed it a log as it is written, or one read back. What it holds grows with the flows, not with the calls.
 */
import type { CallEvent, CallId, Listeners } from '@callweave/core'
import { createGraph, type GraphStep } from '../check/graph.js'
import { type IvrSections, withDefaults } from '../definition/sections.js'

export interface StepUse {
  readonly flow: string
  readonly step: string
  entered: number
  /** The caller hung up here. */
  droppedOff: number
  /** The flow ended the call here. */
  ended: number
  /** How often each way out was taken. */
  readonly edges: readonly EdgeUse[]
}

export interface EdgeUse {
  readonly when: string
  readonly to: string
  taken: number
}

export interface FlowUse {
  /** What to listen to: `log.tap(use.listeners)`. */
  readonly listeners: Listeners
  /** Feeds events that were logged before. */
  readonly take: (events: Iterable<CallEvent>) => void
  readonly steps: readonly StepUse[]
  /** Calls that entered a flow and have ended. */
  readonly calls: number
  /** Of these, calls that ended as `self-served` or `left-message` and asked for no agent. */
  readonly contained: number
}

/** `contained / calls`, the containment of the flows; null before the first call has ended. */
export const containmentRatio = ({ calls, contained }: FlowUse): number | null =>
  calls === 0 ? null : contained / calls

interface Walker {
  at: StepUse
  from: GraphStep
  /** What happened last at the step: the way out that it names is the one taken. */
  fact: string
  asked: boolean
}

export const createFlowUse = (sections: IvrSections): FlowUse => {
  const graph = createGraph(withDefaults(sections))
  const uses = new Map(graph.steps.map((step) => [step, useOf(step)]))
  const walkers = new Map<CallId, Walker>()
  const totals = { calls: 0, contained: 0 }

  const fact = (call: CallId, what: string): void => {
    const walker = walkers.get(call)
    if (walker !== undefined) walker.fact = what
  }

  const listeners: Listeners = {
    'step.entered': ({ call, flow, step }) => {
      const node = graph.find(flow, step)
      if (node === undefined) return
      const use = uses.get(node) as StepUse
      use.entered += 1
      const walker = walkers.get(call)
      if (walker === undefined) {
        walkers.set(call, { at: use, from: node, fact: '', asked: false })
        return
      }
      takeEdge(walker, node)
      walker.at = use
      walker.from = node
      walker.fact = ''
    },
    'menu.chosen': ({ call, key }) => fact(call, key),
    'input.missed': ({ call, kind }) => fact(call, kind),
    'input.collected': ({ call }) => fact(call, 'then'),
    'lookup.returned': ({ call, ok, result }) => fact(call, ok ? answerOf(result) : 'error'),
    'queue.entered': ({ call }) => {
      const walker = walkers.get(call)
      if (walker !== undefined) walker.asked = true
    },
    'queue.refused': ({ call, because }) => fact(call, because),
    'queue.left': ({ call, because, key }) => fact(call, because === 'answered' ? 'served' : (key ?? because)),
    'leg.originated': ({ call, purpose }) => {
      const walker = walkers.get(call)
      if (walker !== undefined && purpose === 'outside') walker.asked = true
    },
    'call.ended': ({ call, outcome }) => {
      const walker = walkers.get(call)
      if (walker === undefined) return
      walkers.delete(call)
      totals.calls += 1
      if (!walker.asked && (outcome === 'self-served' || outcome === 'left-message')) totals.contained += 1
    },
    'leg.ended': ({ call, by }) => {
      const walker = walkers.get(call)
      if (walker === undefined || walker.asked) return
      if (by === 'caller') walker.at.droppedOff += 1
      else if (by === 'center') walker.at.ended += 1
    },
  }

  return {
    listeners,
    take: (events) => {
      for (const event of events) (listeners[event.type] as ((event: CallEvent) => void) | undefined)?.(event)
    },
    steps: [...uses.values()],
    get calls() {
      return totals.calls
    },
    get contained() {
      return totals.contained
    },
  }
}

const useOf = ({ flow, name, edges }: GraphStep): StepUse => ({
  flow,
  step: name,
  entered: 0,
  droppedOff: 0,
  ended: 0,
  edges: edges.map(({ when, to }) => ({ when, to, taken: 0 })),
})

/** The edge that the last fact names; else the first that leads there. Going back is no edge of its own. */
const takeEdge = ({ at, from, fact }: Walker, to: GraphStep): void => {
  const fits = (i: number): boolean => from.edges[i]?.target === to
  const named = at.edges.findIndex((edge, i) => edge.when === fact && fits(i))
  const taken = at.edges[named === -1 ? at.edges.findIndex((_edge, i) => fits(i)) : named]
  if (taken !== undefined) taken.taken += 1
}

const answerOf = (json: string): string => {
  const answer = JSON.parse(json) as unknown
  return String(answer)
}
