/**
 * Who sends a request that belongs to no dialog of ours. This is the one way in: who is not named here has reached neither a
 * trunk nor a phone.
 */
import type { SipRequest, SipResponse } from '@callweave/sip'
import { asArrived } from '@callweave/sip/dialogs'
import type { Flow } from '../flow.js'
import type { Guard } from '../guard/guard.js'
import type { Trunks } from '../trunks/trunks.js'

export type Admission =
  | { readonly who: 'phone'; readonly extension: string }
  | { readonly who: 'trunk'; readonly trunk: string }
  /** Challenged, refused, or (`null`) not answered at all; `response` is sent after `delayMs`. */
  | { readonly who: 'nobody'; readonly response: SipResponse | null; readonly delayMs: number }

export interface AdmissionParts {
  readonly guard: Pick<Guard, 'check' | 'scans' | 'logsIn'>
  readonly trunks: Pick<Trunks, 'of'>
  /** Whether a phone is registered over this very flow: such a one gives credentials even where its address is a trunk's. */
  readonly isRegistered: (from: Flow) => boolean
  /** Where we are heard over this flow. */
  readonly local: (from: Flow) => { readonly host: string; readonly port: number }
}

/** What only phones send: with credentials, whatever the address. */
const ofPhones: ReadonlySet<string> = new Set(['REGISTER', 'SUBSCRIBE', 'PUBLISH'])
/** What belongs to something that there is not. */
const strays: ReadonlySet<string> = new Set(['ACK', 'CANCEL', 'BYE', 'PRACK', 'UPDATE', 'INFO'])

/** @throws SipError when a header that decides is malformed: 400. */
export const admission = (
  request: SipRequest,
  from: Flow,
  { guard, trunks, isRegistered, local }: AdmissionParts,
): Admission => {
  const { method } = request
  const meant = asArrived(request, local(from))
  const mayBeTrunk = !ofPhones.has(method) && !strays.has(method) && !isRegistered(from) && !guard.logsIn(request)
  const trunk = mayBeTrunk ? trunks.of(meant, from) : null
  if (trunk !== null)
    return guard.scans(request, from) ? { who: 'nobody', response: null, delayMs: 0 } : { who: 'trunk', trunk }
  const verdict = guard.check(request, from, meant.uri)
  if (verdict.verdict === 'right') return verdict.identity
  return { who: 'nobody', response: verdict.response, delayMs: verdict.delayMs }
}
