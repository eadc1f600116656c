/** Replaces, as a header of a request and as one that stands in the URI of a REFER: RFC 3891, RFC 3261 section 19.1.5. */
import { type Dialog, dialogKey } from '../dialogs/dialog.js'
import type { DialogName } from '../headers/event.js'
import { knownHeader } from '../headers/names.js'
import { headerKinds } from '../headers/table.js'
import { defaultLimits } from '../limits.js'
import { lineOf } from '../message/build.js'
import { LazyHeaders } from '../message/headers.js'
import type { SipUri, Uri } from '../uri/uri.js'

/** The dialog as the far end knows it, who is asked to replace it. */
export const nameForThem = ({ callId, localTag, remoteTag }: Dialog): DialogName => ({
  callId,
  toTag: remoteTag,
  fromTag: localTag,
  params: [],
})

/** Under which a dialog that this header names is found here. */
export const keyNamed = ({ callId, toTag, fromTag }: DialogName): string => dialogKey(callId, toTag, fromTag)

/** What the URI of a REFER names, `null` when it names none. @throws SipError when it is malformed: 400. */
export const replacesIn = (uri: Uri): DialogName | null => {
  const text = uri.kind === 'sip' ? uri.headers.find(({ name }) => name.toLowerCase() === 'replaces')?.value : undefined
  if (text === undefined || text === null) return null
  return new LazyHeaders([lineOf('Replaces', knownHeader('replaces'), text)], defaultLimits, 400).need('replaces')
}

/** The URI with this Replaces and no other header. @throws SipError `bad-value` when it cannot be written. */
export const withReplaces = (uri: SipUri, name: DialogName): SipUri => {
  const [value = ''] = headerKinds.replaces.write(name)
  return { ...uri, headers: [{ name: 'Replaces', value }] }
}

/** Of which a request may be made. */
export const withoutHeaders = (uri: Uri): Uri =>
  uri.kind === 'sip' && uri.headers.length > 0 ? { ...uri, headers: [] } : uri
