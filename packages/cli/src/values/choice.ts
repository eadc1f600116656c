import { nearestName } from '@callweave/core'
import type { Kind } from './kind.js'

/** One of a few words. */
export const choice = <const T extends string>(choices: readonly T[]): Kind<T> => ({
  expected: ({ kinds }) => kinds.oneOf({ choices }),
  parse: (text) => choices.find((known) => known === text),
  meant: (text) => nearestName(text, choices),
  choices,
})

/** Any text but none at all. */
export const text = (): Kind<string> => ({
  expected: ({ kinds }) => kinds.text,
  parse: (given) => (given === '' ? undefined : given),
})
