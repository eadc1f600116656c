import type { Kind } from './kind.js'

/** What a caller does when asked for a key: types some, or (`silence`) none. */
export type Press = { readonly keys: string } | { readonly keys: null }

/** `8`, `123456#`, `silence`, or several of them with commas between. */
export const keys = (): Kind<readonly Press[]> => ({
  expected: (words) => words.kinds.keys,
  parse: (text) => {
    const parts = text.split(',').map((part) => part.trim())
    if (!parts.every((part) => part === 'silence' || /^[0-9A-D*#]+$/.test(part))) return undefined
    return parts.map((part) => ({ keys: part === 'silence' ? null : part }))
  },
})
