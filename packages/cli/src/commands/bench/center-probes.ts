/**
 * What a call meets inside of a center, to the microsecond: taps of its log, which hear an event when it happens, and the
 * sockets, which are asked what leaves them and when.
 */
import { Socket } from 'node:dgram'
import type { CallId, EventLog } from '@callweave/core'

export interface CenterTimes {
  /** From the INVITE, read, to its first answer over 100 leaving the socket, in ms. */
  readonly answerMs: number[]
  /** From the caller entering the queue to the INVITE of the agent leaving the socket, in ms. */
  readonly offerMs: number[]
  /** Messages that were sent before, byte for byte. */
  sentAgain: number
  ended: number
}

export interface CenterProbes {
  readonly times: CenterTimes
  /** From now on. */
  clear(): void
  close(): void
}

/** A message is sent again within 32 s (RFC 3261 section 17.1.1.2). */
const memoryMs = 32_000
/** Which message of which call it is: of an answer its status, of a request its method, and the branch, by which it is that. */
const startLine = /^(?:SIP\/2\.0 (\d{3})|([A-Z]+) )/
const branchOf = /\r\nVia:[^\r]*;branch=([^;\r]+)/i
const callerOf = /\r\nFrom:[^\r]*sip:(1380\d+)@/i
const methodOf = /\r\nCSeq: *\d+ (\w+)/i

export const openProbes = (log: EventLog): CenterProbes => {
  const arrived = new Map<string, number>()
  const entered = new Map<string, number>()
  const callers = new Map<CallId, string>()
  const times: CenterTimes = { answerMs: [], offerMs: [], sentAgain: 0, ended: 0 }
  let sent = new Set<string>()
  let sentBefore = new Set<string>()
  const ageing = setInterval(() => {
    sentBefore = sent
    sent = new Set()
  }, memoryMs)
  ageing.unref()

  log.tapAll((event) => {
    switch (event.type) {
      case 'leg.arrived':
        callers.set(event.call, event.caller)
        arrived.set(event.caller, performance.now())
        break
      case 'queue.entered':
        entered.set(callers.get(event.call) ?? '', performance.now())
        break
      case 'call.ended': {
        const caller = callers.get(event.call) ?? ''
        callers.delete(event.call)
        arrived.delete(caller)
        entered.delete(caller)
        times.ended += 1
        break
      }
      default:
    }
  })

  const since = (began: Map<string, number>, caller: string, to: number[]): void => {
    const beganMs = began.get(caller)
    if (beganMs === undefined) return
    began.delete(caller)
    to.push(performance.now() - beganMs)
  }

  const look = (bytes: Uint8Array): void => {
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
    const [, status, request] = startLine.exec(text) ?? []
    if ((status === undefined && request === undefined) || status === '100') return
    const [, method = ''] = methodOf.exec(text) ?? []
    const key = `${status ?? request} ${method} ${branchOf.exec(text)?.[1] ?? ''}`
    if (sent.has(key) || sentBefore.has(key)) times.sentAgain += 1
    else sent.add(key)
    if (method !== 'INVITE') return
    const [, caller = ''] = callerOf.exec(text) ?? []
    if (status !== undefined) since(arrived, caller, times.answerMs)
    else if (request === 'INVITE') since(entered, caller, times.offerMs)
  }

  // Nothing of the switch's own says when a message leaves: the last moment that is ours is this.
  const { send } = Socket.prototype
  Socket.prototype.send = function (this: Socket, ...args: unknown[]) {
    const [bytes] = args
    if (bytes instanceof Uint8Array) look(bytes)
    return Reflect.apply(send, this, args) as undefined
  }

  return {
    times,
    clear: () => {
      times.answerMs.length = 0
      times.offerMs.length = 0
      times.sentAgain = 0
      times.ended = 0
    },
    close: () => {
      clearInterval(ageing)
      Socket.prototype.send = send
    },
  }
}
