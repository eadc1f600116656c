/** Media begin before there is a switch to be told. */
import type { MediaUser } from '@callweave/rtp/engine'

export interface MediaRelay {
  readonly user: MediaUser
  /** Told from now on; before, nobody is. */
  connect(user: MediaUser): void
}

export const createMediaRelay = (): MediaRelay => {
  let to: MediaUser | null = null
  return {
    user: {
      played: (...of) => to?.played(...of),
      pressed: (...of) => to?.pressed(...of),
      recorded: (...of) => to?.recorded(...of),
      silent: (...of) => to?.silent(...of),
      closed: (...of) => to?.closed(...of),
      trouble: (...of) => to?.trouble(...of),
    },
    connect: (user) => {
      to = user
    },
  }
}
