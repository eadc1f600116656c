/**
 * A proxy that stays in the way (Record-Route, RFC 3261 section 16.6), made of the npm package `sip`, in a process of its own:
 * `npm-proxy.program.ts ADDRESS PORT`. The address has to be one that nobody else has: the package takes every port of its
 * host name for itself. Tells by messages what goes by; is told by messages where the calls of a user go.
 */
import type { EventEmitter } from 'node:events'
import { createRequire } from 'node:module'
import type { NpmAddress, NpmMessage } from './npm-sip.js'

interface NpmProxy {
  start(options: object, came: (request: NpmMessage) => void): void
  send(message: NpmMessage): void
}

const require = createRequire(import.meta.url)
/** `isRouted`: it came with a Route. */
type ProxyNews =
  | { readonly what: 'ready' }
  | { readonly what: 'request'; readonly method: string; readonly isRouted: boolean }

const tell = (news: ProxyNews): void => void process.send?.(news)

// It does not say when it listens, and what comes before is lost.
const dgram = require('node:dgram') as { createSocket: (...of: readonly unknown[]) => EventEmitter }
const { createSocket } = dgram
dgram.createSocket = (...of) => createSocket(...of).once('listening', () => tell({ what: 'ready' }))

const proxy = require('sip/proxy') as NpmProxy
const { parseUri } = require('sip') as { parseUri(uri: string | undefined): { user?: string; host: string } }

const [, , address = '', port = ''] = process.argv
const ways = new Map<string, string>()
process.on('message', ({ user, to }: { readonly user: string; readonly to: string }) => void ways.set(user, to))
process.on('disconnect', () => process.exit())

proxy.start({ address, publicAddress: address, port: Number(port), tcp: false }, (request) => {
  const { method = '', headers } = request
  const { route = [], ...others } = headers as typeof headers & { readonly route?: readonly NpmAddress[] }
  tell({ what: 'request', method, isRouted: route.length > 0 })
  const { user = '', host } = parseUri(request.uri)
  const uri = host === address ? `sip:${user}@${ways.get(user) ?? 'nowhere.invalid'}` : request.uri
  const onward = route.filter((one) => parseUri(one.uri).host !== address)
  const isFirst = headers.to.params?.tag === undefined && method === 'INVITE'
  const more = {
    ...(onward.length > 0 ? { route: onward } : {}),
    ...(isFirst ? { 'record-route': [{ uri: `sip:${address}:${port};lr` }] } : {}),
  }
  proxy.send({ ...request, ...(uri === undefined ? {} : { uri }), headers: { ...others, ...more } })
})
