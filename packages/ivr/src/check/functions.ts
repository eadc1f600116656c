/** Every function has a name of its own and a simulated twin. */
import { formatPath, type Problem } from '@callweave/core'
import { codeOf } from '../definition/functions.js'
import type { FullSections } from '../definition/sections.js'

export const checkFunctions = ({ functions }: FullSections): Problem[] =>
  Object.entries(functions).flatMap(([name, value]): Problem[] => {
    const path = formatPath(['functions', name])
    if (value.function !== name) {
      return [
        {
          path,
          message: `the function '${value.function}' stands under another name`,
          expected: `defineFunction('${name}', ...)`,
          severity: 'error',
        },
      ]
    }
    const code = codeOf(value)
    if (code?.simulate !== undefined) return []
    return [
      {
        path,
        message:
          code === undefined
            ? `the function '${name}' is only named here: its code is not loaded`
            : `the function '${name}' has no simulated twin: in a simulation its lookups fail`,
        expected: 'simulate: (args, random) => ({ result, tookMs })',
        severity: 'warning',
      },
    ]
  })
