/** What the journal and its writer's thread say to each other. */

export interface Write {
  readonly path: string
  readonly bytes: Uint8Array
  /** The last event that is whole with these bytes. */
  readonly lastSeq: number
}

export type ToWriter = { readonly write: Write } | { readonly close: true }

export type FromWriter =
  /** The folder is ours. `before`: whoever had it last and did not let go of it. */
  | { readonly opened: { readonly before: Holder | null } }
  /** `holder`: who has it, where that can be read. */
  | { readonly refused: string; readonly holder: number | null }
  | { readonly written: number; readonly bytes: number }
  /** What was to be written is kept and tried again. */
  | { readonly trouble: string; readonly path: string }
  | { readonly mended: true }
  /** Nothing more is written. */
  | { readonly failed: string; readonly path: string }

export interface Holder {
  readonly pid: number
  /** When it was alive last, to the second. */
  readonly lastAliveMs: number
}

export interface WriterData {
  readonly folder: string
  readonly fsync: boolean
  readonly fsyncMs: number
  readonly retryMs: number
}
