/** One media thread for many switches: each is told of its own parties only, and counts them only. */
import type { Media, MediaUser, PartyId } from '@callweave/rtp/engine'

export interface SharedMedia {
  /** Whom the thread tells. */
  readonly user: MediaUser
  /** A part of `media` for one user. */
  share(media: Media, user: MediaUser): Media
}

export const createSharedMedia = (onTrouble: (error: unknown) => void): SharedMedia => {
  const users = new Map<PartyId, MediaUser>()
  return {
    user: {
      played: (party, ...of) => users.get(party)?.played(party, ...of),
      pressed: (party, ...of) => users.get(party)?.pressed(party, ...of),
      recorded: (party, ...of) => users.get(party)?.recorded(party, ...of),
      silent: (party, ...of) => users.get(party)?.silent(party, ...of),
      closed: (party, ...of) => users.get(party)?.closed(party, ...of),
      trouble: onTrouble,
    },
    share: (media, user) => {
      const own = new Set<PartyId>()
      return {
        open: () => {
          const ports = media.open()
          users.set(ports.party, user)
          own.add(ports.party)
          return ports
        },
        close: (party) => {
          own.delete(party)
          media.close(party)
        },
        get size() {
          return own.size
        },
        end: async () => {},
        agree: (...of) => media.agree(...of),
        load: (...of) => media.load(...of),
        unload: (...of) => media.unload(...of),
        play: (...of) => media.play(...of),
        stopPlaying: (...of) => media.stopPlaying(...of),
        bridge: (...of) => media.bridge(...of),
        part: (...of) => media.part(...of),
        join: (...of) => media.join(...of),
        tap: (...of) => media.tap(...of),
        sendKeys: (...of) => media.sendKeys(...of),
        record: (...of) => media.record(...of),
        stopRecording: (...of) => media.stopRecording(...of),
      }
    },
  }
}

/** Hears of nothing. */
export const deaf: MediaUser = {
  played: () => {},
  pressed: () => {},
  recorded: () => {},
  silent: () => {},
  closed: () => {},
  trouble: () => {},
}
