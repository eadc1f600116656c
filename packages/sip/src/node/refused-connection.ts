/** Why a connection could not be made secure, in words: RFC 5922 sections 7 and 8. */
import { CallweaveError } from '@callweave/core'
import type { SipPeer } from './transport.js'

export interface RefusedConnection {
  readonly peer: SipPeer
  /** `them`: we do not take their certificate. `us`: they do not take ours. */
  readonly refused: 'them' | 'us'
  readonly error: CallweaveError
}

interface Words {
  readonly message: string
  readonly remedy: string
}

const anotherName: Words = {
  message: 'its certificate is for another name',
  remedy: 'Name it as its certificate does: an address is not enough where only a name stands there',
}
const untrusted: Words = {
  message: 'its certificate is signed by nobody whom we trust',
  remedy: 'Set NODE_EXTRA_CA_CERTS to a PEM file with the certificate of whoever signed it, and start again',
}
const outdated: Words = {
  message: 'its certificate is not valid now',
  remedy: 'See the clock of this machine; else it needs a new certificate',
}

const theirs: Readonly<Record<string, Words>> = {
  ERR_TLS_CERT_ALTNAME_INVALID: anotherName,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  UNABLE_TO_GET_ISSUER_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  CERT_HAS_EXPIRED: outdated,
  CERT_NOT_YET_VALID: outdated,
}

/** Alerts by which the other side says that it does not take a certificate: RFC 8446 section 6.2. */
const alert = /ALERT_(?:BAD_CERTIFICATE|UNKNOWN_CA|CERTIFICATE_(?:EXPIRED|UNKNOWN|REVOKED)|UNSUPPORTED_CERTIFICATE)$/

/** `null` where it is no certificate that it failed for. */
export const refusedConnection = (peer: SipPeer, failure: NodeJS.ErrnoException): RefusedConnection | null => {
  const { code = '' } = failure
  const where = `TLS ${peer.serverName ?? peer.source}`
  const words = theirs[code]
  const told = { where, found: failure.message.slice(0, 300), cause: failure }
  if (words !== undefined)
    return { peer, refused: 'them', error: new CallweaveError('peer-failed', { ...told, ...words }) }
  if (!alert.test(code)) return null
  return {
    peer,
    refused: 'us',
    error: new CallweaveError('peer-failed', {
      ...told,
      message: 'it does not take our certificate',
      remedy: 'Have it trust whoever signed the certificate, and reach us by a name or an address that stands in it',
    }),
  }
}
