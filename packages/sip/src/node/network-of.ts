/** Whom a limit of connections counts. */
import { isIPv6 } from 'node:net'

/** The address, or of an IPv6 one its first 64 bits: one customer has all addresses of them (RFC 6177). */
export const networkOf = (address: string): string => {
  if (!isIPv6(address)) return address
  const [plain = ''] = address.split('%', 1)
  const [before = '', after = ''] = plain.split('::', 2)
  const head = groupsOf(before)
  const tail = groupsOf(after)
  // A dotted quad at the end is two groups, which is too far behind to matter.
  const zeros = Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0')
  return `${[...head, ...zeros, ...tail].slice(0, 4).join(':')}::/64`
}

const groupsOf = (text: string): readonly string[] => (text === '' ? [] : text.split(':'))
