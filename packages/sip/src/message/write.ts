/** From a message to bytes. */
import { bytesAsText, encodeUtf8, isAscii } from '../text/utf8.js'
import { badValue } from '../text/write.js'
import { formatUri } from '../uri/write-uri.js'
import type { HeaderLine } from './headers.js'
import type { SipMessage } from './message.js'

export interface WriteOptions {
  /**
   * So many bytes that begin with this text, one byte for each character; a faster one than ours where there is one, as
   * `Buffer.write`.
   */
  readonly latin1?: ((text: string, size: number) => Uint8Array) | undefined
}

/**
 * The bytes of a message. Headers stand under their full names, one line each, folds joined; a message that was parsed
 * keeps its values as they came, byte for byte.
 *
 * @throws SipError `bad-value` when a line of a parsed message holds a CR that does not end it: nothing was written.
 */
export const writeMessage = (message: SipMessage, { latin1 = textAsBytes }: WriteOptions = {}): Uint8Array => {
  const { headers, body } = message
  const start = formatStartLine(message)
  let head = isAscii(start) ? start : bytesAsText(encodeUtf8(start))
  head += '\r\n'
  let hasLength = false
  for (const line of headers.lines) {
    if (line.known?.key === 'contentLength') {
      hasLength = true
      head += `Content-Length: ${body.length}\r\n`
    } else head += `${line.name}: ${safeValue(line)}\r\n`
  }
  if (!hasLength) head += `Content-Length: ${body.length}\r\n`
  head += '\r\n'
  const bytes = latin1(head, head.length + body.length)
  bytes.set(body, head.length)
  return bytes
}

/** How many bytes `writeMessage` gives, without making them. @throws SipError as that does. */
export const messageSize = (message: SipMessage): number => {
  const { headers, body } = message
  const start = formatStartLine(message)
  const length = `Content-Length: ${body.length}\r\n`.length
  let size = (isAscii(start) ? start.length : encodeUtf8(start).length) + 2
  let hasLength = false
  for (const line of headers.lines) {
    if (line.known?.key === 'contentLength') {
      hasLength = true
      size += length
    } else size += line.name.length + 2 + safeValue(line).length + 2
  }
  return size + (hasLength ? 0 : length) + 2 + body.length
}

const textAsBytes = (text: string, size: number): Uint8Array => {
  const bytes = new Uint8Array(size)
  for (let i = 0; i < text.length; i += 1) bytes[i] = text.charCodeAt(i)
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
