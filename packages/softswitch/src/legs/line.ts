import type { SipCall } from '@callweave/sip/user-agent'
import type { Flow } from '../flow.js'

/** A call of the user agent, whatever its transport. */
export type Line = SipCall<Flow>
