/**
 * Which extensions have a phone that can be rung, as far as the center has been told. A REGISTER that only renews is told as
 * well when the phone was rung in vain since: it says that it can be called after all.
 */
import type { Facts } from '../board/facts.js'

export interface PresenceOptions {
  readonly facts: Pick<Facts, 'phoneRegistered' | 'phoneLost'>
  readonly isReachable: (extension: string) => boolean
}

export interface Presence {
  /** The center listens from now on: these have a phone by now. */
  start(extensions: Iterable<string>): void
  /** Something has changed about a phone of the extension. */
  changed(extension: string): void
  /** Its phones were rung, and none was there. */
  rangInVain(extension: string): void
}

export const createPresence = ({ facts, isReachable }: PresenceOptions): Presence => {
  const told = new Set<string>()
  let isStarted = false
  const changed = (extension: string): void => {
    const isHere = isReachable(extension)
    if (!isStarted || isHere === told.has(extension)) return
    if (isHere) {
      told.add(extension)
      facts.phoneRegistered(extension)
    } else {
      told.delete(extension)
      facts.phoneLost(extension)
    }
  }
  return {
    changed,
    start: (extensions) => {
      isStarted = true
      for (const extension of extensions) changed(extension)
    },
    rangInVain: (extension) => {
      told.delete(extension)
    },
  }
}
