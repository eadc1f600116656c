/** Runs a phone made of the npm package `sip` and talks with it. */
import { type ChildProcess, fork } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

export interface NpmAddress {
  readonly uri: string
  params?: Record<string, string | null | undefined>
}

export interface NpmMessage {
  readonly method?: string
  readonly uri?: string
  readonly status?: number
  readonly version: string
  readonly headers: {
    readonly via?: readonly object[]
    readonly from: NpmAddress
    readonly to: NpmAddress
    readonly 'call-id': string
    readonly cseq: { readonly method: string; readonly seq: number }
    readonly contact?: readonly NpmAddress[]
    readonly [name: string]: unknown
  }
  readonly content?: string
}

interface Account {
  readonly user: string
  readonly password: string
}

/** What is used of the package, which has no types. */
export interface NpmSip {
  readonly sip: {
    create(options: object, came: (request: NpmMessage) => void): NpmStack
    makeResponse(request: NpmMessage, status: number, reason: string, parts?: object): NpmMessage
  }
  readonly digest: {
    challenge(of: object, response: NpmMessage): NpmMessage
    authenticateRequest(of: object, request: NpmMessage, account: Account): boolean
    signRequest(of: object, request: NpmMessage, response: NpmMessage, account: Account): void
  }
}

interface NpmStack {
  send(message: NpmMessage, answered?: (response: NpmMessage) => void): void
}

export type NpmOrder =
  /** Wants this account of whoever begins something. */
  | ({ readonly order: 'guard' } & Account)
  | { readonly order: 'respond'; readonly id: string; readonly status: number; readonly content: string }
  | {
      readonly order: 'begin'
      readonly id: string
      readonly uri: string
      readonly method: string
      readonly content: string
      readonly credentials: Account | null
    }
  | { readonly order: 'within'; readonly id: string; readonly method: string; readonly content: string }
  | { readonly order: 'cancel'; readonly id: string }

export type NpmNews =
  | { readonly what: 'ready' }
  | { readonly what: 'request'; readonly id: string; readonly method: string; readonly content: string }
  | {
      readonly what: 'response'
      readonly id: string
      readonly method: string
      readonly status: number
      readonly content: string
    }

export interface NpmPhone {
  readonly port: number
  order(order: NpmOrder): void
  /** The next news, in the order they came. Rejects when the process has ended. */
  next(): Promise<NpmNews>
  close(): Promise<void>
}

const program = fileURLToPath(new URL('./npm-sip.program.ts', import.meta.url))
const mostTries = 5

/** Resolves once it listens; a port that is busy ends its process, and another is tried. */
export const startNpmPhone = async (): Promise<NpmPhone> => {
  for (let tries = 1; ; tries += 1) {
    const port = await freePort()
    const child = fork(program, [String(port)], { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] })
    const phone = phoneOf(child, port)
    try {
      await phone.next()
      return phone
    } catch (error) {
      if (tries === mostTries) throw error
    }
  }
}

const phoneOf = (child: ChildProcess, port: number): NpmPhone => {
  const news: NpmNews[] = []
  let waiting: { readonly go: (news: NpmNews) => void; readonly fail: (error: Error) => void } | null = null
  let said = ''
  let isOver = false
  const over = (): Error => new Error(`the process of the phone has ended: ${said.slice(-2_000)}`)
  child.stderr?.on('data', (bytes: Buffer) => {
    said += bytes.toString()
  })
  child.on('message', (told: NpmNews) => {
    const to = waiting
    waiting = null
    if (to === null) news.push(told)
    else to.go(told)
  })
  child.on('exit', () => {
    isOver = true
    waiting?.fail(over())
  })
  return {
    port,
    order: (order) => void child.send(order),
    next: async () => {
      const first = news.shift()
      if (first !== undefined) return first
      if (isOver) throw over()
      return new Promise((go, fail) => {
        waiting = { go, fail }
      })
    },
    close: async () => {
      if (isOver) return
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}

const freePort = async (): Promise<number> => {
  const socket = createSocket('udp4')
  const listening = once(socket, 'listening')
  socket.bind(0, '127.0.0.1')
  await listening
  const { port } = socket.address()
  const closed = once(socket, 'close')
  socket.close()
  await closed
  return port
}
