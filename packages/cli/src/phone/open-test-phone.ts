/** A phone without a handset: calls, or registers and answers, and tells what happens. */
import type { MediaUser } from '@callweave/rtp/engine'
import { type NameAddress, party, sipUri } from '@callweave/sip'
import type { SipPeer, SocketAddress } from '@callweave/sip/node'
import { parseSdp } from '@callweave/sip/sdp'
import type { CredentialsFor, SipCall, SipRefusal } from '@callweave/sip/user-agent'
import { latch } from '../frame/latch.js'
import type { Catalogue } from '../text/en.js'
import type { Conduct } from './conduct.js'
import { type Line, openLine } from './line.js'
import type { PhoneEvent } from './phone-event.js'
import { noAnswer, type Registered, register } from './register.js'
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
  /** Told when a center that was gone knows the phone again. */
  readonly onBack?: () => void
  readonly words: Catalogue['phone']
}

export interface TestPhone {
  /** Resolves when the center knows the phone; it is renewed by itself. @throws CallweaveError `peer-failed`. */
  register(): Promise<void>
  /** Resolves when the call is over. @throws CallweaveError `peer-failed` when no center is there, or none any more. */
  dial(number: string, from: string, conduct: Conduct): Promise<{ readonly wasAnswered: boolean }>
  /** Ends every call. */
  hangUp(): void
  close(): Promise<void>
}

/** Not a word: a firewall that swallows what we send, or a guard. What comes late comes within 8 s. */
const mostSilentMs = 10_000
const againMs = 2_000

export const openTestPhone = async (options: TestPhoneOptions): Promise<TestPhone> => {
  const { account, tell, answers, server, onEnd = () => {}, onBack = () => {}, words } = options
  const calls = new Map<number, TestCall>()
  let registered: Registered | null = null
  let isAsking = false
  let isClosed = false
  const gone = latch()

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
  /** A phone that is registered stays for a center that comes back. */
  const onReach = (isThere: boolean): void => {
    if (!isThere) {
      gone.open()
      if (registered !== null) tell({ event: 'center-gone' })
      for (const call of [...calls.values()]) call.lost()
    } else if (registered !== null) void comeBack(registered)
  }

  /** A center that has just begun may not answer at once. */
  const comeBack = async (known: Registered): Promise<void> => {
    if (isAsking) return
    isAsking = true
    let isKnown = false
    while (!isKnown && line.isThere && !isClosed) {
      isKnown = await known.again().then(
        () => true,
        () => false,
      )
      if (!isKnown) await new Promise((done) => setTimeout(done, againMs))
    }
    isAsking = false
    if (!isKnown || isClosed) return
    tell({ event: 'center-back' })
    onBack()
  }

  const line: Line = await openLine({
    server,
    mediaUser,
    onReach,
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
      const silent = new Promise<void>((over) => void setTimeout(over, mostSilentMs).unref())
      const nobody = Promise.race([gone.opened, silent]).then((): never => {
        throw noAnswer(line, words)
      })
      registered = await Promise.race([register({ line, user: account.user, credentials, words }), nobody])
    },
    dial: (number, from, conduct) =>
      new Promise((done, failed) => {
        let isSilent = false
        const call = add(conduct, (how) => {
          if (line.isThere && !isSilent) done(how)
          else failed(noAnswer(line, words))
        })
        line.clock.at(
          line.clock.nowMs() + mostSilentMs,
          () => {
            isSilent = !line.isHeard
            if (isSilent) call.lost()
          },
          undefined,
        )
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
      isClosed = true
      await registered?.end()
      await line.close()
    },
  }
}

const userOf = ({ uri }: NameAddress): string => (uri.kind === 'sip' ? (uri.user ?? '') : '')
