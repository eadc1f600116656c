/** How much one extension may call out. */
export interface OutboundLimits {
  /** Calls out at a time. Default 2: one, and another to speak first before it is put through. */
  readonly callsAtOnce: number
  /** Calls out begun in any 60 minutes. Default 120. */
  readonly callsPerHour: number
  /** Minutes of talk in any 24 hours. Default 600. */
  readonly minutesPerDay: number
}

export const defaultOutboundLimits: OutboundLimits = { callsAtOnce: 2, callsPerHour: 120, minutesPerDay: 600 }
