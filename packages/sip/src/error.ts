/**
 * The one error of this package. What came over the wire is hostile: whatever reads it throws this and nothing else.
 */

/** What was wrong; programs decide by it. */
export type SipErrorCode =
  /** no SIP start line at all, or one that is malformed */
  | 'bad-start-line'
  /** a version of SIP other than 2.0 */
  | 'bad-version'
  /** a header line without a name and a colon, or headers that do not end */
  | 'bad-header-line'
  /** the value of a header does not follow its grammar */
  | 'bad-header'
  /** a URI does not follow its grammar */
  | 'bad-uri'
  /** a header that every message carries is not there */
  | 'missing-header'
  /** a header that may stand once stands twice */
  | 'repeated-header'
  /** the method of CSeq is not that of the request line */
  | 'method-mismatch'
  /** the body ends before its Content-Length, or a stream has none */
  | 'bad-length'
  /** longer, more or deeper than the limits allow */
  | 'too-large'
  /** a value handed to the writer cannot be put on the wire; nothing was written */
  | 'bad-value'
  /** a session description is malformed, or an answer does not fit its offer */
  | 'bad-sdp'

export interface SipErrorParts {
  /** What is wrong, in one sentence without a full stop. */
  readonly message: string
  /** What a server answers to the request; `null` where nothing is answered: a response, or no SIP at all. */
  readonly status: number | null
  /** The byte where it went wrong, counted from the start of what was parsed; -1 where no byte can be named. */
  readonly offset?: number
}

/** `message` is the whole sentence, safe to print: no byte of the input is in it but printable ASCII. */
export class SipError extends Error {
  override readonly name = 'SipError'
  readonly code: SipErrorCode
  readonly status: number | null
  readonly offset: number

  constructor(code: SipErrorCode, { message, status, offset = -1 }: SipErrorParts) {
    super(offset < 0 ? message : `${message} (byte ${offset})`)
    this.code = code
    this.status = status
    this.offset = offset
  }
}
