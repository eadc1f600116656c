/** What the journal and its writer's thread say to each other. */
import type { CallKey } from './call-keys.js'

export interface Write {
  readonly path: string
  readonly bytes: Uint8Array
  /** The last event that is whole with these bytes. */
  readonly lastSeq: number
  /** Keys that are written before. */
  readonly keys: readonly CallKey[]
}

/** `key` takes the place of the one that the call had. */
export interface Destroy extends CallKey {
  readonly id: number
}

export type ToWriter = { readonly write: Write } | { readonly destroy: Destroy } | { readonly close: true }

export type FromWriter =
  /** The folder is ours. `before`: whoever had it last and did not let go of it. */
  | { readonly opened: { readonly before: Holder | null } }
  /** `holder`: who has it, where that can be read. */
  | { readonly refused: string; readonly holder: number | null }
  | { readonly written: number; readonly bytes: number }
  | { readonly destroyed: number; readonly failed: string | null }
  /** What was to be written is kept and tried again. */
  | { readonly trouble: string; readonly path: string }
  | { readonly mended: true }
  /** The folder, or files of it, had been taken away; what was in hand is there again. */
  | { readonly restored: true }
  /** Nothing more is written. */
  | { readonly failed: string; readonly path: string }

export interface Holder {
  readonly pid: number
  /** When it was alive last, to the second. */
  readonly lastAliveMs: number
}

export interface WriterData {
  readonly folder: string
  readonly keysPath: string
  readonly fsync: boolean
  readonly fsyncMs: number
  readonly retryMs: number
}
