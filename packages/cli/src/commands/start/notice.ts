import type { CallEnd, CallerBack, CallRefused, EndCause } from '@callweave/core'
import type { FolderPart } from '@callweave/server'
import type { NoticeCode } from '@callweave/softswitch'
import type { Ending } from '../../text/ending.js'

/** What `cc start` tells while it runs. With --json each is a line of its own: `{"atMs":...,"notice":"call-arrived",...}`. */
export type Notice =
  | { readonly notice: 'call-arrived'; readonly call: number; readonly caller: string; readonly dialed: string }
  /** A phone of ours dials. */
  | { readonly notice: 'call-dialed'; readonly call: number; readonly extension: string; readonly dialed: string }
  | { readonly notice: 'call-refused'; readonly call: number; readonly because: CallRefused }
  | { readonly notice: 'call-waits'; readonly call: number; readonly queue: string }
  | { readonly notice: 'call-talks'; readonly call: number; readonly agent: string }
  /** The caller has hung up on a line that the agent alone clears. */
  | { readonly notice: 'call-kept'; readonly call: number; readonly agent: string | null; readonly forMs: number }
  /** Once a call: the first attempt to call the caller back has come to nothing. */
  | { readonly notice: 'recall-failed'; readonly call: number; readonly number: string; readonly because: EndCause }
  | { readonly notice: 'caller-back'; readonly call: number; readonly how: CallerBack }
  /** `how`: where the outcome alone says too little. */
  | { readonly notice: 'call-ended'; readonly call: number; readonly outcome: CallEnd; readonly how?: Ending }
  | { readonly notice: 'message-left'; readonly call: number; readonly box: string; readonly recording: string }
  | { readonly notice: 'messages-heard'; readonly call: number; readonly box: string; readonly count: number }
  /** `forMs` is `null` for good. */
  | { readonly notice: 'number-blocked'; readonly number: string; readonly forMs: number | null }
  | { readonly notice: 'agent-changed'; readonly agent: string; readonly state: string; readonly because: string }
  | { readonly notice: 'trunk-busy'; readonly trunk: string; readonly dialed: string }
  | { readonly notice: 'trunk-failed'; readonly trunk: string; readonly because: string }
  | { readonly notice: 'trunk-restored'; readonly trunk: string }
  /** A call out has had no response from it; it goes by the backup. */
  | { readonly notice: 'trunk-silent'; readonly trunk: string }
  | { readonly notice: 'clock-jumped'; readonly byMs: number }
  | { readonly notice: 'journal-mended' }
  | { readonly notice: 'recordings-mended' }
  /** The folder, or part of it, was taken away; what was in hand is there again, but for these events. */
  | {
      readonly notice: 'folder-lost'
      readonly folder: string
      readonly what: readonly FolderPart[]
      readonly lost: { readonly fromSeq: number; readonly toSeq: number } | null
    }
  /** Opening hours that numbers depend on have begun or ended. */
  | {
      readonly notice: 'hours-changed'
      readonly hours: string
      readonly open: boolean
      readonly untilMs: number | null
    }
  | { readonly notice: 'phone-registered'; readonly extension: string; readonly source: string }
  | { readonly notice: 'phone-gone'; readonly extension: string; readonly source: string }
  /** Somebody guesses passwords, sends too much or scans. */
  | {
      readonly notice: 'stranger'
      readonly code: NoticeCode
      readonly source: string
      readonly count: number
      /** How much longer it lasts, where that is known. */
      readonly leftMs: number | null
    }
  | { readonly notice: 'fallback'; readonly dialed: string; readonly extension: string }
  | { readonly notice: 'overloaded'; readonly callsPerSecond: number; readonly lagMs: number }
  | { readonly notice: 'trouble'; readonly message: string }
  | { readonly notice: 'closed-dead'; readonly calls: number; readonly stages: Readonly<Record<string, number>> }
  | { readonly notice: 'ending'; readonly calls: number; readonly drainMs: number }
  | { readonly notice: 'hurried' }
  | { readonly notice: 'ended'; readonly cleared: number }

export type NoticeOf<N extends Notice['notice']> = Extract<Notice, { readonly notice: N }>
