/**
 * Count, mean and variance of a stream of values, in constant memory (Welford 1962; merging: Chan, Golub & LeVeque 1979).
 * A sum of squares would lose all digits of a variance that is small against the mean; this does not.
 */
export interface Moments {
  count: number
  mean: number
  /** Sum of squared distances from the mean. */
  squares: number
  /** Infinity while there is no value. */
  min: number
  max: number
}

export function createMoments(): Moments {
  return { count: 0, mean: 0, squares: 0, min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY }
}

export function addValue(moments: Moments, value: number): void {
  moments.count += 1
  const before = value - moments.mean
  moments.mean += before / moments.count
  moments.squares += before * (value - moments.mean)
  if (value < moments.min) moments.min = value
  if (value > moments.max) moments.max = value
}

export function momentsOf(values: Iterable<number>): Moments {
  const moments = createMoments()
  for (const value of values) addValue(moments, value)
  return moments
}

/** The moments of both streams together; neither is changed. */
export function mergeMoments(a: Moments, b: Moments): Moments {
  if (a.count === 0) return { ...b }
  if (b.count === 0) return { ...a }
  const count = a.count + b.count
  const apart = b.mean - a.mean
  return {
    count,
    mean: a.mean + (apart * b.count) / count,
    squares: a.squares + b.squares + (apart * apart * a.count * b.count) / count,
    min: Math.min(a.min, b.min),
    max: Math.max(a.max, b.max),
  }
}

/** Unbiased (divided by count - 1); NaN below two values. */
export function varianceOf({ count, squares }: Moments): number {
  return count < 2 ? Number.NaN : squares / (count - 1)
}

export function standardDeviationOf(moments: Moments): number {
  return Math.sqrt(varianceOf(moments))
}
