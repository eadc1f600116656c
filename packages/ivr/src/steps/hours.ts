/** hours: the way on depends on the hour, by an entry of the section `hours`. */
import { settings } from '@callweave/core'
import { z } from 'zod'
import { nameSchema, stepName } from '../definition/input.js'
import type { FlowNames } from '../definition/names.js'
import { acts } from '../engine/node.js'
import { stateAt } from '../hours/state.js'
import { edge, keyedEdges, type StepKind, use } from './kind.js'

export interface HoursStep<Steps extends string, N extends FlowNames> {
  readonly step: 'hours'
  readonly hours: N['hours']
  readonly open: Steps
  readonly closed: Steps
  /** On a holiday. Default: as `closed`. */
  readonly holiday?: Steps
  /** While open, by the name of the shift. Default: `open`. */
  readonly onShift?: { readonly [shift: string]: Steps }
}

export const hours: StepKind<HoursStep<string, FlowNames>> = {
  kind: 'hours',
  schema: settings({
    step: z.literal('hours'),
    hours: nameSchema,
    open: stepName,
    closed: stepName,
    holiday: stepName.optional(),
    onShift: z.record(z.string(), stepName).optional(),
  }),
  edges: (step) => [
    ...edge('open', step.open, 'outside'),
    ...edge('closed', step.closed, 'outside'),
    ...edge('holiday', step.holiday, 'outside'),
    ...keyedEdges(step.onShift, 'outside', 'onShift'),
  ],
  uses: (step) => use('hours', step.hours, 'hours'),
  ends: () => false,
  label: (step) => step.hours,
  link: (step, link) => {
    const calendar = link.hours(step.hours)
    const open = link.step(step.open)
    const closed = link.step(step.closed)
    const holiday = link.optional(step.holiday) ?? closed
    const onShift = new Map(Object.entries(step.onShift ?? {}).map(([shift, to]) => [shift, link.step(to)]))
    return acts({
      enter: (_at, ivr) => {
        const state = stateAt(calendar, ivr.nowMs())
        if (!state.open) return state.because === 'holiday' ? holiday : closed
        return (state.shift === null ? undefined : onShift.get(state.shift)) ?? open
      },
    })
  },
}
