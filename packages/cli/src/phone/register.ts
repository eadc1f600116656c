/** REGISTER and its renewals (RFC 3261 section 10), until it is taken back. */
import { CallweaveError, type TimerId } from '@callweave/core'
import { contactOf, party, type SipResponse, sipUri } from '@callweave/sip'
import type { CredentialsFor } from '@callweave/sip/user-agent'
import type { Line } from './line.js'

export interface RegisterOptions {
  readonly line: Line
  readonly user: string
  readonly credentials: CredentialsFor
}

const expiresSeconds = 300

/**
 * Resolves with its undoing when the center knows the phone.
 *
 * @throws CallweaveError `peer-failed`, with what it answered.
 */
export const register = async ({ line, user, credentials }: RegisterOptions): Promise<() => Promise<void>> => {
  const { agent, clock, local, server } = line
  const callId = `${crypto.randomUUID()}@${local.host}`
  let number = 0
  let timer: TimerId | undefined

  const ask = (expires: number): Promise<SipResponse> =>
    new Promise((done, failed) => {
      number += 1
      agent.request({
        method: 'REGISTER',
        uri: sipUri({ host: server.source, port: server.port }),
        peer: server,
        headers: {
          from: party(sipUri({ user, host: server.source })),
          to: party(sipUri({ user, host: server.source })),
          callId,
          cseq: { number, method: 'REGISTER' },
          contact: [contactOf(sipUri({ user, host: local.host, port: local.port }))],
          expires,
        },
        credentials,
        answered: (response) => {
          number = Math.max(number, response.headers.need('cseq').number)
          done(response)
        },
        failed: (what) => failed(noAnswer(line, what)),
      })
    })

  const renew = async (): Promise<void> => {
    timer = undefined
    const answer = await ask(expiresSeconds).catch(() => null)
    const soonMs = answer !== null && answer.status < 300 ? (expiresSeconds * 1_000) / 2 : 5_000
    timer = clock.at(clock.nowMs() + soonMs, () => void renew(), undefined)
  }

  const first = await ask(expiresSeconds)
  if (first.status >= 300) throw refused(user, first)
  timer = clock.at(clock.nowMs() + (expiresSeconds * 1_000) / 2, () => void renew(), undefined)
  return async () => {
    if (timer !== undefined) clock.cancel(timer)
    await ask(0).catch(() => undefined)
  }
}

const noAnswer = ({ server }: Line, what: string): CallweaveError =>
  new CallweaveError('peer-failed', {
    where: `${server.source}:${server.port}`,
    message: what === 'timeout' ? 'nobody answers there' : 'nothing can be sent there',
    remedy: 'Is the center running? `cc start` starts it; --server says where',
  })

const refused = (user: string, { status, reason }: SipResponse): CallweaveError =>
  new CallweaveError('peer-failed', {
    where: user,
    message: `the center refused this phone: ${status} ${reason}`,
    remedy: 'Has its password changed since the center was started?',
  })
