import { createHandClock } from '@callweave/core/testing'
import { type ContactOptions, contactOf, formatUri, parseUri, SipError, type SipRequest } from '@callweave/sip'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createChance, flowOf, mutated, type RequestOptions, readRequest, requestOf } from '../../test/requests.js'
import type { Flow } from '../flow.js'
import { createRegistrar, type RegistrarOptions } from './registrar.js'

const phone = (n: number | string, options: ContactOptions = {}) =>
  contactOf(parseUri(`sip:8001@10.0.0.${n}:5060`), options)

const register = (contacts: ReturnType<typeof phone>[] | '*', options: RequestOptions & { expires?: number } = {}) => {
  const { expires, headers, ...others } = options
  return requestOf('REGISTER', {
    ...others,
    headers: { contact: contacts, ...(expires === undefined ? {} : { expires }), ...headers },
  })
}

const rigOf = (options: Partial<RegistrarOptions<Flow>> = {}) => {
  const clock = createHandClock()
  const told: string[] = []
  const registrar = createRegistrar<Flow>({
    clock,
    random: createChance(),
    onChange: (change) => {
      const { what, binding } = change
      const { host } = binding.contact.uri
      told.push(`${what} ${host}${change.what === 'gone' ? ` ${change.because}` : ''}`)
    },
    ...options,
  })
  const ask = (request: SipRequest, flow = flowOf('10.0.0.7'), extension = '8001') => {
    const response = registrar.register(request, extension, flow)
    const contacts = response.headers.get('contact') ?? []
    const kept =
      contacts === '*' ? [] : contacts.map(({ uri, expires }) => `${uri.kind === 'sip' && uri.host} ${expires}`)
    return { status: response.status, kept, response }
  }
  return { clock, told, registrar, ask }
}

describe('registering (RFC 3261 section 10.3)', () => {
  it('a phone registers, refreshes and goes; each is told once', () => {
    const { ask, told, registrar, clock } = rigOf()
    expect(ask(register([phone(7)]))).toMatchObject({ status: 200, kept: ['10.0.0.7 300'] })
    clock.move(100_000)
    expect(ask(register([phone(7, { expires: 1200 })], { number: 2 })).kept).toEqual(['10.0.0.7 1200'])
    expect(registrar.of('8001')).toHaveLength(1)
    expect(ask(register([phone(7, { expires: 0 })], { number: 3 })).kept).toEqual([])
    expect(told).toEqual(['registered 10.0.0.7', 'refreshed 10.0.0.7', 'gone 10.0.0.7 removed'])
    expect(registrar.size).toBe(0)
  })

  it('the answer has a tag, the date and every phone of the extension', () => {
    const { ask } = rigOf()
    ask(register([phone(7)]))
    const { kept, response } = ask(register([phone(8)], { callId: 'two' }), flowOf('10.0.0.8'))
    expect(kept).toEqual(['10.0.0.8 300', '10.0.0.7 300'])
    expect(response.headers.need('to').tag).toMatch(/^[0-9a-f]{16}$/)
    expect(response.headers.get('date')).toBe(1_000_000)
    expect(ask(requestOf('REGISTER', { number: 9 })).kept).toHaveLength(2)
    expect(ask(register([phone(9)], { from: '8002' }), flowOf('10.0.0.9'), '8002').kept).toHaveLength(1)
  })

  it('times: too short is 423 with Min-Expires, too long is cut, Expires is for Contacts that have none', () => {
    const { ask, registrar } = rigOf()
    const { status, response } = ask(register([phone(7, { expires: 59 }), phone(8)]))
    expect([status, response.headers.get('minExpires')]).toEqual([423, 60])
    expect(registrar.size).toBe(0)
    expect(ask(register([phone(7, { expires: 60 }), phone(8)], { expires: 9999 })).kept).toEqual([
      '10.0.0.7 60',
      '10.0.0.8 3600',
    ])
  })

  it('a phone that is not heard of again goes when its time is over, with one timer for all', () => {
    const { ask, clock, told, registrar } = rigOf()
    for (let n = 1; n <= 8; n += 1) ask(register([phone(n, { expires: 60 * n })], { callId: `c${n}` }))
    expect(clock.due).toBe(1)
    clock.move(59_999)
    expect(registrar.size).toBe(8)
    clock.move(1)
    expect(registrar.size).toBe(7)
    clock.move(7 * 60_000)
    expect(told.filter((line) => line.endsWith('expired'))).toHaveLength(8)
    expect(clock.due).toBe(0)
  })

  it('a request that was overtaken changes nothing: 500', () => {
    const { ask, registrar } = rigOf()
    ask(register([phone(7)], { number: 5 }))
    expect(ask(register([phone(7, { expires: 0 })], { number: 5 })).status).toBe(500)
    expect(ask(register('*', { number: 4, expires: 0 })).status).toBe(500)
    expect(ask(register([phone(8), phone(7)], { number: 4 })).status).toBe(500)
    expect(registrar.of('8001').map(({ contact }) => contact.uri.host)).toEqual(['10.0.0.7'])
    expect(ask(register([phone(7)], { number: 1, callId: 'restarted' })).status).toBe(200)
  })

  it('Contact: * removes every phone, and only with Expires: 0', () => {
    const { ask, registrar } = rigOf()
    ask(register([phone(7), phone(8)]))
    expect(ask(register('*', { number: 2 })).status).toBe(400)
    expect(ask(register('*', { number: 2, expires: 60 })).status).toBe(400)
    expect(registrar.size).toBe(2)
    expect(ask(register('*', { number: 2, expires: 0 }))).toMatchObject({ status: 200, kept: [] })
    expect(registrar.size).toBe(0)
  })

  it('all or nothing: one Contact that cannot be taken leaves all as they were', () => {
    const { ask, registrar, told } = rigOf()
    ask(register([phone(7)]))
    const mail = contactOf(parseUri('mailto:8001@center.test'))
    expect(ask(register([phone(8), mail], { number: 2 })).status).toBe(400)
    expect(ask(register([phone(7, { expires: 0 }), phone(8, { expires: 1 })], { number: 2 })).status).toBe(423)
    expect(registrar.of('8001')).toMatchObject([{ cseq: 1 }])
    expect(told).toEqual(['registered 10.0.0.7'])
  })

  it('eight phones and no more, but what is unreachable makes way', () => {
    const { ask, registrar, clock, told } = rigOf({
      ask: ({ contact }, heard) => heard(contact.uri.host !== '10.0.0.3'),
    })
    for (let n = 1; n <= 8; n += 1)
      expect(ask(register([phone(n, { expires: 900 })], { callId: `c${n}` })).status).toBe(200)
    expect(ask(register([phone(9)], { callId: 'c9' })).status).toBe(403)
    expect(
      ask(
        register(
          Array.from({ length: 9 }, (_, n) => phone(n + 20)),
          { callId: 'many' },
        ),
      ).status,
    ).toBe(403)
    clock.move(120_000)
    expect(ask(register([phone(9)], { callId: 'c9' })).status).toBe(200)
    expect(told).toContain('gone 10.0.0.3 replaced')
    expect(registrar.size).toBe(8)
  })

  it('the same device at another address takes the place of its old binding (RFC 5626)', () => {
    const { ask, registrar } = rigOf()
    const params = [{ name: '+sip.instance', value: '<urn:uuid:1>' }]
    ask(register([phone(7, { params })]))
    ask(register([phone(8, { params })], { callId: 'two' }), flowOf('10.0.0.8'))
    expect(registrar.of('8001')).toMatchObject([{ id: 1, flow: { source: '10.0.0.8' } }])
  })

  it('what stands twice in a request is there once, as the last says', () => {
    const { ask } = rigOf()
    expect(ask(register([phone(7, { expires: 90 }), phone(7, { expires: 70 })])).kept).toEqual(['10.0.0.7 70'])
    expect(ask(register([phone(7, { expires: 90 }), phone(7, { expires: 0 })], { number: 2 })).kept).toEqual([])
  })
})

describe('where a phone is reached', () => {
  it('the flow of the last REGISTER, behind a NAT too', () => {
    const { ask, registrar } = rigOf()
    ask(register([phone(7)]), flowOf('203.0.113.5', 40_001))
    expect(registrar.of('8001')).toMatchObject([{ isTranslated: true, flow: { source: '203.0.113.5', port: 40_001 } }])
    ask(register([phone(7)], { number: 2 }), flowOf('203.0.113.5', 40_002))
    expect(registrar.isAt(flowOf('203.0.113.5', 40_001))).toBe(false)
    const now = flowOf('203.0.113.5', 40_002)
    expect([registrar.isAt(now), registrar.isAt(now, '8001'), registrar.isAt(now, '8002')]).toEqual([true, true, false])
    ask(register([phone(7)], { number: 3 }), flowOf('10.0.0.7', 5060))
    expect(registrar.of('8001')).toMatchObject([{ isTranslated: false }])
  })

  it('a connection that is closed takes the phones heard over it along, and no others', () => {
    const { ask, told, registrar } = rigOf()
    const [one, other] = [flowOf('10.0.0.7', 40_000, 1), flowOf('10.0.0.7', 40_000, 2)]
    ask(register([phone(7), phone(8)]), one)
    ask(register([phone(9)], { callId: 'two' }), other)
    ask(register([phone(7)], { from: '8002' }), one, '8002')
    // Heard over another connection since: the end of the first one says nothing of it.
    ask(register([phone(8)], { number: 2 }), other)
    told.length = 0
    registrar.lost(one)
    expect(told).toEqual(['gone 10.0.0.7 lost', 'gone 10.0.0.7 lost'])
    expect(registrar.of('8001').map(({ contact }) => contact.uri.host)).toEqual(['10.0.0.9', '10.0.0.8'])
    expect([registrar.of('8002'), registrar.isAt(one)]).toEqual([[], false])
    registrar.lost(one)
    expect(told).toHaveLength(2)
    expect(ask(register([phone(7)], { number: 3 }), flowOf('10.0.0.7', 40_001, 3)).status).toBe(200)
    expect(told.at(-1)).toBe('registered 10.0.0.7')
  })

  it('phones are rung by q, those that answer first', () => {
    const { ask, registrar, clock, told } = rigOf({
      ask: ({ contact }, heard) => heard(contact.uri.host !== '10.0.0.2'),
    })
    ask(register([phone(1, { q: 0.1 }), phone(2, { q: 0.9 }), phone(3, { q: 0.5 })]))
    const order = () => registrar.of('8001').map(({ contact }) => contact.uri.host.slice(-1))
    expect(order()).toEqual(['2', '3', '1'])
    clock.move(60_000)
    expect(order()).toEqual(['2', '3', '1'])
    clock.move(60_000)
    expect(order()).toEqual(['3', '1', '2'])
    expect(told.filter((line) => line.startsWith('unreachable'))).toEqual(['unreachable 10.0.0.2'])
    ask(register([phone(2)], { number: 2 }))
    expect(told.at(-1)).toBe('reachable 10.0.0.2')
  })

  it('each phone is asked every 60 s from its own first REGISTER, and no more when it is gone', () => {
    const asked: string[] = []
    const { ask, clock } = rigOf({
      ask: ({ contact }, heard) => {
        asked.push(`${contact.uri.host} ${clock.nowMs() - 1_000_000}`)
        heard(true)
      },
    })
    ask(register([phone(1)]))
    clock.move(1000)
    ask(register([phone(2, { expires: 90 })], { callId: 'two' }))
    clock.move(125_000)
    expect(asked).toEqual(['10.0.0.1 60000', '10.0.0.2 61000', '10.0.0.1 120000'])
  })

  it('without a question nobody is unreachable, and nothing is due when all is closed', () => {
    const { ask, clock, registrar } = rigOf()
    ask(register([phone(1, { expires: 3600 })]))
    clock.move(3_000_000)
    expect(registrar.of('8001')).toMatchObject([{ isReachable: true }])
    registrar.forget('8001')
    expect(registrar.size).toBe(0)
    registrar.close()
    expect(clock.due).toBe(0)
  })
})

describe('properties', () => {
  const contact = fc
    .record({ n: fc.nat(11), expires: fc.constantFrom(null, 0, 30, 60, 500, 9999), instance: fc.nat(3) })
    .map(({ n, expires, instance }) =>
      phone(n, { expires, params: instance > 0 ? [{ name: '+sip.instance', value: `<urn:${instance}>` }] : [] }),
    )
  const step = fc.record({
    contacts: fc.oneof(
      { arbitrary: fc.array(contact, { maxLength: 9 }), weight: 5 },
      { arbitrary: fc.constant('*' as const), weight: 1 },
    ),
    number: fc.integer({ min: 1, max: 30 }),
    callId: fc.constantFrom('a', 'b', 'c'),
    expires: fc.constantFrom(0, 60, 200),
    waitMs: fc.nat(200_000),
  })

  it('never over the limit, never past its time, a refusal changes nothing, and who was told knows all', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        const known = new Map<number, number>()
        const clock = createHandClock()
        const registrar = createRegistrar<Flow>({
          clock,
          random: createChance(),
          onChange: ({ what, binding }) => {
            if (what === 'registered') expect(known.has(binding.id)).toBe(false)
            else expect(known.has(binding.id)).toBe(true)
            if (what === 'gone') known.delete(binding.id)
            else known.set(binding.id, binding.expiresAtMs)
          },
        })
        for (const { contacts, number, callId, expires, waitMs } of steps) {
          const before = registrar.of('8001')
          const { status } = registrar.register(
            register(contacts, { number, callId, expires }),
            '8001',
            flowOf('10.0.0.7'),
          )
          if (status !== 200) expect(registrar.of('8001')).toEqual(before)
          expect(registrar.size).toBeLessThanOrEqual(8)
          clock.move(waitMs)
          for (const { expiresAtMs } of registrar.all()) expect(expiresAtMs).toBeGreaterThan(clock.nowMs())
          expect(new Set(registrar.all().map(({ id }) => id))).toEqual(new Set(known.keys()))
          expect(clock.due).toBeLessThanOrEqual(1)
        }
      }),
    )
  })

  it('mutated requests: an answer, or a SipError that changed nothing', () => {
    const whole = register(
      [phone(7, { q: 0.5, expires: 90, params: [{ name: '+sip.instance', value: '<urn:uuid:1>' }] }), phone(8)],
      { expires: 600, headers: { userAgent: 'Phone 1.0' } },
    )
    let answered = 0
    fc.assert(
      fc.property(mutated(whole), (bytes) => {
        const { registrar } = rigOf()
        const request = readRequest(bytes)
        if (request === null) return
        try {
          const { status } = registrar.register(request, '8001', flowOf('10.0.0.7'))
          if (status !== 200) expect(registrar.size).toBe(0)
          for (const binding of registrar.all()) expect(formatUri(binding.contact.uri)).toMatch(/^sips?:/)
          answered += 1
        } catch (error) {
          expect(error).toBeInstanceOf(SipError)
          expect(registrar.size).toBe(0)
        }
      }),
      { numRuns: 3000 },
    )
    expect(answered).toBeGreaterThan(100)
  })
})
