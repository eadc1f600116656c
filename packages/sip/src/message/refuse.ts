/** What a server refuses of a request that is well formed: RFC 3261 section 8.2, in its order. */
import type { HeaderFields } from './headers.js'
import type { SipRequest } from './message.js'

export interface Abilities {
  /** Methods that are known; one that is not is 501. */
  readonly methods: readonly string[]
  /** Those of them that are taken here, when that is not all; one that is not is 405. */
  readonly allowed?: readonly string[]
  /** Schemes of request URIs. Default sip, sips and tel. */
  readonly schemes?: readonly string[]
  /** Option tags that may be required. */
  readonly supported: readonly string[]
  /** Types of bodies, as `application/sdp`. Not looked at when it is left out. */
  readonly bodies?: readonly string[]
}

export interface Refusal {
  readonly status: 405 | 415 | 416 | 420 | 483 | 501
  readonly because: string
  /** What the response has to say: Allow, Accept, Unsupported. */
  readonly headers: HeaderFields
}

/**
 * The refusal, or `null` when nothing stands against the request. A CANCEL and an ACK are never refused for what they
 * require (section 8.2.2.3).
 *
 * @throws SipError when a header that decides is malformed: 400.
 */
export const refusalOf = (request: SipRequest, abilities: Abilities): Refusal | null => {
  const { method, uri } = request
  const { methods, allowed = methods, schemes = ['sip', 'sips', 'tel'] } = abilities
  if (!methods.includes(method)) return { status: 501, because: 'the method is not known', headers: { allow: allowed } }
  if (!allowed.includes(method))
    return { status: 405, because: 'the method is not taken here', headers: { allow: allowed } }
  if (!schemes.includes(uri.scheme))
    return { status: 416, because: `the scheme ${uri.scheme}: is not known`, headers: {} }
  if (method === 'ACK' || method === 'CANCEL') return null
  return refuseExtensions(request, abilities) ?? refuseBody(request, abilities)
}

const refuseExtensions = ({ headers }: SipRequest, { supported }: Abilities): Refusal | null => {
  const unsupported = (headers.get('require') ?? []).filter((option) => !supported.includes(option))
  if (unsupported.length === 0) return null
  return { status: 420, because: 'an extension that is required is not supported', headers: { unsupported } }
}

const refuseBody = ({ headers, body }: SipRequest, { bodies }: Abilities): Refusal | null => {
  if (bodies === undefined || body.length === 0) return null
  const isOptional = headers
    .get('contentDisposition')
    ?.params.some(({ name, value }) => name === 'handling' && value?.toLowerCase() === 'optional')
  if (isOptional === true) return null
  const encodings = (headers.get('contentEncoding') ?? []).filter((encoding) => encoding.toLowerCase() !== 'identity')
  if (encodings.length > 0)
    return {
      status: 415,
      because: 'the body is encoded',
      headers: { acceptEncoding: [{ value: 'identity', params: [] }] },
    }
  const type = headers.get('contentType')
  if (type !== undefined && bodies.includes(`${type.type}/${type.subtype}`)) return null
  const accept = bodies.map((body) => {
    const [kind = '', subtype = ''] = body.split('/')
    return { type: kind, subtype, params: [] }
  })
  return { status: 415, because: 'the type of the body is not taken', headers: { accept } }
}

/** Whether a proxy may pass the request on (section 16.3): 483 when no hop is left. */
export const hopRefusalOf = ({ headers }: SipRequest): Refusal | null =>
  headers.get('maxForwards') === 0 ? { status: 483, because: 'no hop is left', headers: {} } : null
