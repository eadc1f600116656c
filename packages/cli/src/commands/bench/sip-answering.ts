/**
 * The least server that answers calls by the book: transport, transactions, a dialog for each call, and the 200 sent again
 * until its ACK comes. No media, no routing, no log: what is left is what SIP itself costs.
 */
import type { Clock, TimerId } from '@callweave/core'
import { contactOf, createResponse, type SipRequest, type SipResponse, sipUri } from '@callweave/sip'
import {
  acknowledge,
  beginRepeat,
  type Dialog,
  dialogKeyOfRequest,
  dialogOfServer,
  keyOfDialog,
  type Repeat,
  receiveInDialog,
  stepRepeat,
} from '@callweave/sip/dialogs'
import { openUdp, type SipPeer, type SipTransport, type SocketAddress } from '@callweave/sip/node'
import { createTransactions, type TransactionId, type Transactions } from '@callweave/sip/transactions'

export interface AnsweringCounts {
  answered: number
  ended: number
  /** Requests that came again. */
  cameAgain: number
  /** 200s that were sent again. */
  sentAgain: number
}

export interface AnsweringServer {
  readonly address: SocketAddress
  readonly counts: Readonly<AnsweringCounts>
  /**
   * Lets go of calls that a run has left: sipp takes a 200 that came again for the one to its BYE, and goes. Theirs would be
   * sent on into the next run.
   */
  forget(): void
  close(): Promise<void>
}

interface Answered {
  readonly id: TransactionId
  readonly response: SipResponse
  dialog: Dialog
  repeat: Repeat
  timer: TimerId
}

const methods = ['INVITE', 'ACK', 'CANCEL', 'BYE']

const session = (host: string): string =>
  [
    'v=0',
    `o=- 1 1 IN IP4 ${host}`,
    's=-',
    `c=IN IP4 ${host}`,
    't=0 0',
    'm=audio 40000 RTP/AVP 0',
    'a=rtpmap:0 PCMU/8000',
    '',
  ].join('\r\n')

/** Listens on a free port of the loopback. */
export const openAnswering = async (clock: Clock): Promise<AnsweringServer> => {
  const server: Server = new Server(clock)
  await server.open()
  return server
}

class Server implements AnsweringServer {
  readonly counts: AnsweringCounts = { answered: 0, ended: 0, cameAgain: 0, sentAgain: 0 }
  readonly #clock: Clock
  readonly #calls = new Map<string, Answered>()
  readonly #transactions: Transactions<SipPeer>
  #transport: SipTransport | null = null
  #tags = 0

  constructor(clock: Clock) {
    this.#clock = clock
    this.#transactions = createTransactions<SipPeer>({
      clock,
      limits: { transactions: 1_000_000, ofSource: 1_000_000 },
      send: (message, to, id) =>
        this.#transport?.send(message, to, () => {
          if (id !== null) this.#transactions.unsent(id)
        }),
      user: {
        request: (id, request) => this.#take(id, request),
        cancelled: () => undefined,
        ack: (request) => this.#acknowledged(request),
        failed: () => undefined,
      },
    })
  }

  get address(): SocketAddress {
    return this.#transport?.addresses[0] ?? { host: '', port: 0 }
  }

  async open(): Promise<void> {
    this.#transport = await openUdp({
      host: '127.0.0.1',
      port: 0,
      onMessage: (message, from) => {
        const received = this.#transactions.receive(message, from)
        if (received === 'known' && message.kind === 'request' && message.method !== 'ACK') this.counts.cameAgain += 1
      },
    })
  }

  forget(): void {
    for (const { timer } of this.#calls.values()) this.#clock.cancel(timer)
    this.#calls.clear()
  }

  async close(): Promise<void> {
    await this.#transport?.close()
  }

  #take(id: TransactionId, request: SipRequest): void {
    switch (request.method) {
      case 'INVITE':
        this.#answer(id, request)
        break
      case 'BYE':
        this.#end(id, request)
        break
      default:
        this.#transactions.respond(
          id,
          createResponse(request, 501, { toTag: this.#newTag(), headers: { allow: methods } }),
        )
    }
  }

  #answer(id: TransactionId, invite: SipRequest): void {
    const toTag = this.#newTag()
    const { host, port } = this.address
    const contact = [contactOf(sipUri({ host, port }))]
    this.#transactions.respond(id, createResponse(invite, 180, { toTag, headers: { contact } }))
    const response = createResponse(invite, 200, {
      toTag,
      headers: { contact, contentType: { type: 'application', subtype: 'sdp', params: [] } },
      body: session(host),
    })
    const dialog = dialogOfServer(invite, response)
    const repeat = beginRepeat(this.#clock.nowMs(), '2xx')
    const call: Answered = { id, response, dialog, repeat, timer: 0 }
    call.timer = this.#clock.at(repeat.dueMs, this.#repeat, call)
    this.#calls.set(keyOfDialog(dialog), call)
    this.#transactions.respond(id, response)
    this.counts.answered += 1
  }

  #repeat = (call: Answered): void => {
    const { repeat, send } = stepRepeat(call.repeat, this.#clock.nowMs())
    call.repeat = repeat
    if (send) {
      this.counts.sentAgain += 1
      this.#transactions.respond(call.id, call.response)
    }
    if (repeat.state === 'repeating') call.timer = this.#clock.at(repeat.dueMs, this.#repeat, call)
    else this.#calls.delete(keyOfDialog(call.dialog))
  }

  #acknowledged(ack: SipRequest): void {
    const call = this.#callOf(ack)
    if (call === undefined) return
    call.repeat = acknowledge(call.repeat)
    this.#clock.cancel(call.timer)
  }

  #end(id: TransactionId, bye: SipRequest): void {
    const call = this.#callOf(bye)
    if (call === undefined) {
      this.#transactions.respond(id, createResponse(bye, 481, { toTag: this.#newTag() }))
      return
    }
    const verdict = receiveInDialog(call.dialog, bye)
    if (verdict.verdict === 'refused') {
      this.#transactions.respond(id, createResponse(bye, verdict.status))
      return
    }
    this.#clock.cancel(call.timer)
    this.#calls.delete(keyOfDialog(call.dialog))
    this.#transactions.respond(id, createResponse(bye, 200))
    this.counts.ended += 1
  }

  #callOf(request: SipRequest): Answered | undefined {
    const key = dialogKeyOfRequest(request)
    return key === null ? undefined : this.#calls.get(key)
  }

  #newTag(): string {
    this.#tags += 1
    return `callweave${this.#tags}`
  }
}
