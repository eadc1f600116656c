/** The addresses that a center listens at, looked over before a socket is opened. */
import { lookup } from 'node:dns/promises'
import { isIP, isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'
import { CallweaveError } from '@callweave/core'

export interface ListenAddress {
  /** An address of this machine, or a name of one. Default `127.0.0.1`. */
  readonly host?: string
  /** For SIP; default 5060, 0 takes a free one. With TLS the next one is taken, too. */
  readonly port?: number
}

/** One of them, as it was asked for and as it is bound. */
export interface Asked {
  readonly host: string
  readonly port: number
  /** As it was written, for whoever has to find it again. */
  readonly text: string
}

export const hostPortText = (host: string, port: number): string =>
  isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`

/** Where an error is: the option that names it. */
const listenOption = ({ text }: Asked): string => `--listen ${text}`

/**
 * The addresses, names looked up.
 *
 * @throws CallweaveError `peer-failed` for a name without an address, `out-of-range` for two that would take the same port; `where`
 * names the one.
 */
export const listensOf = async (asked: readonly ListenAddress[], hasTls: boolean): Promise<readonly Asked[]> => {
  const listens: Asked[] = []
  for (const { host = '127.0.0.1', port = 5060 } of asked) {
    const text = hostPortText(host, port)
    const one = { host: await addressOf(host, `--listen ${text}`), port, text }
    const other = listens.find((each) => takeSamePort(each, one, hasTls))
    if (other !== undefined) throw refuseTwice(one, other)
    listens.push(one)
  }
  return listens
}

const isAny = (host: string): boolean => host === '0.0.0.0' || host === '::'

/** What the system said of one of them, by the name of its option. Everything else is given back as it is. */
export const namedRefusal = (error: unknown, listens: readonly Asked[]): unknown => {
  if (!(error instanceof CallweaveError)) return error
  const { found, where = '' } = error.parts
  const asked = listens.find(({ host, port }) => [port, port + 1].some((each) => where.endsWith(` ${host}:${each}`)))
  if (asked === undefined) return error
  const named = { ...error.parts, where: `${listenOption(asked)} (${where})` }
  if (found === 'EADDRINUSE')
    return new CallweaveError(error.code, {
      ...named,
      message: 'another program has this port',
      remedy: 'Is this center, or another, running already? Else take another port: cc start --listen 127.0.0.1:5070',
    })
  if (found === 'EADDRNOTAVAIL')
    return new CallweaveError(error.code, {
      ...named,
      message: 'this is no address of this machine',
      expected: ownAddresses().join(', '),
      remedy: 'Listen at one that is; where phones reach you is --advertise',
    })
  return new CallweaveError(error.code, named)
}

const ownAddresses = (): readonly string[] =>
  Object.values(networkInterfaces())
    .flatMap((all) => (all ?? []).map(({ address }) => address))
    .filter((address) => !address.startsWith('fe80'))

/** A socket at `::` has the ports of IPv4 as well. */
const covers = (a: string, b: string): boolean =>
  a === b || a === '::' || b === '::' || (isIPv6(a) === isIPv6(b) && (isAny(a) || isAny(b)))

interface At {
  readonly host: string
  readonly port: number
}

const portsOf = ({ port }: At, hasTls: boolean): readonly number[] => (hasTls ? [port, port + 1] : [port])

/** Whether two addresses cannot be listened at together; ports of 0 are chosen apart. */
export const takeSamePort = (a: At, b: At, hasTls: boolean): boolean => {
  if (!covers(a.host, b.host) || a.port === 0 || b.port === 0) return false
  const taken = portsOf(b, hasTls)
  return portsOf(a, hasTls).some((port) => taken.includes(port))
}

const refuseTwice = (one: Asked, other: Asked): CallweaveError =>
  new CallweaveError('out-of-range', {
    where: listenOption(one),
    message: `this is listened at already, by --listen ${other.text}`,
    found: one.text,
    expected: 'another address, or another port; with a certificate the next port is taken, too',
    remedy: 'Leave one of them out: 0.0.0.0 has every IPv4 address, [::] those of IPv6 as well',
  })

const addressOf = async (host: string, where: string): Promise<string> => {
  if (isIP(host) !== 0) return host
  try {
    return (await lookup(host)).address
  } catch (cause) {
    throw new CallweaveError('peer-failed', { where, message: 'no address is known of this name', cause })
  }
}
