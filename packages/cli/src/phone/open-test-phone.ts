/** A phone without a handset: calls, or registers and answers, and tells what happens. */
import type { MediaUser } from '@callweave/rtp/engine'
import { type NameAddress, party, sipUri } from '@callweave/sip'
import type { SipPeer, SocketAddress } from '@callweave/sip/node'
import { parseSdp } from '@callweave/sip/sdp'
import type { CredentialsFor, SipCall, SipRefusal } from '@callweave/sip/user-agent'
import type { Conduct } from './conduct.js'
import { type Line, openLine } from './line.js'
import type { PhoneEvent } from './phone-event.js'
import { register } from './register.js'
import { TestCall } from './test-call.js'

export interface Account {
  /** Extension and user name. */
  readonly user: string
  readonly password: string
}

export interface TestPhoneOptions {
  readonly server: SocketAddress
  /** `null`: a stranger, as a caller from outside is. */
  readonly account: Account | null
  readonly tell: (event: PhoneEvent) => void
  /** What is done with calls that come; `null` refuses them. */
  readonly answers: (Conduct & { readonly afterMs: number }) | null
  /** Told when a call that came has ended. */
  readonly onEnd?: () => void
}

export interface TestPhone {
  /** Resolves when the center knows the phone; it is renewed by itself. @throws CallweaveError `peer-failed`. */
  register(): Promise<void>
  /** Resolves when the call is over. */
  dial(number: string, from: string, conduct: Conduct): Promise<{ readonly wasAnswered: boolean }>
  /** Ends every call. */
  hangUp(): void
  close(): Promise<void>
}

export const openTestPhone = async (options: TestPhoneOptions): Promise<TestPhone> => {
  const { account, tell, answers, server, onEnd = () => {} } = options
  const calls = new Map<number, TestCall>()
  let unregister = (): Promise<void> => Promise.resolve()

  const add = (conduct: Conduct, ended: (how: { readonly wasAnswered: boolean }) => void): TestCall => {
    const call = new TestCall({
      line,
      conduct,
      tell,
      onEnd: (how) => {
        calls.delete(call.party)
        ended(how)
      },
    })
    calls.set(call.party, call)
    return call
  }

  const incoming = (sip: SipCall<SipPeer>, offer: string | null): TestCall | SipRefusal => {
    if (answers === null || calls.size > 0) return { status: 486 }
    const call = add(answers, onEnd)
    const session = offer === null ? call.session.offer('a-law') : call.session.answer(parseSdp(offer), 'a-law')
    if (session === null) {
      line.media.close(call.party)
      return { status: 488 }
    }
    tell({ event: 'called-by', caller: userOf(sip.remote) })
    call.begins(sip)
    sip.ring()
    const answer = (): void => {
      if (sip.state === 'ended') return
      sip.answer(session)
      call.talks()
    }
    line.clock.at(line.clock.nowMs() + answers.afterMs, answer, undefined)
    return call
  }

  const mediaUser: MediaUser = {
    played: (id) => calls.get(id)?.played(),
    pressed: (_, key) => tell({ event: 'heard', key }),
    recorded: (id, _, lengthMs) => calls.get(id)?.recorded(lengthMs),
    silent: () => {},
    closed: (id, figures) => calls.get(id)?.closed(figures),
    trouble: (error) => tell({ event: 'trouble', message: error instanceof Error ? error.message : String(error) }),
  }
  const line: Line = await openLine({
    server,
    mediaUser,
    user: {
      incoming,
      request: (request, _, respond) => respond(request.method === 'OPTIONS' ? 200 : 405),
    },
  })
  const credentials: CredentialsFor = () =>
    account === null ? null : { username: account.user, secret: { password: account.password } }

  return {
    register: async () => {
      if (account === null) throw new TypeError('a phone without an account cannot register')
      unregister = await register({ line, user: account.user, credentials })
    },
    dial: (number, from, conduct) =>
      new Promise((done) => {
        const call = add(conduct, done)
        const { host } = line.local
        const sip = line.agent.invite({
          to: sipUri({ user: number, host: line.server.source, port: line.server.port }),
          from: party(sipUri({ user: from, host })),
          peer: line.server,
          session: call.session.offer('a-law'),
          credentials,
          user: call,
        })
        call.begins(sip)
      }),
    hangUp: () => {
      for (const call of calls.values()) call.hangUp()
    },
    close: async () => {
      await unregister()
      await line.close()
    },
  }
}

const userOf = ({ uri }: NameAddress): string => (uri.kind === 'sip' ? (uri.user ?? '') : '')
