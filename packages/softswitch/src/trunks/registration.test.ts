import { createHandClock } from '@callweave/core/testing'
import {
  createResponse,
  type HeaderFields,
  paramOf,
  parseMessage,
  parseUri,
  type SipRequest,
  type SipResponse,
  viaOf,
  writeMessage,
} from '@callweave/sip'
import { createNonces, digestChallenge, signWith, verifyDigest } from '@callweave/sip/digest'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createChance, mutated } from '../../test/requests.js'
import type { Outcome } from '../ask.js'
import { createRegistration } from './registration.js'

const contact = parseUri('sip:line-71@192.0.2.1:5060')

const rigOf = (answer: (request: SipRequest, n: number) => Outcome) => {
  const clock = createHandClock()
  const asked: { readonly request: SipRequest; readonly atMs: number }[] = []
  const told: (string | null)[] = []
  let branch = 0
  const registration = createRegistration({
    clock,
    random: createChance(),
    settings: { registrar: 'sip:provider.test', username: '0215550', secret: { password: 'secret' } },
    contact,
    via: () => {
      branch += 1
      return viaOf({ transport: 'UDP', host: '192.0.2.1', branch: `z9hG4bK${branch}` })
    },
    ask: (request, answered) => {
      asked.push({ request, atMs: clock.nowMs() })
      clock.at(clock.nowMs() + 10, () => answered(answer(request, asked.length)), undefined)
    },
    onChange: (because) => void told.push(because),
  })
  const gapsS = () => asked.slice(1).map(({ atMs }, i) => Math.round((atMs - asked[i]!.atMs) / 1000))
  return { clock, asked, told, registration, gapsS }
}

const ok = (request: SipRequest, seconds: number): SipResponse => {
  const contacts = request.headers.need('contact')
  if (contacts === '*') throw new TypeError('not from here')
  return createResponse(request, 200, { headers: { contact: contacts.map((one) => ({ ...one, expires: seconds })) } })
}
const no = (request: SipRequest, status: number, headers: HeaderFields = {}) =>
  createResponse(request, status, { headers })

/** A provider that checks passwords, with nonces that are good for so long. */
const providerOf = (
  lifetimeMs: number,
  nowMs: () => number,
  { proxy = false, password = 'secret', realm = 'provider' } = {},
) => {
  const nonces = createNonces({ sign: signWith(new Uint8Array(32)), lifetimeMs })
  return (request: SipRequest): SipResponse => {
    const given = request.headers.get(proxy ? 'proxyAuthorization' : 'authorization') ?? []
    const credentials = given.find(({ params }) => paramOf(params, 'realm') === realm)
    const verdict =
      credentials === undefined
        ? null
        : verifyDigest({
            credentials,
            method: 'REGISTER',
            realm,
            isUri: (uri) => uri === 'sip:provider.test',
            secretOf: (username) => (username === '0215550' ? { password } : null),
            nonces,
            nowMs: nowMs(),
          })
    if (verdict?.verdict === 'right') return ok(request, 600)
    const challenge = digestChallenge({
      realm,
      nonce: nonces.make(nowMs()),
      stale: verdict?.verdict === 'stale',
    })
    return no(request, proxy ? 407 : 401, proxy ? { proxyAuthenticate: [challenge] } : { wwwAuthenticate: [challenge] })
  }
}

describe('registering with a provider', () => {
  it.each([false, true])('answers the challenge, and goes on with its nonce (by a proxy: %s)', (proxy) => {
    const rig = rigOf((request) => provider(request))
    const provider = providerOf(900_000, () => rig.clock.nowMs(), { proxy })
    rig.registration.start()
    rig.clock.move(1_000)
    expect(rig.registration.state).toBe('registered')
    rig.clock.move(600_000)
    expect(rig.told).toEqual([null])
    expect(rig.gapsS()).toEqual([0, 300, 300])
    const counts = rig.asked.map(({ request }) =>
      paramOf((request.headers.get(proxy ? 'proxyAuthorization' : 'authorization') ?? [])[0]?.params ?? [], 'nc'),
    )
    expect(counts).toEqual([undefined, '00000001', '00000002', '00000003'])
    expect(rig.asked.map(({ request }) => request.headers.need('cseq').number)).toEqual([1, 2, 3, 4])
    expect(new Set(rig.asked.map(({ request }) => request.headers.need('callId'))).size).toBe(1)
  })

  it.each([
    ['a realm of its own', 'proxy'],
    ['the same realm', 'provider'],
  ])(
    'P1 a proxy that asks (407) before the registrar does (401), with %s: both are answered, for as long',
    (_, realm) => {
      const rig = rigOf((request) => {
        const asked = proxy(request)
        return asked.status === 200 ? registrar(request) : asked
      })
      const proxy = providerOf(400_000, () => rig.clock.nowMs(), { proxy: true, realm })
      const registrar = providerOf(700_000, () => rig.clock.nowMs())
      rig.registration.start()
      rig.clock.move(1_000)
      expect(
        rig.asked.map(({ request: { headers } }) => [
          headers.get('proxyAuthorization')?.length,
          headers.get('authorization')?.length,
        ]),
      ).toEqual([
        [undefined, undefined],
        [1, undefined],
        [1, 1],
      ])
      rig.clock.move(12 * 3_600_000)
      expect([rig.registration.state, rig.told]).toEqual(['registered', [null]])
    },
  )

  it.each([
    [{ password: 'other' }, {}, 2],
    [{}, { password: 'other' }, 3],
  ])(
    'P1 the password of one of the two is wrong (%j, %j): told so, after %i REGISTERs',
    (ofProxy, ofRegistrar, most) => {
      const rig = rigOf((request) => {
        const asked = proxy(request)
        return asked.status === 200 ? registrar(request) : asked
      })
      const proxy = providerOf(900_000, () => rig.clock.nowMs(), { proxy: true, realm: 'proxy', ...ofProxy })
      const registrar = providerOf(900_000, () => rig.clock.nowMs(), ofRegistrar)
      rig.registration.start()
      rig.clock.move(10_000)
      expect([rig.registration.state, rig.told, rig.asked.length]).toEqual(['waiting', ['credentials'], most])
    },
  )

  it('one that asks with ever another realm is sent no more than four answers', () => {
    const rig = rigOf((request, n) =>
      no(request, 401, { wwwAuthenticate: [digestChallenge({ realm: `realm ${n}`, nonce: `nonce ${n}` })] }),
    )
    rig.registration.start()
    rig.clock.move(6 * 3_600_000)
    expect(Math.max(...rig.asked.map(({ request }) => request.headers.get('authorization')?.length ?? 0))).toBe(4)
  })

  it('takes a new nonce when the old one has grown stale', () => {
    const rig = rigOf((request) => provider(request))
    const provider = providerOf(100_000, () => rig.clock.nowMs())
    rig.registration.start()
    rig.clock.move(3_000_000)
    expect([rig.registration.state, rig.told]).toEqual(['registered', [null]])
  })

  it('a wrong password fails after one answer, not after many', () => {
    const rig = rigOf((request) => provider(request))
    const provider = providerOf(900_000, () => rig.clock.nowMs(), { password: 'other' })
    rig.registration.start()
    rig.clock.move(10_000)
    expect([rig.registration.state, rig.told, rig.asked.length]).toEqual(['waiting', ['credentials'], 2])
  })

  it('asks for longer where the provider wants that (423), and renews before its time is over', () => {
    const rig = rigOf((request) => {
      const expires = request.headers.need('expires')
      return expires < 7200 ? no(request, 423, { minExpires: 7200 }) : ok(request, expires)
    })
    rig.registration.start()
    rig.clock.move(6_700_000)
    expect(rig.gapsS()).toEqual([0, 6600])
  })

  it('a failure is told once and tried again ever later, 30 s to 30 min; then up again is told once', () => {
    let isUp = false
    const rig = rigOf((request, n) => (isUp ? ok(request, 300) : n % 2 === 0 ? 'timeout' : no(request, 500)))
    rig.registration.start()
    rig.clock.move(12 * 3_600_000)
    expect(rig.told).toEqual(['status-500'])
    for (const [i, gap] of rig.gapsS().entries()) {
      const most = Math.min(1800, 30 * 2 ** (i + 1))
      expect(gap).toBeGreaterThanOrEqual(most / 2)
      expect(gap).toBeLessThanOrEqual(most)
    }
    isUp = true
    rig.clock.move(1_800_000)
    expect(rig.told).toEqual(['status-500', null])
  })

  it('waits as long as Retry-After says', () => {
    const retryAfter = { seconds: 900, comment: null, params: [] }
    const rig = rigOf((request) => no(request, 503, { retryAfter }))
    rig.registration.start()
    rig.clock.move(890_000)
    expect(rig.asked).toHaveLength(1)
    rig.clock.move(20_000)
    expect(rig.asked).toHaveLength(2)
  })

  it('closed: what was registered is taken back, and nothing is due', () => {
    const rig = rigOf((request) => ok(request, 300))
    rig.registration.start()
    rig.clock.move(1000)
    rig.registration.close()
    rig.registration.close()
    rig.clock.move(1000)
    expect(rig.asked.map(({ request }) => request.headers.get('expires'))).toEqual([3600, 0])
    expect([rig.registration.state, rig.clock.due]).toEqual(['closed', 0])
  })

  it('any provider: asked at most four times in a row and never in a hurry', () => {
    const outcome = fc.constantFrom<(request: SipRequest) => Outcome>(
      () => 'timeout',
      () => 'unsent',
      (request) => ok(request, 0),
      (request) => ok(request, 60),
      (request) => no(request, 401),
      (request) => no(request, 403),
      (request) => no(request, 423, { minExpires: request.headers.need('expires') + 1 }),
      (request) => no(request, 407, { proxyAuthenticate: [digestChallenge({ realm: 'r', nonce: 'n', stale: true })] }),
      (request) => no(request, 401, { wwwAuthenticate: [digestChallenge({ realm: 'r', nonce: 'n' })] }),
      (request) => no(request, 401, { wwwAuthenticate: [digestChallenge({ realm: 'q', nonce: 'm' })] }),
    )
    fc.assert(
      fc.property(fc.array(outcome, { minLength: 1, maxLength: 30 }), (outcomes) => {
        const rig = rigOf((request, n) => outcomes[n % outcomes.length]!(request))
        rig.registration.start()
        rig.clock.move(3_600_000)
        const inHour = rig.asked.length
        expect(inHour).toBeLessThanOrEqual(4 * 360 + 4)
        for (const [i, { atMs }] of rig.asked.entries()) {
          const fourth = rig.asked[i + 4]
          if (fourth !== undefined) expect(fourth.atMs - atMs).toBeGreaterThan(9_000)
        }
        for (const [i, because] of rig.told.entries())
          if (i > 0) expect(because === null).toBe(rig.told[i - 1] !== null)
      }),
    )
  })

  it('mutated answers are a failure at worst', () => {
    const made = providerOf(1000, () => 0)
    const request = rigOf(() => 'unsent')
    request.registration.start()
    const first = request.asked[0]!.request
    const challenge = made(first)
    fc.assert(
      fc.property(mutated({ ...first, headers: challenge.headers }), (bytes) => {
        const text = Buffer.from(bytes)
          .toString('latin1')
          .replace(/^.*\r\n/, 'SIP/2.0 401 Unauthorized\r\n')
        const rig = rigOf(() => {
          try {
            const message = parseMessage(Buffer.from(text, 'latin1'))
            return message.kind === 'response' ? message : 'unsent'
          } catch {
            return 'unsent'
          }
        })
        rig.registration.start()
        rig.clock.move(1000)
        expect(rig.registration.state).toBe('waiting')
      }),
      { numRuns: 1000 },
    )
    expect(writeMessage(challenge).length).toBeGreaterThan(0)
  })
})
