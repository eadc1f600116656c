/** A guard with a few accounts, and a phone that answers its challenges. */

import { createHandClock } from '@callweave/core/testing'
import { formatUri, type HeaderFields, type SipRequest, type SipResponse } from '@callweave/sip'
import { answerChallenge, type DigestAlgorithm } from '@callweave/sip/digest'
import { createGuard, type Guard, type GuardOptions, type GuardVerdict } from '../src/guard/guard.js'
import type { Notice } from '../src/guard/notices.js'
import { createChance, flowOf, type RequestOptions, requestOf } from './requests.js'

const passwords: Readonly<Record<string, string>> = { '8001': 'right', '8002': 'other', carrier: 'trunk' }

export const guardRig = (options: Partial<GuardOptions> = {}) => {
  const clock = createHandClock()
  const notices: Notice[] = []
  const guard = createGuard({
    clock,
    random: createChance(),
    key: new Uint8Array(32).fill(3),
    accountOf: (username) => {
      const password = passwords[username]
      if (password === undefined) return null
      const identity =
        username === 'carrier'
          ? ({ who: 'trunk', trunk: 'provider' } as const)
          : ({ who: 'phone', extension: username } as const)
      return { identity, secretOf: () => ({ password }) }
    },
    isKnown: () => false,
    notice: (notice) => void notices.push(notice),
    ...options,
  })
  return { clock, guard, notices }
}

interface Answer extends RequestOptions {
  readonly username?: string
  readonly password?: string
  readonly algorithm?: DigestAlgorithm
  readonly count?: number
}

/** The request again with what answers the challenge. */
export const answering = (method: string, challenged: SipResponse, answer: Answer = {}): SipRequest => {
  const { username = '8001', password = 'right', algorithm = 'MD5', count = 1, ...options } = answer
  const challenge = challenged.headers
    .need('wwwAuthenticate')
    .find(({ params }) => params.some(({ name, value }) => name === 'algorithm' && value === algorithm))!
  const plain = requestOf(method, options)
  const credentials = answerChallenge({
    challenge,
    username,
    secret: { password },
    method,
    uri: formatUri(plain.uri),
    cnonce: 'abc',
    count,
  })!
  const headers: HeaderFields = { ...options.headers, authorization: [credentials] }
  return requestOf(method, { ...options, headers, number: options.number ?? 2 })
}

export const refusal = (verdict: GuardVerdict) => {
  if (verdict.verdict === 'right') throw new TypeError('it was let in')
  return verdict
}
export const challengeOf = (verdict: GuardVerdict): SipResponse => {
  const { response } = refusal(verdict)
  if (response?.status !== 401) throw new TypeError('no challenge')
  return response
}

export const phone = flowOf('198.51.100.7')

export const guess = (guard: Guard, from = phone, name = '8001') => {
  const first = guard.check(requestOf('REGISTER', { from: name }), from)
  if (first.verdict === 'right' || first.response === null) return first
  return guard.check(answering('REGISTER', first.response, { from: name, username: name, password: 'guess' }), from)
}

export const logIn = (guard: Guard, from = phone) =>
  guard.check(answering('REGISTER', challengeOf(guard.check(requestOf('REGISTER'), from))), from).verdict
