/** A port that the system gives, for UDP and TCP alike. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { type AddressInfo, createServer, isIPv6 } from 'node:net'
import { CallweaveError } from '@callweave/core'

/**
 * One that is free over UDP and TCP; for TLS the next one, too.
 *
 * @throws CallweaveError `peer-failed` where none is, and where the address cannot be listened at.
 */
export const freePort = async (host: string, hasTls: boolean): Promise<number> => {
  for (let tried = 0; tried < 20; tried += 1) {
    const server = createServer().listen({ host, port: 0, exclusive: true })
    await once(server, 'listening').catch((cause: NodeJS.ErrnoException) => {
      const where = `TCP ${host}:0`
      throw new CallweaveError('peer-failed', { where, message: 'cannot listen there', found: cause.code, cause })
    })
    const { port } = server.address() as AddressInfo
    const isFree = (await isFreeUdp(host, port)) && (!hasTls || (port < 65_535 && (await isFreeTcp(host, port + 1))))
    server.close()
    await once(server, 'close')
    if (isFree) return port
  }
  throw new CallweaveError('peer-failed', { where: host, message: 'no port is free here' })
}

const isFreeUdp = async (host: string, port: number): Promise<boolean> => {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4')
  const isFree = await new Promise<boolean>((done) => {
    socket.once('error', () => done(false))
    socket.bind({ address: host, port, exclusive: true }, () => done(true))
  })
  socket.close()
  return isFree
}

const isFreeTcp = async (host: string, port: number): Promise<boolean> => {
  const server = createServer()
  const isFree = await new Promise<boolean>((done) => {
    server.once('error', () => done(false))
    server.listen({ host, port, exclusive: true }, () => done(true))
  })
  server.close()
  return isFree
}
