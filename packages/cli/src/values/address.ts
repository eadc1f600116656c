import { isIP } from 'node:net'
import type { Kind } from './kind.js'

export interface HostPort {
  readonly host: string
  /** Left out: whatever is usual. */
  readonly port?: number
}

const named = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*$/i

/** `127.0.0.1`, `127.0.0.1:5060`, `[::1]:5060`, `:5060`, or a name in place of the address. */
export const hostPort = (): Kind<HostPort> => ({
  expected: ({ kinds }) => kinds.hostPort,
  parse: (text) => {
    const [, v6, plain, digits] = /^(?:\[([0-9a-f:.]+)\]|([^:[\]]*))(?::(\d{1,5}))?$/i.exec(text) ?? []
    const host = v6 ?? (plain === '' && digits !== undefined ? '127.0.0.1' : plain)
    if (host === undefined || (v6 === undefined ? !isHost(host) : isIP(host) !== 6)) return undefined
    const port = digits === undefined ? undefined : Number(digits)
    if (port !== undefined && port > 65_535) return undefined
    return { host, ...(port === undefined ? {} : { port }) }
  },
  meant: (text) => (isIP(text) === 6 ? `[${text}]` : undefined),
})

/** `127.0.0.1:5060`, `[::1]:5060`: as it is read again. */
export const formatHostPort = ({ host, port }: { readonly host: string; readonly port: number }): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`

const isHost = (text: string): boolean => isIP(text) === 4 || (named.test(text) && !/^[\d.]+$/.test(text))

export interface PortRange {
  readonly from: number
  readonly to: number
}

/** `16384-17383`: both ends included, RTP and RTCP of each leg among them. */
export const portRange = (): Kind<PortRange> => ({
  expected: ({ kinds }) => kinds.portRange,
  parse: (text) => {
    const [, from, to] = /^(\d{1,5})-(\d{1,5})$/.exec(text) ?? []
    const range = { from: Number(from), to: Number(to) }
    return range.from >= 1_024 && range.to <= 65_535 && range.to - range.from >= 3 ? range : undefined
  },
})

export interface Advertised {
  readonly network: string
  readonly host: string
}

/** `203.0.113.7` for everybody, `10.0.0.0/8=10.1.2.3` for who is there. */
export const advertised = (): Kind<Advertised> => ({
  expected: ({ kinds }) => kinds.advertised,
  parse: (text) => {
    const [host = '', network, more] = text.split('=').reverse()
    const family = isIP(host)
    if (family === 0 || more !== undefined) return undefined
    if (network === undefined) return { network: family === 6 ? '::/0' : '0.0.0.0/0', host }
    const [address = '', bits, rest] = network.split('/')
    const isBits = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 6 ? 128 : 32))
    return isIP(address) === family && isBits && rest === undefined ? { network, host } : undefined
  },
})
