/**
 * So many things by name and no more; whichever were not asked for lately make way.
 *
 * Two maps: what is asked for is in the young one; when that is half of all, it becomes the old one, and what was in the old
 * one and was not asked for since is gone. One map in the order of use would forget more exactly, but to move a name to the
 * end of a `Map` of 30,000 costs 36 us (Node 24), which a flood from many sources would have us pay for each message; this
 * costs 0.02.
 */
export interface Recent<V> {
  /** The thing, made when it is not there. */
  need(name: string): V
  /** The thing as it stands; it is not kept for longer. */
  peek(name: string): V | undefined
  /** Names that are held, some of them perhaps twice: never more than were allowed. */
  readonly size: number
}

/** `most` is 2 or more: at least half of it is remembered. */
export const createRecent = <V>(most: number, make: (name: string) => V): Recent<V> => {
  const half = Math.max(1, Math.floor(most / 2))
  let young = new Map<string, V>()
  let old = new Map<string, V>()
  return {
    need: (name) => {
      const known = young.get(name)
      if (known !== undefined) return known
      const thing = old.get(name) ?? make(name)
      if (young.size >= half) {
        old = young
        young = new Map()
      }
      young.set(name, thing)
      return thing
    },
    peek: (name) => young.get(name) ?? old.get(name),
    get size() {
      return young.size + old.size
    },
  }
}
