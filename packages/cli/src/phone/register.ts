/** REGISTER and its renewals (RFC 3261 section 10), until it is taken back. */
import { CallweaveError, type TimerId } from '@callweave/core'
import { contactOf, party, type SipResponse, sipUri } from '@callweave/sip'
import type { CredentialsFor } from '@callweave/sip/user-agent'
import type { Catalogue } from '../text/en.js'
import { formatHostPort } from '../values/address.js'
import type { Line } from './line.js'

export interface RegisterOptions {
  readonly line: Line
  readonly user: string
  readonly credentials: CredentialsFor
  readonly words: Catalogue['phone']
}

export interface Registered {
  /** At once, as after the center has forgotten it. @throws as `register`. */
  again(): Promise<void>
  /** Takes it back. */
  end(): Promise<void>
}

const expiresSeconds = 300
const renewMs = (expiresSeconds * 1_000) / 2
const retryMs = 5_000

/** What nobody takes back runs out. */
const mostEndingMs = 2_000

/**
 * Resolves when the center knows the phone.
 *
 * @throws CallweaveError `peer-failed`, with what it answered.
 */
export const register = async ({ line, user, credentials, words }: RegisterOptions): Promise<Registered> => {
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
        failed: () => failed(noAnswer(line, words)),
      })
    })

  const renewIn = (ms: number): void => {
    if (timer !== undefined) clock.cancel(timer)
    timer = clock.at(clock.nowMs() + ms, () => void renew(), undefined)
  }

  const renew = async (): Promise<void> => {
    timer = undefined
    const answer = await ask(expiresSeconds).catch(() => null)
    renewIn(answer !== null && answer.status < 300 ? renewMs : retryMs)
  }

  const once = async (): Promise<void> => {
    const answer = await ask(expiresSeconds)
    if (answer.status >= 300) throw refused(user, answer, words)
    renewIn(renewMs)
  }

  await once()
  return {
    again: once,
    end: async () => {
      if (timer !== undefined) clock.cancel(timer)
      if (!line.isThere) return
      const late = new Promise<void>((done) => void setTimeout(done, mostEndingMs).unref())
      await Promise.race([ask(0).catch(() => undefined), late])
    },
  }
}

const noCenter = ({ server }: Pick<Line, 'server'>, words: Catalogue['phone']): CallweaveError =>
  new CallweaveError('peer-failed', {
    where: formatHostPort({ host: server.source, port: server.port }),
    message: words.noCenter,
    remedy: words.noCenterRemedy,
  })

/** Something may listen there, and says nothing. */
export const noAnswer = (
  { server, isThere }: Pick<Line, 'server' | 'isThere'>,
  words: Catalogue['phone'],
): CallweaveError =>
  isThere
    ? new CallweaveError('peer-failed', {
        where: formatHostPort({ host: server.source, port: server.port }),
        message: words.silent,
        remedy: words.silentRemedy,
      })
    : noCenter({ server }, words)

const refused = (user: string, { status, reason }: SipResponse, words: Catalogue['phone']): CallweaveError =>
  new CallweaveError('peer-failed', {
    where: user,
    message: words.phoneRefused({ status, phrase: reason }),
    remedy: words.phoneRefusedRemedy,
  })
