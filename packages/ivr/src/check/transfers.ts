/** A transfer leads to one place. */
import { formatPath, type Problem } from '@callweave/core'
import type { FullSections } from '../definition/sections.js'

export const checkTransfers = ({ flows }: FullSections): Problem[] =>
  Object.entries(flows).flatMap(([flow, steps]) =>
    Object.entries(steps).flatMap(([name, step]): Problem[] => {
      if (step.step !== 'transfer') return []
      const path = formatPath(['flows', flow, name])
      const given = (['number', 'extension', 'agent'] as const).filter((target) => step[target] !== undefined)
      if (given.length !== 1) {
        return [
          {
            path,
            message: given.length === 0 ? 'the transfer leads nowhere' : `the transfer names ${given.join(' and ')}`,
            expected: "exactly one of 'number', 'extension' and 'agent'",
            severity: 'error',
          },
        ]
      }
      if (step.trunk === undefined || step.number !== undefined) return []
      return [
        {
          path: formatPath(['flows', flow, name, 'trunk']),
          message: 'a trunk group is for numbers outside only',
          found: step.trunk,
          expected: "'number' beside it",
          severity: 'error',
        },
      ]
    }),
  )
