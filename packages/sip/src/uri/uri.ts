/** URIs as SIP carries them: RFC 3261 section 19.1, RFC 3966, and any other scheme as it stands. */
import { noParams, type Params, paramOf } from '../text/param.js'

export interface SipUri {
  readonly kind: 'sip'
  readonly scheme: 'sip' | 'sips'
  /** Unescaped; `null` when there is none. */
  readonly user: string | null
  readonly password: string | null
  /** A name or an address; IPv6 without brackets. */
  readonly host: string
  readonly port: number | null
  /** `;transport=tcp;lr` and others. */
  readonly params: Params
  /** `?subject=hello`: headers that a request to this URI is to carry. */
  readonly headers: Params
}

export interface TelUri {
  readonly kind: 'tel'
  readonly scheme: 'tel'
  /** As written: `+1-201-555-0123`. `telDigits` takes the separators off. */
  readonly number: string
  readonly params: Params
}

export interface OtherUri {
  readonly kind: 'other'
  /** In small letters. */
  readonly scheme: string
  /** All after the colon, as written. */
  readonly rest: string
}

export type Uri = SipUri | TelUri | OtherUri

export interface SipUriParts {
  readonly scheme?: 'sip' | 'sips'
  readonly user?: string | null
  readonly password?: string | null
  readonly host: string
  readonly port?: number | null
  readonly params?: Params
  readonly headers?: Params
}

export const sipUri = ({
  scheme = 'sip',
  user = null,
  password = null,
  host,
  port = null,
  params = noParams,
  headers = noParams,
}: SipUriParts): SipUri => ({ kind: 'sip', scheme, user, password, host, port, params, headers })

export const telUri = (number: string, params: Params = noParams): TelUri => ({
  kind: 'tel',
  scheme: 'tel',
  number,
  params,
})

/** A parameter of the URI: `null` when it stands there without a value, `undefined` when it does not. */
export const uriParam = (uri: Uri, name: string): string | null | undefined =>
  uri.kind === 'other' ? undefined : paramOf(uri.params, name)

/** The number without its visual separators: digits, `*`, `#`, letters of local numbers, `+` in front of a global one. */
export const telDigits = (uri: TelUri): string => uri.number.replace(/[-.()]/g, '')
