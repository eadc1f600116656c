import { address, type HeaderFields, type NameAddress, type SipUri, sipUri } from '@callweave/sip'

/** Who calls, as the called may see it: RFC 3323 and 3325. Only carriers are told who does not want to be shown. */
export const shown = (
  number: string,
  host: string,
  isPrivate: boolean,
  isCarrier: boolean,
): { readonly from: NameAddress; readonly headers: HeaderFields } => {
  const identity: SipUri = sipUri({ user: number === '' ? null : number, host })
  const anonymous = sipUri({ user: 'anonymous', host: 'anonymous.invalid' })
  const isHidden = isPrivate || number === ''
  const asserted = isCarrier && number !== '' ? { assertedIdentity: [address(identity)] } : {}
  return {
    from: isHidden ? address(anonymous, 'Anonymous') : address(identity, isCarrier ? null : number),
    headers: isHidden && isCarrier ? { ...asserted, privacy: ['id'] } : asserted,
  }
}
