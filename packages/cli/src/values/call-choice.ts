import type { Kind } from './kind.js'

/** A call by its number, or the one that waited longest. */
export const callChoice = (): Kind<number | 'longest'> => ({
  expected: ({ kinds }) => kinds.call,
  parse: (text) => {
    if (text === 'longest') return text
    return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined
  },
})
