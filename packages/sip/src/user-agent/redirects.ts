/** Where a refusal points: RFC 3261 section 8.1.3.4. */
import type { Contact } from '../headers/address.js'
import type { SipResponse } from '../message/message.js'
import type { Uri } from '../uri/uri.js'
import { orNull } from './or-null.js'
import { withoutHeaders } from './replaces.js'

const mostContacts = 5

/** Where a 3xx points, the preferred first. */
export const contactsOf = ({ headers }: SipResponse): Uri[] => {
  const contacts = orNull(() => headers.get('contact')) ?? []
  if (contacts === '*') return []
  const rank = ({ q }: Contact): number => -(q ?? 1)
  return [...contacts]
    .sort((a, b) => rank(a) - rank(b))
    .slice(0, mostContacts)
    .map(({ uri }) => withoutHeaders(uri))
}
