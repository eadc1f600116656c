/** How many transactions others may have us hold. */
export interface TransactionLimits {
  /** Server transactions at a time. Default 100,000. */
  readonly transactions: number
  /** Server transactions of one source. Default 40,000: a trunk with 600 calls a second, of each its INVITE and BYE for 32 s. */
  readonly ofSource: number
  /** What a 503 says. Default 5 s. */
  readonly retryAfterSeconds: number
}

export const defaultLimits: TransactionLimits = { transactions: 100_000, ofSource: 40_000, retryAfterSeconds: 5 }
