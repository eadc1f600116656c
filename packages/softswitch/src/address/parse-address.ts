/** IPv4 and IPv6 addresses as numbers: RFC 4291 section 2.2. */

/** Groups of 16 bits: two of an IPv4 address, eight of an IPv6 one. */
export type Groups = readonly number[]

/** `null` for what is no address. The zone of a link-local one is left out; `::ffff:192.0.2.1` is 192.0.2.1. */
export const parseAddress = (text: string): Groups | null => {
  if (text.length > 80) return null
  if (!text.includes(':')) return parseQuad(text)
  const [plain = ''] = text.split('%', 1)
  const groups = parseGroups(plain)
  if (groups === null) return null
  const isMapped = groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0)
  return isMapped ? groups.slice(6) : groups
}

const parseQuad = (text: string): Groups | null => {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number)
  if (parts === undefined || parts.some((part) => part > 255)) return null
  const [a = 0, b = 0, c = 0, d = 0] = parts
  return [a * 256 + b, c * 256 + d]
}

const parseGroups = (text: string): Groups | null => {
  const halves = text.split('::')
  const [head, tail] = halves.map(readGroups)
  if (halves.length > 2 || head === undefined || head === null || tail === null) return null
  if (tail === undefined) return head.length === 8 ? head : null
  const zeros = 8 - head.length - tail.length
  return zeros < 1 ? null : [...head, ...new Array<number>(zeros).fill(0), ...tail]
}

/** Groups between colons; the last of all may be a dotted quad. */
const readGroups = (text: string): Groups | null => {
  if (text === '') return []
  const groups: number[] = []
  const parts = text.split(':')
  for (const [i, part] of parts.entries()) {
    const quad = i === parts.length - 1 && part.includes('.') ? parseQuad(part) : null
    if (quad !== null) groups.push(...quad)
    else if (/^[0-9a-fA-F]{1,4}$/.test(part)) groups.push(Number.parseInt(part, 16))
    else return null
  }
  return groups
}

/**
 * Whom a count of strangers counts: an IPv4 address, or the first 64 bits of an IPv6 one, all of which one customer has (RFC
 * 6177).
 */
export const networkOf = (source: string): string => {
  const groups = parseAddress(source)
  if (groups === null) return source.slice(0, 80)
  if (groups.length === 2) return groups.flatMap((group) => [group >> 8, group & 255]).join('.')
  return `${groups
    .slice(0, 4)
    .map((group) => group.toString(16))
    .join(':')}::/64`
}
