/** Whom a request is for that a strict router has had: RFC 3261 sections 12.2.1.1 and 16.4. */
import type { SipRequest } from '../message/message.js'
import { type Uri, uriParam } from '../uri/uri.js'

/**
 * The target of a request that came. A strict router puts the route that is next into the request URI, and so does whoever
 * has an outbound proxy configured without `lr`: the target then ends the Route. Where the request URI is no route of ours,
 * which has `lr` or no user part, it is the target, and routes in front of it are none of our concern.
 *
 * @throws SipError `bad-header` (400) when the Route that decides is malformed.
 */
export const arrivedFor = ({ uri, headers }: SipRequest, isOurs: (uri: Uri) => boolean): Uri => {
  if (uri.kind !== 'sip' || !headers.has('route')) return uri
  const isLoose = uriParam(uri, 'lr') !== undefined
  if ((!isLoose && uri.user !== null) || !isOurs(uri)) return uri
  const target = headers.need('route').at(-1)?.uri
  if (target === undefined) return uri
  // Without `lr` it may be the domain itself, with a proxy on the way: taken for a route only before somebody of ours.
  const isForUs = target.kind === 'sip' && target.user !== null && isOurs(target)
  return isLoose || isForUs ? target : uri
}

/**
 * The request with whom it is for as its URI, heard at this address of ours.
 *
 * @throws SipError as `arrivedFor`.
 */
export const asArrived = (
  request: SipRequest,
  { host, port }: { readonly host: string; readonly port: number },
): SipRequest => {
  const isOurs = (uri: Uri): boolean =>
    uri.kind === 'sip' &&
    uri.host.toLowerCase() === host.toLowerCase() &&
    (uri.port ?? (uri.scheme === 'sips' ? 5061 : 5060)) === port
  const uri = arrivedFor(request, isOurs)
  return uri === request.uri ? request : { ...request, uri }
}
