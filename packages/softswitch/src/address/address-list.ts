/** Lists of addresses that are known: single ones and ranges (RFC 4632, RFC 4291 section 2.3), with or without a port. */
import { CallweaveError } from '@callweave/core'
import { createRecent } from '../recent.js'
import { type Groups, parseAddress } from './parse-address.js'

export interface ListedAddress {
  /** `192.0.2.7`, `192.0.2.0/24`, `2001:db8::7`, `2001:db8::/32`. */
  readonly network: string
  /** Only from this port. Left out: from any. */
  readonly port?: number
}

export interface AddressList {
  /**
   * How closely the list names the address: bits of the narrowest range that holds it, doubled, and one more where the port
   * is named; -1 for not at all.
   */
  closeness(source: string, port: number): number
  has(source: string, port: number): boolean
}

/** Each message is asked about several times, and most come from a few addresses. */
const mostRead = 256

interface Range {
  readonly groups: Groups
  readonly bits: number
  readonly port: number | undefined
}

/** @throws CallweaveError `definition-invalid` for what is no address, and for more bits than it has. */
export const createAddressList = (listed: readonly ListedAddress[]): AddressList => {
  const ranges = listed.map(rangeOf)
  const read = createRecent(mostRead, (source) => ({ groups: parseAddress(source) }))
  const closeness = (source: string, port: number): number => {
    if (ranges.length === 0) return -1
    const { groups } = read.need(source)
    if (groups === null) return -1
    return ranges.reduce((most, range) => Math.max(most, closenessOf(range, groups, port)), -1)
  }
  return { closeness, has: (source, port) => closeness(source, port) >= 0 }
}

const rangeOf = ({ network, port }: ListedAddress): Range => {
  const [address = '', length, more] = network.split('/')
  const groups = parseAddress(address)
  const most = (groups?.length ?? 0) * 16
  const bits = length === undefined ? most : /^\d{1,3}$/.test(length) ? Number(length) : -1
  const isPort = port === undefined || (Number.isInteger(port) && port > 0 && port <= 65_535)
  if (groups === null || bits < 0 || bits > most || more !== undefined || !isPort)
    throw new CallweaveError('definition-invalid', {
      message: 'this is no address and no range of addresses',
      found: port === undefined ? network : `${network} port ${port}`,
      expected: '192.0.2.7, 192.0.2.0/24, 2001:db8::7 or 2001:db8::/32, and a port from 1 to 65535',
    })
  return { groups, bits, port }
}

const closenessOf = (range: Range, groups: Groups, port: number): number => {
  const isIn = groups.length === range.groups.length && sameBits(range.groups, groups, range.bits)
  if (!isIn || (range.port !== undefined && range.port !== port)) return -1
  return range.bits * 2 + (range.port === undefined ? 0 : 1)
}

const sameBits = (a: Groups, b: Groups, bits: number): boolean =>
  a.every((group, i) => {
    const left = Math.min(16, bits - i * 16)
    return left <= 0 || (group ^ (b[i] ?? 0)) >> (16 - left) === 0
  })
