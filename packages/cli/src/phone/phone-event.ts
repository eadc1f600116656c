/** What happens to the built-in test phone. With --json each is a line of its own. */
export type PhoneEvent =
  | { readonly event: 'dialing'; readonly number: string; readonly server: string }
  | { readonly event: 'registered'; readonly extension: string; readonly server: string }
  /** Nothing listens at the center's port any more; the phone waits for it. */
  | { readonly event: 'center-gone' }
  /** It is there again, and knows the phone. */
  | { readonly event: 'center-back' }
  | { readonly event: 'called-by'; readonly caller: string }
  | { readonly event: 'ringing'; readonly isEarlyMedia: boolean }
  | { readonly event: 'answered' }
  | { readonly event: 'heard'; readonly key: string }
  | { readonly event: 'pressed'; readonly keys: string }
  | { readonly event: 'said'; readonly file: string }
  | { readonly event: 'held-there' }
  | { readonly event: 'retrieved-there' }
  | { readonly event: 'refused'; readonly status: number; readonly phrase: string }
  | { readonly event: 'hung-up'; readonly by: 'us' | 'them' | 'fault'; readonly afterMs: number }
  /** It ended before anybody answered; `afterMs` counts from the beginning. */
  | { readonly event: 'unanswered'; readonly by: 'us' | 'them' | 'fault'; readonly afterMs: number }
  | { readonly event: 'recorded'; readonly file: string; readonly lengthMs: number }
  | { readonly event: 'media'; readonly received: number; readonly lost: number; readonly jitterMs: number }
  | { readonly event: 'trouble'; readonly message: string }
