/** Which of our addresses somebody sees: behind NAT and in containers it is another than the one we listen on. */

/** What to tell to peers of one network. */
export interface AdvertisedNetwork {
  /** `192.0.2.0/24`, `2001:db8::/32`; `0.0.0.0/0` for all others. The first that holds the peer counts. */
  readonly network: string
  /** The address that peers there reach us at. */
  readonly host: string
}

/** 4 or 16 numbers; null for what is no address. */
const bytesOf = (address: string): readonly number[] | null => {
  if (!address.includes(':')) {
    const parts = address.split('.').map(Number)
    const isRight = parts.length === 4 && parts.every((part) => Number.isInteger(part) && part >= 0 && part < 256)
    return isRight && /^[\d.]+$/.test(address) ? parts : null
  }
  const halves = address.split('::')
  if (halves.length > 2) return null
  const [head, tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const missing = 8 - (head as readonly string[]).length - tail.length
  if (halves.length === 1 ? missing !== 0 : missing < 1) return null
  const groups = [...(head as readonly string[]), ...new Array<string>(missing).fill('0'), ...tail]
  if (!groups.every((group) => /^[\da-f]{1,4}$/i.test(group))) return null
  return groups.flatMap((group) => {
    const value = Number.parseInt(group, 16)
    return [value >> 8, value & 255]
  })
}

/** Whether an address lies in a network; never where either cannot be read. */
export const isInNetwork = (address: string, network: string): boolean => {
  const [base = '', length] = network.split('/')
  const bytes = bytesOf(address)
  const start = bytesOf(base)
  if (bytes === null || start === null || bytes.length !== start.length) return false
  const bits = length === undefined ? bytes.length * 8 : Number(length)
  if (!Number.isInteger(bits) || bits < 0 || bits > bytes.length * 8) return false
  return bytes.every((byte, i) => {
    const left = Math.min(8, Math.max(0, bits - i * 8))
    return (byte ^ (start[i] as number)) >> (8 - left) === 0
  })
}

/** The host that a peer is to be told. */
export const hostFor = (peer: string, advertise: readonly AdvertisedNetwork[], own: string): string =>
  advertise.find(({ network }) => isInNetwork(peer, network))?.host ?? own
