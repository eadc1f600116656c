/** So many things by name and no more: whichever was not asked for longest makes way. */
import { AgeingMap } from '@callweave/core'

export interface Recent<V> {
  /** The thing, made when it is not there; it is the youngest now. */
  need(name: string): V
  /** The thing as it stands, its age untouched. */
  peek(name: string): V | undefined
  readonly size: number
}

export const createRecent = <V>(most: number, make: () => V): Recent<V> => {
  const things = new AgeingMap<string, V>()
  return {
    need: (name) => {
      const thing = things.get(name) ?? make()
      things.delete(name)
      things.set(name, thing)
      if (things.size > most) things.takeOldest()
      return thing
    },
    peek: (name) => things.get(name),
    get size() {
      return things.size
    },
  }
}
