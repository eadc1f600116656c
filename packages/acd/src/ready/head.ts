/** The head of a heap in which some stand wrong: whoever comes up and does is put right, and then it is looked again. */
import type { DenseHeap } from './dense-heap.js'
import type { Place } from './place.js'

export interface Standing {
  /** Whether the place belongs where it stands. Of those that do not, none would stand further ahead. */
  isRight(place: Place): boolean
  /** Moves one that does not; afterwards it does, or is gone. */
  putRight(place: Place): void
}

export const headOf = (
  heap: DenseHeap<Place>,
  standing: Standing,
  passes: ((place: Place) => boolean) | undefined,
): Place | null => {
  let place = heap.first()
  while (place !== null && !standing.isRight(place)) {
    standing.putRight(place)
    place = heap.first()
  }
  return place === null || passes === undefined || passes(place) ? place : firstWhere(heap, standing, passes)
}

export const firstWhere = (
  heap: DenseHeap<Place>,
  standing: Standing,
  passes: (place: Place) => boolean,
): Place | null => {
  const wrong: Place[] = []
  const isFound = (place: Place): boolean => {
    if (standing.isRight(place)) return passes(place)
    wrong.push(place)
    return false
  }
  for (;;) {
    const found = heap.firstWhere(isFound)
    if (wrong.length === 0) return found
    for (let place = wrong.pop(); place !== undefined; place = wrong.pop()) standing.putRight(place)
  }
}
