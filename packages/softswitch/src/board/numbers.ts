/** Numbers as callers and carriers write them, as the center compares them. */
import { ownText } from '@callweave/core'
import { type NameAddress, type SipRequest, telDigits, type Uri } from '@callweave/sip'

/** More is no number that anybody dials. */
const mostDigits = 64

/**
 * The number or name of a URI: the user part without parameters and visual separators; empty where there is none. The center
 * remembers callers for days: of the message that a number was read from nothing stays.
 */
export const numberOf = (uri: Uri): string => ownText(userOf(uri).slice(0, mostDigits))

const userOf = (uri: Uri): string => {
  if (uri.kind === 'tel') return telDigits(uri)
  if (uri.kind === 'other') return ''
  const user = (uri.user ?? '').split(';', 1)[0] as string
  const isNumber = /^\+?[\d\-.() *#A-D]+$/.test(user)
  return isNumber ? user.replace(/[-.() ]/g, '') : user
}

/** A header that cannot be read is as good as none. */
const readable = <T>(read: () => T | undefined): T | undefined => {
  try {
    return read()
  } catch {
    return undefined
  }
}

/**
 * What was dialed: the user of the request URI; that of To, where the URI names only us, as it does where a provider calls
 * what we registered. `numbers`: those that are known to lead here; `registeredAs`: the user of what we registered.
 */
export const dialedOf = (
  { uri, headers }: SipRequest,
  numbers: readonly string[] = [],
  registeredAs: string | null = null,
): string => {
  const asked = numberOf(uri)
  const to = readable(() => headers.get('to'))
  const named = to === undefined ? '' : numberOf(to.uri)
  if (numbers.includes(asked)) return asked
  return asked === '' || asked === registeredAs || numbers.includes(named) ? named : asked
}

export interface Caller {
  /** Empty where nobody said it. */
  readonly number: string
  /** Not to be shown to others: RFC 3323, RFC 3325. */
  readonly isPrivate: boolean
}

/** Who calls. What a trusted trunk asserts (RFC 3325) goes before From, which anybody may write. */
export const callerOf = ({ headers }: SipRequest, isTrusted: boolean): Caller => {
  const asserted = isTrusted ? (readable(() => headers.get('assertedIdentity')) ?? []) : []
  const from: NameAddress | undefined = readable(() => headers.get('from'))
  const number = [...asserted, ...(from === undefined ? [] : [from])]
    .map(({ uri }) => numberOf(uri))
    .find((each) => each !== '')
  const privacy = readable(() => headers.get('privacy')) ?? []
  const isPrivate = privacy.some((each) => each !== 'none')
  const isAnonymous = number?.toLowerCase() === 'anonymous'
  return { number: isAnonymous ? '' : (number ?? ''), isPrivate: isPrivate || isAnonymous }
}
