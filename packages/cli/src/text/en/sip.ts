/** What `cc sip` says. The sentence of a malformed message is the parser's own, in English. */
import type { SipErrorCode } from '@callweave/sip'

type Codes = Readonly<Record<SipErrorCode, (error: { code: SipErrorCode }) => string>>

const codes: Codes = {
  'bad-start-line': ({ code }) => `${code}: the first line is no start line of SIP`,
  'bad-version': ({ code }) => `${code}: not SIP/2.0`,
  'bad-header-line': ({ code }) => `${code}: a line without a name and a colon, or headers that do not end`,
  'bad-header': ({ code }) => `${code}: the value of a header does not follow its grammar`,
  'bad-uri': ({ code }) => `${code}: a URI does not follow its grammar`,
  'missing-header': ({ code }) => `${code}: a header that every message carries is not there`,
  'repeated-header': ({ code }) => `${code}: a header that may stand once stands twice`,
  'method-mismatch': ({ code }) => `${code}: CSeq names another method than the request line`,
  'bad-length': ({ code }) => `${code}: Content-Length and the body do not fit`,
  'too-large': ({ code }) => `${code}: longer, more or deeper than our limits allow`,
  'bad-value': ({ code }) => `${code}: a value cannot be put on the wire`,
  'bad-sdp': ({ code }) => `${code}: the session description is malformed`,
}

export const sip = {
  stdin: 'standard input',
  expected: 'a file with one SIP message: start line, headers, an empty line, body',
  noFile: 'there is no such file',
  folder: 'this is a folder',
  empty: 'there is nothing in it',
  tooLarge: 'this is too large to be a SIP message',
  atMost: ({ size }: { size: string }) => `at most ${size}`,
  unreadable: ({ message }: { message: string }) => `the file cannot be read: ${message}`,
  emptyValue: '(empty)',
  noBody: 'no body',
  noType: 'of no named type',
  body: ({ kind, size }: { kind: string; size: string }) => `body: ${kind}, ${size} bytes`,
  behind: ({ size }: { size: string }) => `${size} bytes behind it are no part of the message`,
  place: ({ line, column }: { line: number; column: number }) => `line ${line}, column ${column}`,
  code: 'code    ',
  answer: 'answer  ',
  noAnswer: 'none: a server drops this without a word',
  codes,
}
