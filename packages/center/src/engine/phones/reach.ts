/** Extensions whose last phone was lost and has not registered since. Nothing is heard of those of a virtual switch: they are there. */
import type { Listeners } from '@callweave/core'

export interface Reach {
  isLost(extension: string): boolean
  readonly folds: Listeners
}

export const createReach = (): Reach => {
  const lost = new Set<string>()
  return {
    isLost: (extension) => lost.has(extension),
    folds: {
      'phone.lost': ({ extension }) => void lost.add(extension),
      'phone.registered': ({ extension }) => void lost.delete(extension),
    },
  }
}
