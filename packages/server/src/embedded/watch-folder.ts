/**
 * A folder that is taken away while its center runs: what the center has in hand is put back, and it is told once what is
 * lost.
 */
import { existsSync } from 'node:fs'
import { makeFolders } from '@callweave/cdr/node'
import type { LostEvents } from '../journal/parts.js'
import type { CenterFolder } from './folder.js'

/** What was taken away. The journal is whole again but for `lost`; the others are there again, empty. */
export interface FolderLoss {
  readonly folder: string
  readonly what: readonly FolderPart[]
  readonly lost: LostEvents | null
}

export type FolderPart = 'journal' | 'calls' | 'recordings' | 'socket'

export interface WatchFolderOptions {
  readonly folder: CenterFolder
  /** The socket of the API; `null` where it is no file. */
  readonly socket: string | null
  /** Puts the socket back. */
  readonly serveAgain: () => Promise<void>
  readonly onLost: (loss: FolderLoss) => void
  readonly onTrouble: (error: unknown) => void
}

export interface FolderWatch {
  /** The journal was put back. */
  journalRestored(lost: LostEvents | null): void
  close(): void
}

const everyMs = 1_000

export const watchFolder = (options: WatchFolderOptions): FolderWatch => {
  const { folder, socket, serveAgain, onLost, onTrouble } = options
  const gone = new Set<FolderPart>()
  let lost: LostEvents | null = null
  let troubleTold = ''
  /** Made by a thread of its own, some time after the start; once gone it stays away until the next one. */
  let calls: 'coming' | 'there' | 'gone' = 'coming'
  const callsWent = (): boolean => {
    if (calls === 'gone') return false
    const isThere = existsSync(folder.calls)
    const went = calls === 'there' && !isThere
    calls = isThere ? 'there' : went ? 'gone' : calls
    return went
  }
  const missing = (): readonly FolderPart[] => [
    ...(callsWent() ? ['calls' as const] : []),
    ...(existsSync(folder.recordings) ? [] : ['recordings' as const]),
    ...(socket === null || existsSync(socket) ? [] : ['socket' as const]),
  ]
  const look = async (): Promise<void> => {
    const now = missing()
    for (const part of now) gone.add(part)
    try {
      if (now.includes('recordings')) makeFolders(folder.recordings, 0o700)
      if (now.includes('socket')) await serveAgain()
      troubleTold = ''
    } catch (error) {
      // It is tried again, and told once.
      const message = error instanceof Error ? error.message : String(error)
      if (message !== troubleTold) onTrouble(error)
      troubleTold = message
    }
    // The journal looks for itself, as often: all that goes in one moment is told at once.
    if (gone.size === 0 || now.length > 0) return
    onLost({ folder: folder.path, what: [...gone], lost })
    gone.clear()
    lost = null
  }
  let isLooking = false
  const timer = setInterval(() => {
    if (isLooking) return
    isLooking = true
    void look().finally(() => {
      isLooking = false
    })
  }, everyMs)
  timer.unref()
  return {
    journalRestored: (events) => {
      gone.add('journal')
      lost = events ?? lost
    },
    close: () => clearInterval(timer),
  }
}
