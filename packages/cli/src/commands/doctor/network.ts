/** Whether the address is ours and its ports are free; ports that our own running center has are as they should be. */
import { createSocket } from 'node:dgram'
import { createServer, isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'
import { takeSamePort } from '@callweave/server'
import { apiPath, openClient } from '@callweave/server/client'
import type { Context } from '../../frame/command.js'
import { formatHostPort } from '../../values/address.js'
import { type Finding, failed, fine, warning } from './finding.js'

export interface Listen {
  readonly host: string
  readonly port: number
}

export interface NetworkOptions {
  readonly listens: readonly Listen[]
  /** Each takes the next port, too. */
  readonly hasTls: boolean
  readonly rtpPorts: { readonly from: number; readonly to: number }
  readonly folder: string
}

/** Pairs of media ports that are tried, spread over the range. */
const tries = 32

/** Of each address by itself, then of the media, which come to all of them. */
export const checkNetwork = async (options: NetworkOptions, context: Context): Promise<readonly Finding[]> => {
  const { listens, hasTls } = options
  const { doctor } = context.words
  const findings: Finding[] = []
  const ours: Listen[] = []
  for (const [place, listen] of listens.entries()) {
    const other = listens.slice(0, place).find((each) => takeSamePort(each, listen, hasTls))
    if (other !== undefined) {
      const found = doctor.listenedTwice({ at: formatHostPort(listen), other: formatHostPort(other) })
      findings.push(failed('address', found, doctor.listenedTwiceRemedy))
      continue
    }
    const checked = await checkListen(listen, options, context)
    if (checked.isOurs) ours.push(listen)
    findings.push(...checked.findings)
  }
  const hosts = [...new Set(ours.map(({ host }) => host))]
  for (const host of hosts) findings.push(await checkMedia(host, hosts.length > 1, options, context))
  return findings
}

const checkListen = async (
  { host, port }: Listen,
  { hasTls, folder }: NetworkOptions,
  { words: { doctor } }: Context,
): Promise<{ readonly isOurs: boolean; readonly findings: readonly Finding[] }> => {
  const bound = [
    { port, code: await bindUdp(host, port) },
    { port, code: await bindTcp(host, port) },
    ...(hasTls && port !== 0 ? [{ port: port + 1, code: await bindTcp(host, port + 1) }] : []),
  ]
  const refused = bound.flatMap(({ port: at, code }) =>
    code === null ? [] : [{ at: formatHostPort({ host, port: at }), code }],
  )
  if (refused.some(({ code }) => code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')) {
    const remedy = doctor.addressRemedy({ addresses: ownAddresses().join(', ') })
    return { isOurs: false, findings: [failed('address', doctor.notOurs({ host }), remedy)] }
  }
  const findings = [addressOf(host, doctor)]
  const [first] = refused
  if (first === undefined) findings.push(fine('sip-port', doctor.portFree({ at: formatHostPort({ host, port }) })))
  else if (await isRunning(folder)) findings.push(fine('sip-port', doctor.ourOwn))
  else findings.push(failed('sip-port', doctor.portTaken(first), doctor.portRemedy({ port })))
  return { isOurs: true, findings }
}

const checkMedia = async (
  host: string,
  isOneOfSeveral: boolean,
  { rtpPorts, folder }: NetworkOptions,
  { words: { doctor } }: Context,
): Promise<Finding> => {
  const taken = await countTaken(host, rtpPorts)
  const range = `UDP ${isOneOfSeveral ? `${host} ` : ''}${rtpPorts.from}-${rtpPorts.to}`
  if (taken === 0 || (await isRunning(folder))) return fine('rtp-ports', range)
  const found = doctor.rtpTaken({ range, taken, tries })
  return taken === tries ? failed('rtp-ports', found, doctor.rtpRemedy) : warning('rtp-ports', found, doctor.rtpRemedy)
}

const addressOf = (host: string, doctor: Context['words']['doctor']): Finding => {
  if (host === '0.0.0.0' || host === '::')
    return warning(
      'address',
      doctor.everywhere({ host }),
      doctor.everywhereRemedy({ addresses: ownAddresses().join(', ') }),
    )
  const isLoopback = host === 'localhost' || host.startsWith('127.') || host === '::1'
  return fine('address', isLoopback ? doctor.loopback({ host }) : host)
}

const ownAddresses = (): readonly string[] =>
  Object.values(networkInterfaces()).flatMap((all) =>
    (all ?? []).filter(({ internal, family }) => !internal && family === 'IPv4').map(({ address }) => address),
  )

const isRunning = async (folder: string): Promise<boolean> => {
  const client = openClient(apiPath(folder))
  try {
    await client.health()
    return true
  } catch {
    return false
  } finally {
    client.close()
  }
}

/** `null` where it can be had, else the system's code. */
const bindUdp = (host: string, port: number): Promise<string | null> =>
  new Promise((done) => {
    const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4')
    socket.once('error', ({ code }: NodeJS.ErrnoException) => {
      socket.close()
      done(code ?? 'error')
    })
    socket.bind({ address: host, port, exclusive: true }, () => socket.close(() => done(null)))
  })

const bindTcp = (host: string, port: number): Promise<string | null> =>
  new Promise((done) => {
    const server = createServer()
    server.once('error', ({ code }: NodeJS.ErrnoException) => done(code ?? 'error'))
    server.listen({ host, port, exclusive: true }, () => server.close(() => done(null)))
  })

const countTaken = async (host: string, { from, to }: NetworkOptions['rtpPorts']): Promise<number> => {
  let taken = 0
  for (let i = 0; i < tries; i += 1) {
    const port = from + Math.floor(((to - from) * i) / (tries - 1))
    if ((await bindUdp(host, port)) !== null) taken += 1
  }
  return taken
}
