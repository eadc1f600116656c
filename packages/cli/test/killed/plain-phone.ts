/** A phone or a crowd of callers: real SIP over a socket of its own. Media go to a socket that throws them away, or are real. */
import type { MediaUser, PartyId } from '@callweave/rtp/engine'
import { createRealClock } from '@callweave/server'
import { contactOf, party, type SipMessage, sipUri } from '@callweave/sip'
import { openUdp, peerOf, type SipPeer } from '@callweave/sip/node'
import { parseSdp } from '@callweave/sip/sdp'
import { createUserAgent, type SipCall, type SipCallEnd, type SipCallUser } from '@callweave/sip/user-agent'
import { LegSession } from '@callweave/softswitch'

export interface PlainCall {
  readonly sip: SipCall<SipPeer>
  readonly session: LegSession
  /** The number that was shown, or dialed with. */
  readonly caller: string
  answeredAtMs: number | null
  end: SipCallEnd | null
}

export interface PlainPhone {
  readonly calls: readonly PlainCall[]
  /** Status codes that answered a BYE of ours. */
  readonly byes: readonly number[]
  register(): Promise<number>
  dial(number: string, caller: string, media?: { readonly party: PartyId; readonly rtpPort: number }): PlainCall
  close(): Promise<void>
}

export interface PlainPhoneOptions {
  readonly serverPort: number
  /** A socket for media that nobody wants. */
  readonly sinkPort: number
  /** `null`: callers from outside. */
  readonly account: { readonly user: string; readonly password: string } | null
  /** Does a call that comes get an answer, or only a 180? */
  readonly answers?: boolean
  readonly onAnswered?: (call: PlainCall) => void
}

const host = '127.0.0.1'
const unforeseen = (): number => (crypto.getRandomValues(new Uint32Array(1))[0] as number) / 2 ** 32

export const openPlainPhone = async (options: PlainPhoneOptions): Promise<PlainPhone> => {
  const { serverPort, sinkPort, account, answers = true, onAnswered = () => {} } = options
  const clock = createRealClock()
  const calls: PlainCall[] = []
  const byes: number[] = []
  const hear = (message: SipMessage): void => {
    if (message.kind === 'response' && message.headers.get('cseq')?.method === 'BYE') byes.push(message.status)
  }
  const transport = await openUdp({
    host,
    port: 0,
    onMessage: (message, from) => {
      hear(message)
      agent.receive(message, from)
    },
  })
  const port = transport.addresses[0]?.port ?? 0
  const server = peerOf({ transport: 'UDP', host, port: serverPort })
  const credentials = () =>
    account === null ? null : { username: account.user, secret: { password: account.password } }

  const userOf = (of: () => PlainCall, session: LegSession): SipCallUser<SipPeer> => {
    const answered = (): void => {
      of().answeredAtMs ??= Date.now()
      onAnswered(of())
    }
    return {
      progress: (_, __, text) => {
        if (text !== null) session.agree(text)
      },
      answered: (_, text) => {
        if (text !== null) session.agree(text)
        answered()
        return undefined
      },
      offered: (_, text) => session.answer(parseSdp(text), 'a-law') ?? 488,
      wanted: () => session.offerAgain('a-law'),
      agreed: (_, text) => void session.agree(text),
      refused: () => {},
      confirmed: () => {
        of().answeredAtMs ??= Date.now()
      },
      referred: () => false,
      referProgress: () => {},
      digit: () => {},
      ended: (_, end) => {
        of().end = end
      },
    }
  }
  const sessionAt = (rtpPort: number): LegSession =>
    new LegSession({ address: host, rtpPort, sessionId: String(calls.length + 1) })
  const add = (sip: SipCall<SipPeer>, session: LegSession, caller: string): PlainCall => {
    const call: PlainCall = { sip, session, caller, answeredAtMs: null, end: null }
    calls.push(call)
    return call
  }

  const agent = createUserAgent<SipPeer>({
    clock,
    random: unforeseen,
    send: (message, to, unsent) => transport.send(message, to, unsent),
    local: () => ({ host, port, transport: 'UDP' }),
    target: () => server,
    userAgent: 'plain',
    user: {
      request: (_, __, respond) => respond(200),
      incoming: (sip, offer) => {
        const session = sessionAt(sinkPort)
        const { uri } = sip.remote
        const call = add(sip, session, uri.kind === 'sip' ? (uri.user ?? '') : '')
        sip.ring()
        const text = offer === null ? session.offer('a-law') : session.answer(parseSdp(offer), 'a-law')
        if (text === null) return { status: 488 }
        const answer = (): void => {
          if (sip.state !== 'ended') sip.answer(text)
        }
        if (answers) clock.at(clock.nowMs(), answer, undefined)
        return userOf(() => call, session)
      },
    },
  })

  return {
    calls,
    byes,
    register: () =>
      new Promise((done) => {
        const own = party(sipUri({ user: account?.user ?? '', host }))
        agent.request({
          method: 'REGISTER',
          uri: sipUri({ host, port: serverPort }),
          peer: server,
          headers: {
            from: own,
            to: own,
            contact: [contactOf(sipUri({ user: account?.user ?? '', host, port }))],
            expires: 3_600,
          },
          credentials,
          answered: ({ status }) => done(status),
          failed: () => done(0),
        })
      }),
    dial: (number, caller, media) => {
      const session = sessionAt(media?.rtpPort ?? sinkPort)
      let call: PlainCall | undefined
      const sip = agent.invite({
        to: sipUri({ user: number, host, port: serverPort }),
        from: party(sipUri({ user: caller, host })),
        peer: server,
        session: session.offer('a-law'),
        credentials,
        user: userOf(() => call as PlainCall, session),
      })
      call = add(sip, session, caller)
      return call
    },
    close: async () => {
      agent.close()
      await transport.close()
      clock.close()
    },
  }
}

/** Hears of nothing. */
export const deaf: MediaUser = {
  played: () => {},
  pressed: () => {},
  recorded: () => {},
  silent: () => {},
  closed: () => {},
  trouble: () => {},
}
