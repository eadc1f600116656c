import { createHandClock } from '@callweave/core/testing'
import { address, formatUri, type HeaderFields, parseUri, type SipRequest, writeMessage } from '@callweave/sip'
import { answerChallenge } from '@callweave/sip/digest'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createChance, flowOf, mutated, readRequest, requestOf } from '../../test/requests.js'
import type { Flow } from '../flow.js'
import { createGuard } from '../guard/guard.js'
import { createTrunks } from '../trunks/trunks.js'
import { type Admission, admission } from './admission.js'

const passwords = new Map([
  ['8001', 'one'],
  ['8002', 'two'],
])

const rigOf = (registered: readonly Flow[] = []) => {
  const clock = createHandClock()
  const trunks = createTrunks(
    [{ name: 'carrier', channels: 30, addresses: [{ network: '192.0.2.0/24' }] }],
    () => undefined,
  )
  const guard = createGuard({
    clock,
    random: createChance(),
    key: new Uint8Array(32).fill(9),
    accountOf: (username) => {
      const password = passwords.get(username)
      return password === undefined
        ? null
        : { identity: { who: 'phone', extension: username }, secretOf: () => ({ password }) }
    },
    isKnown: (from) => trunks.isKnown(from),
    notice: () => undefined,
  })
  const isRegistered = (from: Flow) =>
    registered.some(({ source, port }) => source === from.source && port === from.port)
  const admit = (request: SipRequest, from: Flow): Admission =>
    admission(request, from, { guard, trunks, isRegistered, local: () => ({ host: 'center.test', port: 5060 }) })
  return { clock, admit, trunks }
}

const routed = (request: SipRequest, uri: string, route: string): SipRequest => {
  const { method, headers } = request
  const { authorization } = headers.all()
  return requestOf(method, { uri, number: 3, headers: { authorization, route: [address(parseUri(route))] } })
}

const signed = (request: SipRequest, answer: Admission, username: string, password: string, count = 1): SipRequest => {
  const challenge = answer.who === 'nobody' ? answer.response?.headers.get('wwwAuthenticate')?.[0] : undefined
  if (challenge === undefined) return request
  const { method, uri, headers } = request
  const parts = { challenge, username, secret: { password }, method, uri: formatUri(uri), cnonce: 'c', count }
  const authorization: HeaderFields['authorization'] = [answerChallenge(parts)!]
  const from = headers.need('from').uri
  const user = from.kind === 'sip' ? (from.user ?? '') : ''
  return requestOf(method, { uri: formatUri(uri), from: user, number: 2, headers: { authorization } })
}

describe('who comes in', () => {
  it('P1 a listed address calls without credentials, and registers with them only', () => {
    const { admit } = rigOf()
    const from = flowOf('192.0.2.50')
    expect(admit(requestOf('INVITE'), from)).toEqual({ who: 'trunk', trunk: 'carrier' })
    expect(admit(requestOf('REGISTER'), from)).toMatchObject({ who: 'nobody', response: { status: 401 } })
    expect(admit(requestOf('SUBSCRIBE'), from)).toMatchObject({ who: 'nobody', response: { status: 401 } })
  })

  it("P1 who guesses from a trunk's address is refused, whatever it guesses with; the trunk's calls come in", () => {
    const from = flowOf('192.0.2.50')
    for (const method of ['REGISTER', 'INVITE']) {
      const { admit } = rigOf()
      const answers: (number | undefined)[] = []
      for (let n = 0; n < 40; n += 1) {
        const challenged = admit(requestOf('REGISTER'), from)
        const nonce = challenged.who === 'nobody' && challenged.response !== null ? challenged : null
        if (nonce === null) break
        const guessed = admit(signed(requestOf(method), nonce, '8001', 'guess'), from)
        expect(guessed.who).toBe('nobody')
        if (guessed.who === 'nobody') answers.push(guessed.response?.status)
      }
      expect(answers).toEqual([...new Array<number>(19).fill(401), undefined])
      expect(admit(requestOf('REGISTER'), flowOf('192.0.2.50', 7000))).toMatchObject({ response: null })
      expect(admit(requestOf('INVITE'), from)).toEqual({ who: 'trunk', trunk: 'carrier' })
      expect(admit(requestOf('OPTIONS'), from)).toEqual({ who: 'trunk', trunk: 'carrier' })
      expect(admit(requestOf('REGISTER'), flowOf('192.0.2.51'))).toMatchObject({ response: { status: 401 } })
    }
  })

  it('P3 right credentials make a phone of who has them, at an address of a trunk too; those of other realms do not', () => {
    const { admit } = rigOf()
    const from = flowOf('192.0.2.50')
    const request = signed(requestOf('INVITE'), admit(requestOf('REGISTER'), from), '8001', 'one')
    expect(admit(request, from)).toEqual({ who: 'phone', extension: '8001' })
    const [own] = request.headers.need('authorization')
    const params = own!.params.map((one) => (one.name === 'realm' ? { ...one, value: 'elsewhere' } : one))
    const other = requestOf('INVITE', { headers: { authorization: [{ ...own!, params }] } })
    expect(admit(other, from)).toEqual({ who: 'trunk', trunk: 'carrier' })
  })

  it.each([
    [
      'credentials for another number than the Route ends in',
      'sip:100@center.test',
      'sip:100@center.test;lr',
      'nobody',
    ],
    [
      'credentials for that number, through a strict router',
      'sip:0900123@center.test',
      'sip:x@center.test;lr',
      'phone',
    ],
    ['credentials for an outbound proxy, which names no user', 'sip:center.test', 'sip:center.test', 'phone'],
    ['credentials for the number behind that', 'sip:0900123@center.test', 'sip:center.test', 'phone'],
  ])('P3 a Route of ours in the URI: %s', (_, signedFor, uri, who) => {
    const { admit } = rigOf()
    const from = flowOf('198.51.100.9')
    const asked = requestOf('INVITE', { uri: signedFor })
    const request = routed(signed(asked, admit(asked, from), '8001', 'one'), uri, 'sip:0900123@center.test')
    expect(admit(request, from).who).toBe(who)
  })

  it('P1 a provider that sends through a strict router is known by the Contact that the Route ends in', () => {
    const { admit, trunks } = rigOf()
    const from = flowOf('198.51.100.1')
    trunks.registeredOver('carrier', { flow: from, user: 'line-71' })
    const request = routed(requestOf('INVITE'), 'sip:center.test;lr', 'sip:line-71@center.test')
    expect(admit(request, from)).toEqual({ who: 'trunk', trunk: 'carrier' })
  })

  it('P1 who gives its name as a scanner is no trunk, at whatever address', () => {
    const { admit } = rigOf()
    for (const method of ['OPTIONS', 'INVITE', 'REGISTER', 'SUBSCRIBE']) {
      const scan = requestOf(method, { headers: { userAgent: 'friendly-scanner' } })
      expect(admit(scan, flowOf('192.0.2.50'))).toEqual({ who: 'nobody', response: null, delayMs: 0 })
    }
  })

  it('P3 a phone that is registered from an address of a trunk is a phone', () => {
    const from = flowOf('192.0.2.50', 5066)
    const { admit } = rigOf([from])
    const challenged = admit(requestOf('INVITE'), from)
    expect(challenged).toMatchObject({ who: 'nobody', response: { status: 401 } })
    expect(admit(signed(requestOf('INVITE'), challenged, '8001', 'one'), from)).toEqual({
      who: 'phone',
      extension: '8001',
    })
    expect(admit(requestOf('INVITE'), flowOf('192.0.2.50', 5060)).who).toBe('trunk')
  })

  it('no message without right credentials or a listed address is ever let in', () => {
    const step = fc.record({
      method: fc.constantFrom(
        'INVITE',
        'REGISTER',
        'OPTIONS',
        'SUBSCRIBE',
        'MESSAGE',
        'REFER',
        'BYE',
        'ACK',
        'CANCEL',
        'NOTIFY',
        'FOO',
      ),
      source: fc.constantFrom('198.51.100.1', '198.51.100.2', '192.0.3.1', '2001:db8::1', '127.0.0.1', ''),
      claims: fc.constantFrom('8001', '8002', '9999', 'carrier'),
      username: fc.constantFrom('8001', '8002', '9999', 'carrier'),
      password: fc.constantFrom('one', 'two', '', 'guess'),
      credentials: fc.constantFrom('none', 'fresh', 'fresh', 'replayed', 'of-other-method'),
      waitMs: fc.constantFrom(0, 10, 400_000),
    })
    // At least once with right ones, whatever chance brings.
    const lucky = {
      ...{ method: 'INVITE', source: '198.51.100.1', claims: '8001', username: '8001', password: 'one' },
      ...{ credentials: 'fresh', waitMs: 0 },
    } as const
    let right = 0
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
        const { admit, clock } = rigOf()
        let last: SipRequest | null = null
        for (const { method, source, claims, username, password, credentials, waitMs } of steps) {
          clock.move(waitMs)
          const from = flowOf(source)
          const request = requestOf(method, { from: claims })
          const first = admit(request, from)
          expect(first.who).toBe('nobody')
          if (credentials === 'none') continue
          if (credentials === 'replayed') {
            if (last !== null) expect(admit(last, from).who).toBe('nobody')
            continue
          }
          const made = signed(request, first, username, password)
          const used =
            credentials === 'fresh'
              ? made
              : requestOf(method === 'INVITE' ? 'REFER' : 'INVITE', {
                  from: claims,
                  headers: { authorization: made.headers.get('authorization') },
                })
          const second = admit(used, from)
          const isRight = passwords.get(username) === password && claims === username && credentials === 'fresh'
          if (second.who !== 'nobody') {
            expect(isRight).toBe(true)
            expect(second).toEqual({ who: 'phone', extension: username })
            right += 1
            last = used
          }
        }
      }),
      { examples: [[[lucky]]] },
    )
    expect(right).toBeGreaterThan(0)
  })

  it('mutated messages of strangers are never let in', () => {
    const whole = requestOf('INVITE', {
      headers: {
        authorization: [
          {
            scheme: 'Digest',
            params: [
              { name: 'username', value: '8001' },
              { name: 'realm', value: 'callweave' },
              { name: 'nonce', value: 'x' },
              { name: 'uri', value: 'sip:center.test' },
              { name: 'response', value: '0' },
            ],
            token68: null,
          },
        ],
      },
    })
    const { admit } = rigOf()
    let read = 0
    fc.assert(
      fc.property(mutated(whole), (bytes) => {
        const request = readRequest(bytes)
        if (request === null) return
        read += 1
        try {
          expect(admit(request, flowOf(`198.51.${read & 255}.${read >> 8}`)).who).toBe('nobody')
        } catch (error) {
          expect(error).toMatchObject({ name: 'SipError', status: 400 })
        }
      }),
      { numRuns: 3000 },
    )
    expect(read).toBeGreaterThan(100)
    expect(writeMessage(whole).length).toBeGreaterThan(0)
  })
})
