/** Channels of a trunk group: always the lowest that is free, as a hunting group does. */
export interface Channels {
  readonly count: number
  readonly busy: number
  /** A channel from 1 up, or 0 when all are busy. */
  take(): number
  /** @throws TypeError for a channel that is not taken: a bug of the caller. */
  release(channel: number): void
}

export const createChannels = (count: number): Channels => {
  const taken = new Uint8Array(count + 1)
  let busy = 0
  /** None below it is free. */
  let lowest = 1
  return {
    count,
    get busy() {
      return busy
    },
    take: () => {
      while (taken[lowest] === 1) lowest += 1
      if (lowest > count) return 0
      taken[lowest] = 1
      busy += 1
      return lowest
    },
    release: (channel) => {
      if (taken[channel] !== 1) throw new TypeError(`channel ${channel} is not taken`)
      taken[channel] = 0
      busy -= 1
      lowest = Math.min(lowest, channel)
    },
  }
}
