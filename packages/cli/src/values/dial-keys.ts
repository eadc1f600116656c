import type { Kind } from './kind.js'

/** Keys of a phone, with pauses. */
export const dialKeys = (): Kind<string> => ({
  expected: ({ kinds }) => kinds.dialKeys,
  parse: (text) => (/^[0-9*#A-D,]{1,200}$/.test(text) ? text : undefined),
  meant: (text) => {
    const plain = text.replaceAll(/[ ;]/g, ',').toUpperCase()
    return /^[0-9*#A-D,]{1,200}$/.test(plain) ? plain : undefined
  },
})
