/** How much of everything one message may hold. What goes over is refused before it is worked on. */
export interface SipLimits {
  /** Bytes of a whole message. Default 65,535, what a datagram can carry. */
  readonly messageBytes: number
  /** Bytes of start line and headers. Default 32,768. */
  readonly headBytes: number
  /** Bytes of a body. Default 65,535. */
  readonly bodyBytes: number
  /** Bytes of a request line. Default 4,096. */
  readonly startLineBytes: number
  /** Header lines. Default 200. */
  readonly headers: number
  /** Bytes of one header, folded lines counted together. Default 8,192. */
  readonly headerBytes: number
  /** Bytes of one URI. Default 2,048. */
  readonly uriBytes: number
  /** Parameters of one value or URI. Default 64. */
  readonly params: number
  /** Values of one header, over all its lines. Default 100. */
  readonly values: number
  /** Comments within comments. Default 8. */
  readonly depth: number
}

export const defaultLimits: SipLimits = {
  messageBytes: 65_535,
  headBytes: 32_768,
  bodyBytes: 65_535,
  startLineBytes: 4_096,
  headers: 200,
  headerBytes: 8_192,
  uriBytes: 2_048,
  params: 64,
  values: 100,
  depth: 8,
}

export const withDefaults = (limits: Partial<SipLimits> | undefined): SipLimits =>
  limits === undefined ? defaultLimits : { ...defaultLimits, ...limits }
