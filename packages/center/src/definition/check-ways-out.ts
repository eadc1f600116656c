/** Ways out of a queue that a flow names and no rule of the queue ever opens: callers would wait where they were to be led on. */
import { formatPath, type Problem } from '@callweave/core'
import type { FlowsData } from '@callweave/ivr'
import type { CenterSections } from './center-definition.js'

type QueueStep = Extract<FlowsData[string][string], { readonly step: 'queue' }>
type Queue = CenterSections['queues'][string]

interface WayOut {
  readonly edge: 'ifNobody' | 'ifFull' | 'ifMaxWait' | 'ifOverflow' | 'ifClosed'
  readonly opens: (queue: Queue) => boolean
  readonly remedy: string
}

const isSet = (rule: readonly unknown[] | false | undefined): boolean => rule !== undefined && rule !== false

const waysOut: readonly WayOut[] = [
  {
    edge: 'ifNobody',
    opens: ({ refuseWhen, leaveWhen }) => isSet(refuseWhen) || isSet(leaveWhen),
    remedy: "Give the queue refuseWhen: ['logged-out'], and leaveWhen for calls that wait already",
  },
  { edge: 'ifFull', opens: ({ mostWaiting }) => mostWaiting !== undefined, remedy: 'Give the queue mostWaiting' },
  { edge: 'ifMaxWait', opens: ({ maxWaitMs }) => maxWaitMs !== undefined, remedy: 'Give the queue maxWaitMs' },
  {
    edge: 'ifOverflow',
    opens: () => false,
    remedy: 'A call that overflows goes on in the other queue; leave the edge out',
  },
  { edge: 'ifClosed', opens: () => false, remedy: 'Ask for opening hours with an hours step before the queue' },
]

export const checkWaysOut = (sections: CenterSections): readonly Problem[] =>
  Object.entries(sections.flows).flatMap(([flow, steps]) =>
    Object.entries(steps).flatMap(([name, step]) => (step.step === 'queue' ? ofStep(sections, flow, name, step) : [])),
  )

const ofStep = (sections: CenterSections, flow: string, name: string, step: QueueStep): Problem[] => {
  const queue = sections.queues[step.queue]
  if (queue === undefined) return []
  return waysOut
    .filter(({ edge, opens }) => step[edge] !== undefined && !opens(queue))
    .map(({ edge, remedy }) => ({
      path: formatPath(['flows', flow, name, edge]),
      message: `this way out is never taken: no rule of queue '${step.queue}' leads to it`,
      remedy,
      severity: 'warning',
    }))
}
