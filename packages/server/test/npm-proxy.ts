/** Runs a proxy made of the npm package `sip`: every request of a call goes by it. */
import { fork } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** As the program tells it. `isRouted`: it came with a Route. */
type ProxyNews =
  | { readonly what: 'ready' }
  | { readonly what: 'request'; readonly method: string; readonly isRouted: boolean }

export interface NpmProxy {
  readonly host: string
  readonly port: number
  /** What has gone by: `INVITE`, or `BYE routed`. */
  readonly gone: string[]
  /** What is addressed to this user of the proxy goes there from now on. */
  sendOn(user: string, to: { readonly host: string; readonly port: number }): void
  close(): Promise<void>
}

const program = fileURLToPath(new URL('../../sip/test/npm-proxy.program.ts', import.meta.url))
const mostTries = 5

/** @param host of 127.0.0.0/8, which nobody else in the test has. Resolves once it listens. */
export const startNpmProxy = async (host: string): Promise<NpmProxy> => {
  for (let tries = 1; ; tries += 1) {
    const port = await freePort(host)
    const child = fork(program, [host, String(port)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    const gone: string[] = []
    let said = ''
    child.stderr?.on('data', (bytes: Buffer) => {
      said += bytes.toString()
    })
    const ended = once(child, 'exit')
    const ready = new Promise<true>((done) => {
      child.on('message', (news: ProxyNews) => {
        if (news.what === 'ready') done(true)
        else gone.push(`${news.method}${news.isRouted ? ' routed' : ''}`)
      })
    })
    if ((await Promise.race([ready, ended])) === true)
      return {
        host,
        port,
        gone,
        sendOn: (user, to) => void child.send({ user, to: `${to.host}:${to.port}` }),
        close: async () => {
          if (child.exitCode !== null) return
          child.disconnect()
          await ended
        },
      }
    if (tries === mostTries) throw new Error(`the process of the proxy has ended: ${said.slice(-2_000)}`)
  }
}

const freePort = async (host: string): Promise<number> => {
  const socket = createSocket('udp4')
  const listening = once(socket, 'listening')
  socket.bind(0, host)
  await listening
  const { port } = socket.address()
  const closed = once(socket, 'close')
  socket.close()
  await closed
  return port
}
