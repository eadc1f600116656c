import { SipError } from '../error.js'
import { HOST, isAll, PARAM, PASSWORD, URI_HEADER, USER } from '../text/chars.js'
import type { Params } from '../text/param.js'
import { escapeUri } from './escape.js'
import type { Uri } from './uri.js'

/**
 * A URI as it stands on the wire, everything escaped that must be.
 *
 * @throws SipError `bad-value` for a host, port, number or scheme that no escape can make right.
 */
export const formatUri = (uri: Uri): string => {
  switch (uri.kind) {
    case 'sip': {
      const { scheme, user, password, host, port, params, headers } = uri
      if (user === '' || (user === null && password !== null)) throw badUri('a user part is not empty')
      const account = user === null ? '' : escapeUri(user, USER)
      const secret = password === null ? '' : `:${escapeUri(password, PASSWORD)}`
      return `${scheme}:${user === null ? '' : `${account}${secret}@`}${formatHost(host)}${formatPort(port)}${formatParams(params)}${formatHeaders(headers)}`
    }
    case 'tel':
      if (!/^(?:\+[-.()]*[0-9][-.()0-9]*|[-.()]*[0-9A-Fa-f*#][-.()0-9A-Fa-f*#]*)$/.test(uri.number))
        throw badUri('a tel: URI holds a telephone number')
      return `tel:${uri.number}${formatParams(uri.params)}`
    case 'other':
      if (!/^[a-z][a-z0-9+.-]*$/.test(uri.scheme) || !isPlain(uri.rest))
        throw badUri('a URI holds no spaces or brackets')
      return `${uri.scheme}:${uri.rest}`
  }
}

/** `host:port` parts as a header or a URI carries them: IPv6 goes into brackets. */
export const formatHost = (host: string): string => {
  if (isAll(host, HOST)) return host
  if (/^[0-9a-fA-F:.]{2,45}$/.test(host) && host.split(':').length > 2) return `[${host}]`
  throw badUri('a host is a name, an IPv4 or an IPv6 address')
}

export const formatPort = (port: number | null): string => {
  if (port === null) return ''
  if (!Number.isInteger(port) || port < 0 || port > 65_535) throw badUri('a port is a whole number up to 65535')
  return `:${port}`
}

const isPlain = (text: string): boolean => {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (code <= 32 || code === 127 || code === 60 || code === 62 || code === 34) return false
  }
  return text.length > 0
}

const formatParams = (params: Params): string => {
  let text = ''
  for (const { name, value } of params) {
    if (name === '' || value === '') throw badUri('a parameter of a URI has a name, and no empty value')
    text += `;${escapeUri(name, PARAM)}`
    if (value !== null) text += `=${escapeUri(value, PARAM)}`
  }
  return text
}

const formatHeaders = (headers: Params): string =>
  headers.length === 0
    ? ''
    : `?${headers.map(({ name, value }) => `${formatName(name)}=${escapeUri(value ?? '', URI_HEADER)}`).join('&')}`

const formatName = (name: string): string => {
  if (name === '') throw badUri('a header in a URI has a name')
  return escapeUri(name, URI_HEADER)
}

const badUri = (message: string): SipError => new SipError('bad-value', { message, status: 500 })
