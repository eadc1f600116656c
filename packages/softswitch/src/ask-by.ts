import type { HeaderFields, SipRequest } from '@callweave/sip'
import type { UserAgent } from '@callweave/sip/user-agent'
import type { Outcome } from './ask.js'
import type { Flow } from './flow.js'

/** Sends a request that is whole, and `more` in it, by the user agent, which puts its own Via in place of the one that is there. */
export const askBy = (
  agent: UserAgent<Flow>,
  request: SipRequest,
  peer: Flow | null,
  answered: (outcome: Outcome) => void,
  more: HeaderFields = {},
): void => {
  const { via: _, contentLength: __, ...headers } = request.headers.all()
  const { method, uri, body } = request
  const where = peer === null ? {} : { peer }
  agent.request({ method, uri, headers: { ...headers, ...more }, body, ...where, answered, failed: answered })
}
