/** Whether the address is ours and its ports are free; ports that our own running center has are as they should be. */
import { createSocket } from 'node:dgram'
import { createServer, isIPv6 } from 'node:net'
import { networkInterfaces } from 'node:os'
import { apiPath, openClient } from '@callweave/server/client'
import type { Context } from '../../frame/command.js'
import { type Finding, failed, fine, warning } from './finding.js'

export interface NetworkOptions {
  readonly listen: { readonly host: string; readonly port: number }
  readonly rtpPorts: { readonly from: number; readonly to: number }
  readonly folder: string
}

/** Pairs of media ports that are tried, spread over the range. */
const tries = 32

export const checkNetwork = async (
  options: NetworkOptions,
  { words: { doctor } }: Context,
): Promise<readonly Finding[]> => {
  const { listen, rtpPorts, folder } = options
  const { host, port } = listen
  const at = isIPv6(host) ? `[${host}]:${port}` : `${host}:${port}`
  const reasons = [await bindUdp(host, port), await bindTcp(host, port)].filter((one) => one !== null)
  if (reasons.includes('EADDRNOTAVAIL') || reasons.includes('ENOTFOUND'))
    return [failed('address', doctor.notOurs({ host }), doctor.addressRemedy({ addresses: ownAddresses().join(', ') }))]
  const findings: Finding[] = [addressOf(host, doctor)]
  if (reasons.length === 0) findings.push(fine('sip-port', doctor.portFree({ at })))
  else if (await isRunning(folder)) findings.push(fine('sip-port', doctor.ourOwn))
  else {
    const [code = ''] = reasons
    findings.push(failed('sip-port', doctor.portTaken({ at, code }), doctor.portRemedy({ port })))
  }
  const taken = await countTaken(host, rtpPorts)
  const range = `UDP ${rtpPorts.from}-${rtpPorts.to}`
  const all = taken === tries
  if (taken === 0 || (await isRunning(folder))) findings.push(fine('rtp-ports', range))
  else if (all) findings.push(failed('rtp-ports', doctor.rtpTaken({ range, taken, tries }), doctor.rtpRemedy))
  else findings.push(warning('rtp-ports', doctor.rtpTaken({ range, taken, tries }), doctor.rtpRemedy))
  return findings
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
