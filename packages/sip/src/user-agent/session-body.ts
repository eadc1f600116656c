/** Session descriptions as bodies. */
import { type MediaType, mediaType } from '../headers/media.js'
import type { HeaderFields } from '../message/headers.js'
import type { SipMessage } from '../message/message.js'
import { partsOf } from '../message/multipart.js'
import { bytesAsText, decodeUtf8 } from '../text/utf8.js'
import { orNull } from './or-null.js'

export const sdpType: MediaType = mediaType('application/sdp')

/** The session of a message, or of the first part of its body that is one (RFC 5621); `null` when it has none. */
export const sessionOf = (message: SipMessage): string | null => {
  const type = typeOf(message)
  if (type === 'application/sdp') return textOf(message)
  if (!type.startsWith('multipart/')) return null
  const parts = partsOf(message.headers.need('contentType'), message.body)
  const session = parts.find(
    ({ type: of, disposition }) => of === 'application/sdp' && (disposition ?? 'session') === 'session',
  )
  return session === undefined ? null : decodeUtf8(session.text)
}

/** `application/sdp`; empty where there is no body, or no type that can be read. */
export const typeOf = ({ headers, body }: SipMessage): string => {
  const type = body.length === 0 ? null : orNull(() => headers.get('contentType'))
  return type === null ? '' : `${type.type}/${type.subtype}`
}

export const textOf = ({ body }: SipMessage): string => decodeUtf8(bytesAsText(body))

/** Headers and body of a message that carries this session. */
export const withSession = (
  session: string | null | undefined,
  headers: HeaderFields,
): { readonly headers: HeaderFields; readonly body?: string } =>
  session === null || session === undefined
    ? { headers }
    : { headers: { ...headers, contentType: sdpType }, body: session }
