/** From a message to bytes. */
import { encodeUtf8 } from '../text/utf8.js'
import { badValue } from '../text/write.js'
import { formatUri } from '../uri/write-uri.js'
import type { HeaderLine } from './headers.js'
import type { SipMessage } from './message.js'

/**
 * The bytes of a message. Headers stand under their full names, one line each, folds joined; a message that was parsed
 * keeps its values as they came, byte for byte.
 *
 * @throws SipError `bad-value` when a line of a parsed message holds a CR that does not end it: nothing was written.
 */
export const writeMessage = (message: SipMessage): Uint8Array => {
  const { headers, body } = message
  const start = encodeUtf8(formatStartLine(message))
  let head = '\r\n'
  let hasLength = false
  for (const line of headers.lines) {
    if (line.known?.key === 'contentLength') {
      hasLength = true
      head += `Content-Length: ${body.length}\r\n`
    } else head += `${line.name}: ${safeValue(line)}\r\n`
  }
  if (!hasLength) head += `Content-Length: ${body.length}\r\n`
  head += '\r\n'
  const bytes = new Uint8Array(start.length + head.length + body.length)
  bytes.set(start)
  const from = start.length
  for (let i = 0; i < head.length; i += 1) bytes[from + i] = head.charCodeAt(i)
  bytes.set(body, from + head.length)
  return bytes
}

const formatStartLine = (message: SipMessage): string =>
  message.kind === 'request'
    ? `${message.method} ${formatUri(message.uri)} SIP/2.0`
    : `SIP/2.0 ${message.status} ${message.reason}`

/** Others would end the line at a CR that stands alone, and read what follows as a header. */
const safeValue = ({ text, at, end }: HeaderLine): string => {
  const value = text.slice(at, end)
  if (value.includes('\r')) throw badValue('a header holds no line ends')
  return value
}
