/** Ports and folders of a test's own. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'

export const host = '127.0.0.1'

/** A port that is free for UDP and TCP, and so is the next one for TCP: baresip takes it for TLS, and goes on without. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const socket = createSocket('udp4')
    socket.bind(0, host)
    await once(socket, 'listening')
    const { port } = socket.address()
    const isFree = port < 65_535 && (await isFreeForTcp(port)) && (await isFreeForTcp(port + 1))
    socket.close()
    await once(socket, 'close')
    if (isFree) return port
  }
}

const isFreeForTcp = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const server = createServer()
    server.once('error', () => done(false))
    server.listen({ port, host, exclusive: true }, () => server.close(() => done(true)))
  })

export const waits = (ms: number): Promise<void> => new Promise((done) => void setTimeout(done, ms))

/** Asks every 20 ms. @throws what is said of it when that was never so. */
export const until = async <T>(what: string, ask: () => T | undefined | null | false, forMs = 15_000): Promise<T> => {
  const endMs = performance.now() + forMs
  for (;;) {
    const got = ask()
    if (got !== undefined && got !== null && got !== false) return got
    if (performance.now() > endMs) throw new Error(`this did not come: ${what}`)
    await waits(20)
  }
}

/** Resolves when somebody has that UDP port: a program that was started takes its time on a busy machine. */
export const listens = async (port: number): Promise<void> => {
  const endMs = performance.now() + 15_000
  for (;;) {
    const socket = createSocket('udp4')
    const isTaken = await new Promise<boolean>((done) => {
      socket.once('error', () => done(true))
      socket.bind({ port, address: host, exclusive: true }, () => done(false))
    })
    socket.close()
    if (isTaken) return
    if (performance.now() > endMs) throw new Error(`nobody listens at port ${port}`)
    await waits(50)
  }
}
