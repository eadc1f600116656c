import type { Peer, SipCall } from '@callweave/sip/user-agent'

/** A call of the user agent, whatever its transport. */
export type Line = SipCall<Peer>
