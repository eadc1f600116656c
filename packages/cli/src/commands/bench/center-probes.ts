/**
 * What a call meets inside of a center, to the microsecond: taps of its log, which hear an event when it happens, and the
 * sockets, which are asked what leaves them and when.
 */
import { Socket } from 'node:dgram'
import { crc32 } from 'node:zlib'
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
/** What is sent again is the same byte for byte. 53 bits: of 100,000 messages two others have the same number once in a million runs. */
const numberOf = (bytes: Uint8Array): number => {
  let mixed = 0
  for (let i = 0; i < bytes.length; i += 1) mixed = Math.imul(mixed ^ (bytes[i] as number), 16_777_619)
  return crc32(bytes) * 2 ** 21 + (mixed >>> 11)
}
const statusOf = /^SIP\/2\.0 (\d{3})/
const callerOf = /\r\nFrom:[^\r]*sip:(1380\d+)@/i
const [letterI, letterV, letterS] = [73, 86, 83]
const methodOf = /\r\nCSeq: *\d+ (\w+)/i

export const openProbes = (log: EventLog): CenterProbes => {
  const arrived = new Map<string, number>()
  const entered = new Map<string, number>()
  const callers = new Map<CallId, string>()
  const times: CenterTimes = { answerMs: [], offerMs: [], sentAgain: 0, ended: 0 }
  let sent = new Set<number>()
  let sentBefore = new Set<number>()
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

  /** A little of each message: what is looked for here is paid by the calls that are measured. */
  const look = (bytes: Uint8Array): void => {
    // Line ends that keep a way open, or ask how long the queue is.
    if (bytes.length <= 4) return
    const number = numberOf(bytes)
    if (sent.has(number) || sentBefore.has(number)) times.sentAgain += 1
    else sent.add(number)
    const isInvite = bytes[0] === letterI && bytes[2] === letterV
    if (!isInvite && bytes[0] !== letterS) return
    const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
    const [, status] = statusOf.exec(text) ?? []
    if (status === '100' || (status !== undefined && methodOf.exec(text)?.[1] !== 'INVITE')) return
    const [, caller = ''] = callerOf.exec(text) ?? []
    if (status !== undefined) since(arrived, caller, times.answerMs)
    else if (isInvite) since(entered, caller, times.offerMs)
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
