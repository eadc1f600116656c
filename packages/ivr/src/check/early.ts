/**
 * What callers hear before the call is answered: where a step that counts on it is come to only after the answer, and keys
 * that are asked for before it, when most networks let nothing through to us.
 */
import { formatPath, type Problem } from '@callweave/core'
import type { AnyStep } from '../steps/kinds.js'
import type { FlowGraphData, GraphEdge, GraphStep } from './graph.js'

export const checkEarly = ({ steps }: FlowGraphData): Problem[] => {
  const { early, late } = timesOf(steps)
  return steps.flatMap((node): Problem[] => {
    const { flow, name, step } = node
    const counts = isEarly(step)
    if (counts !== null && !early.has(node) && late.has(node)) {
      return [
        {
          path: formatPath(['flows', flow, name, counts]),
          message: `every call that comes to step '${name}' has been answered by then`,
          expected: 'a place before the first step that is heard, or asks for a key',
          remedy: `Move the step there, or leave '${counts}' out`,
          severity: 'warning',
        },
      ]
    }
    if (step.step === 'queue' && step.onKey !== undefined && early.has(node) && !late.has(node)) {
      return [
        {
          path: formatPath(['flows', flow, name, 'onKey']),
          message: 'these keys reach nobody: no call has been answered by then',
          expected: 'a step before it that answers',
          remedy: 'Play something first, which answers the call, or leave the keys out',
          severity: 'warning',
        },
      ]
    }
    return []
  })
}

/** The setting by which a step is for calls that nothing has answered yet. */
const isEarly = (step: AnyStep): 'answer' | 'hears' | null => {
  if ((step.step === 'play' || step.step === 'say') && step.answer === false) return 'answer'
  return step.step === 'queue' && step.hears === 'ringing' ? 'hears' : null
}

/** Steps that calls come to before they are answered, and after. Some are in both. */
const timesOf = (steps: readonly GraphStep[]): Record<'early' | 'late', ReadonlySet<GraphStep>> => {
  const early = new Set(steps.filter(({ name }) => name === 'start'))
  const late = new Set<GraphStep>()
  for (const node of early) {
    for (const edge of node.edges) (answers(node, edge) ? late : early).add(edge.target)
  }
  for (const node of late) for (const { target } of node.edges) late.add(target)
  return { early, late }
}

const asking: ReadonlySet<AnyStep['step']> = new Set(['menu', 'collect', 'record', 'voicemail', 'survey'])

/** Whether a call that leaves the step this way has been answered there. */
const answers = ({ step }: GraphStep, { when }: GraphEdge): boolean => {
  if (step.step === 'play' || step.step === 'say') return step.answer !== false
  return asking.has(step.step) || (step.step === 'queue' && when === 'served')
}
