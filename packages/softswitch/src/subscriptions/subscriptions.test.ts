import { createHandClock } from '@callweave/core/testing'
import {
  address,
  contactOf,
  createResponse,
  eventName,
  mediaType,
  paramOf,
  parseUri,
  SipError,
  type SipRequest,
  sipUri,
  viaOf,
  writeMessage,
} from '@callweave/sip'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createChance, flowOf, mutated, type RequestOptions, readRequest, requestOf } from '../../test/requests.js'
import type { Outcome } from '../ask.js'
import type { Flow } from '../flow.js'
import type { WatchedDialog } from './dialog-info.js'
import { createSubscriptions, type SubscriptionsOptions } from './subscriptions.js'

const phone = flowOf('10.0.0.7', 40_000)
const ok = (request: SipRequest): Outcome => createResponse(request, 200)

const rigOf = (options: Partial<SubscriptionsOptions<Flow>> & { answer?: (request: SipRequest) => Outcome } = {}) => {
  const { answer = ok, ...others } = options
  const clock = createHandClock()
  const sent: { readonly request: SipRequest; readonly to: Flow }[] = []
  const calls = new Map<string, WatchedDialog[]>([
    ['8001', []],
    ['8002', []],
  ])
  let branch = 0
  const subscriptions = createSubscriptions<Flow>({
    clock,
    random: createChance(),
    via: () => {
      branch += 1
      return viaOf({ transport: 'UDP', host: '192.0.2.1', branch: `z9hG4bK${branch}` })
    },
    contact: () => parseUri('sip:192.0.2.1:5060'),
    entityOf: (extension) => sipUri({ user: extension, host: 'center.test' }),
    dialogsOf: (extension) => calls.get(extension) ?? null,
    messagesOf: (extension) => (calls.has(extension) ? { fresh: 2, heard: 8, urgentFresh: 1 } : null),
    send: (request, to, answered) => {
      sent.push({ request, to })
      clock.at(clock.nowMs() + 20, () => answered(answer(request)), undefined)
    },
    ...others,
  })
  const notified = () => {
    clock.move(0)
    return sent.map(({ request: { headers } }) => {
      const { state, params } = headers.need('subscriptionState')
      return `${state} ${paramOf(params, 'expires') ?? paramOf(params, 'reason')}`
    })
  }
  const bodies = () => sent.map(({ request }) => new TextDecoder().decode(request.body))
  return { clock, sent, calls, subscriptions, notified, bodies }
}

interface SubscribeOptions extends RequestOptions {
  readonly event?: string
  readonly expires?: number
  readonly watched?: string
}

const subscribe = ({ event = 'dialog', expires, watched = '8002', headers, ...options }: SubscribeOptions = {}) =>
  requestOf('SUBSCRIBE', {
    uri: `sip:${watched}@center.test`,
    to: watched,
    ...options,
    headers: {
      contact: [contactOf(parseUri('sip:8001@10.0.0.7:5060'))],
      event: eventName(event),
      ...(expires === undefined ? {} : { expires }),
      ...headers,
    },
  })

const open = (rig: ReturnType<typeof rigOf>, options: SubscribeOptions = {}, watcher = '8001') => {
  const response = rig.subscriptions.subscribe(subscribe(options), watcher, phone)
  return { status: response.status, tag: response.headers.need('to').tag ?? '', response }
}

describe('watching', () => {
  it('a lamp: 200, a NOTIFY after it, another with each change, one at the end', () => {
    const rig = rigOf()
    const { status, tag, response } = open(rig, { expires: 600 })
    expect([status, response.headers.get('expires'), rig.sent.length]).toEqual([200, 600, 0])
    expect(rig.notified()).toEqual(['active 600'])
    rig.clock.move(10_000)
    rig.calls.set('8002', [{ id: 'c1', direction: 'recipient', state: 'early' }])
    rig.subscriptions.changed('dialog', '8002')
    rig.subscriptions.changed('dialog', '8001')
    rig.subscriptions.changed('message-summary', '8002')
    rig.clock.move(1000)
    expect(open(rig, { expires: 0, toTag: tag, number: 2 }).status).toBe(200)
    expect(rig.notified()).toEqual(['active 600', 'active 590', 'terminated timeout'])
    expect(rig.bodies().map((body) => /version="(\d+)"/.exec(body)?.[1])).toEqual(['0', '1', '2'])
    expect(rig.bodies()[1]).toContain('<dialog id="c1" direction="recipient"><state>early</state></dialog>')
    rig.clock.move(1_000_000)
    expect([rig.subscriptions.size, rig.clock.due, rig.sent.length]).toEqual([0, 0, 3])
  })

  it('a NOTIFY belongs to the dialog, echoes the event with its id, passes the routes and goes the way it came', () => {
    const rig = rigOf()
    const headers = { event: eventName('dialog', '7'), recordRoute: [address(parseUri('sip:edge.test;lr'))] }
    const { tag } = open(rig, { headers, fromTag: 'theirs', callId: 'lamp' })
    rig.clock.move(0)
    const [{ request, to } = rig.sent[0]!] = rig.sent
    expect(request.headers.need('from')).toMatchObject({ tag, uri: { user: '8002' } })
    expect(request.headers.need('to')).toMatchObject({ tag: 'theirs', uri: { user: '8001' } })
    expect(request.headers.need('event')).toMatchObject({ event: 'dialog', id: '7' })
    expect(request.headers.get('route')).toMatchObject([{ uri: { host: 'edge.test' } }])
    expect(request.headers.get('contentType')).toEqual(mediaType('application/dialog-info+xml'))
    expect([request.headers.need('callId'), to]).toEqual(['lamp', phone])
    expect(request.uri).toMatchObject({ user: '8001', host: '10.0.0.7' })
  })

  it('messages that wait (RFC 3842), of oneself only', () => {
    const rig = rigOf()
    expect(open(rig, { event: 'message-summary' }).status).toBe(403)
    expect(open(rig, { event: 'message-summary', watched: '8001', callId: 'two' }).status).toBe(200)
    rig.clock.move(0)
    expect(rig.bodies()).toEqual([
      'Messages-Waiting: yes\r\nMessage-Account: sip:8001@center.test\r\nVoice-Message: 2/8 (1/0)\r\n',
    ])
  })

  it('what changes while a NOTIFY is out is told in one when it has been answered', () => {
    const rig = rigOf()
    open(rig)
    rig.clock.move(0)
    for (let n = 0; n < 50; n += 1) rig.subscriptions.changed('dialog', '8002')
    expect(rig.sent).toHaveLength(1)
    rig.clock.move(1000)
    expect(rig.sent).toHaveLength(2)
  })

  it('a refresh lasts as long as it asks for; without one it ends and says so', () => {
    const rig = rigOf()
    const { tag } = open(rig, { expires: 60 })
    rig.clock.move(50_000)
    expect(open(rig, { expires: 60, toTag: tag, number: 2 }).status).toBe(200)
    rig.clock.move(59_000)
    expect(rig.notified()).toEqual(['active 60', 'active 60'])
    rig.clock.move(1000)
    expect(rig.notified().at(-1)).toBe('terminated timeout')
    expect(open(rig, { expires: 60, toTag: tag, number: 3 }).status).toBe(481)
  })

  it('asked once with Expires: 0 it is told once', () => {
    const rig = rigOf()
    expect(open(rig, { expires: 0 }).status).toBe(200)
    expect(rig.notified()).toEqual(['terminated timeout'])
    expect(rig.subscriptions.size).toBe(0)
  })

  it('an extension that is no more, and a switch that goes', () => {
    const rig = rigOf()
    open(rig)
    open(rig, { watched: '8001', callId: 'two' })
    rig.clock.move(100)
    rig.calls.delete('8002')
    rig.subscriptions.forget('8002')
    rig.subscriptions.close()
    expect(rig.notified().slice(2)).toEqual(['terminated noresource', 'terminated probation'])
    expect(rig.bodies()[2]).toBe('')
    rig.clock.move(100)
    expect([rig.subscriptions.size, rig.clock.due]).toEqual([0, 0])
  })
})

describe('P8 a phone that asks again outside the dialog', () => {
  it('P8 the same SUBSCRIBE, because our 200 was lost: the same answer, and no second subscription', () => {
    const rig = rigOf()
    const { tag } = open(rig, { expires: 600 })
    rig.clock.move(10_000)
    const { status, tag: same, response } = open(rig, { expires: 600 })
    expect([status, same, response.headers.get('expires')]).toEqual([200, tag, 590])
    expect([rig.subscriptions.size, rig.notified()]).toEqual([1, ['active 600']])
  })

  it('P8 with another number: the new one takes the place of the old', () => {
    const rig = rigOf()
    const { tag } = open(rig, { number: 1 })
    rig.clock.move(1_000)
    const again = open(rig, { number: 2 })
    expect([again.status, rig.subscriptions.size]).toEqual([200, 1])
    expect(again.tag).not.toBe(tag)
    expect(open(rig, { number: 3, toTag: tag }).status).toBe(481)
    expect(open(rig, { number: 3, toTag: again.tag }).status).toBe(200)
  })

  it('P8 started again, it says that it does not know the old one (481), which is gone then', () => {
    const known = new Set(['after'])
    const rig = rigOf({
      answer: (request) => createResponse(request, known.has(request.headers.need('callId')) ? 200 : 481),
    })
    known.add('before')
    open(rig, { callId: 'before' })
    rig.clock.move(1_000)
    known.delete('before')
    open(rig, { callId: 'after' })
    rig.clock.move(1_000)
    expect(rig.subscriptions.size).toBe(1)
    rig.subscriptions.changed('dialog', '8002')
    rig.clock.move(0)
    expect(rig.sent.at(-1)?.request.headers.need('callId')).toBe('after')
  })

  it('P8 two keys of it show the same lamp: both go on', () => {
    const rig = rigOf()
    for (const callId of ['one', 'two']) open(rig, { callId })
    rig.clock.move(1_000)
    rig.subscriptions.changed('dialog', '8002')
    rig.clock.move(1_000)
    expect(rig.sent.slice(-2).map(({ request }) => request.headers.need('callId'))).toEqual(['one', 'two'])
  })

  it('P8 however often it asks, whatever it says: four of a thing at a phone, and never refused for its own old ones', () => {
    const ask = fc.record({
      callId: fc.integer({ min: 0, max: 500 }),
      number: fc.integer({ min: 1, max: 3 }),
      after: fc.nat(100),
    })
    fc.assert(
      fc.property(
        fc.array(ask, { minLength: 20, maxLength: 60 }),
        fc.integer({ min: 1, max: 6 }),
        (asks, ofWatcher) => {
          const rig = rigOf({ settings: { ofWatcher } })
          for (const { callId, number, after } of asks) {
            expect(open(rig, { callId: `c${callId}`, number }).status).toBe(200)
            expect(rig.subscriptions.size).toBeLessThanOrEqual(Math.min(4, ofWatcher))
            rig.clock.move(after)
          }
          expect(rig.subscriptions.size).toBeGreaterThan(0)
        },
      ),
    )
  })
})

describe('refused', () => {
  it.each<[number, SubscribeOptions]>([
    [489, { event: 'presence' }],
    [489, { event: 'constructor' }],
    [489, { headers: { event: undefined } }],
    [406, { headers: { accept: [mediaType('application/pidf+xml')] } }],
    [406, { headers: { accept: [mediaType('application/dialog-info+xml', [{ name: 'q', value: '0' }])] } }],
    [423, { expires: 59 }],
    [404, { watched: '9999' }],
    [481, { toTag: 'nothing' }],
  ])('%i', (status, options) => {
    const rig = rigOf()
    expect(open(rig, options).status).toBe(status)
    expect([rig.subscriptions.size, rig.notified()]).toEqual([0, []])
  })

  it('a dialog of somebody else, of another event, and a number that is too low', () => {
    const rig = rigOf()
    const { tag } = open(rig, { number: 5 })
    expect(open(rig, { toTag: tag, number: 6 }, '8002').status).toBe(481)
    expect(open(rig, { toTag: tag, number: 6, event: 'message-summary' }).status).toBe(481)
    expect(open(rig, { toTag: tag, number: 5 }).status).toBe(500)
    expect(open(rig, { toTag: tag, number: 6 }).status).toBe(200)
  })

  it('more than one watcher may have, more than there may be', () => {
    const settings = { ofWatcher: 3, most: 5 }
    const rig = rigOf({ settings })
    const contactAt = (host: string) => ({ contact: [contactOf(parseUri(`sip:8001@${host}:5060`))] })
    const statuses = [7, 8, 9, 10].map((n) => open(rig, { callId: `c${n}`, headers: contactAt(`10.0.0.${n}`) }).status)
    expect(statuses).toEqual([200, 200, 200, 403])
    expect(['a', 'b', 'c'].map((callId) => open(rig, { callId }, '8002').status)).toEqual([200, 200, 503])
    rig.subscriptions.close()
    expect(open(rig).status).toBe(200)
  })

  it.each<[string, (request: SipRequest) => Outcome, number]>([
    ['timeout', () => 'timeout', 0],
    ['unsent', () => 'unsent', 0],
    ['481', (request) => createResponse(request, 481), 0],
    ['500', (request) => createResponse(request, 500), 1],
  ])('a NOTIFY that is answered with %s', (_, answer, left) => {
    const rig = rigOf({ answer })
    open(rig)
    rig.clock.move(1000)
    expect([rig.subscriptions.size, rig.sent.length]).toEqual([left, 1])
  })
})

describe('documents', () => {
  const text = fc.string({ unit: 'binary', maxLength: 30 })
  const unescaped = (xml: string) =>
    xml.replace(/&(?:#(\d+)|(\w+));/g, (_, code: string | undefined, name: string) =>
      code === undefined
        ? { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }[name]!
        : String.fromCharCode(Number(code)),
    )

  it('whatever a name holds, the XML stands and gives it back', () => {
    const rig = rigOf()
    open(rig, { expires: 3600 })
    fc.assert(
      fc.property(text, text, text, (id, name, callId) => {
        rig.calls.set('8002', [
          {
            id,
            direction: 'initiator',
            state: 'confirmed',
            name: { callId, localTag: 'l', remoteTag: 'r' },
            remote: { uri: `sip:${id}@x`, name },
          },
        ])
        rig.subscriptions.changed('dialog', '8002')
        rig.clock.move(100)
        const body = rig.bodies().at(-1)!
        const shape =
          /^<\?xml version="1.0" encoding="UTF-8"\?>\n<dialog-info xmlns="[^"<]*" version="\d+" state="full" entity="[^"<]*">\n<dialog id="([^"<]*)" call-id="([^"<]*)" local-tag="l" remote-tag="r" direction="initiator"><state>confirmed<\/state><remote><identity display="([^"<]*)">([^<]*)<\/identity><target uri="([^"<]*)"\/><\/remote><\/dialog>\n<\/dialog-info>\n$/
        const found = shape.exec(body)?.slice(1) ?? []
        const whole = (value: string) =>
          // biome-ignore lint/suspicious/noControlCharactersInRegex: those are the ones that no XML may hold
          value.replace(/[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]/gu, '\ufffd')
        expect(found.map(unescaped)).toEqual([id, callId, name, `sip:${id}@x`, `sip:${id}@x`].map(whole))
        expect(body).not.toMatch(/&(?!(?:amp|lt|gt|quot|apos|#\d+);)/)
      }),
    )
  })
})

it('mutated requests: an answer, or a SipError that changed nothing', () => {
  const whole = subscribe({
    expires: 600,
    headers: {
      accept: [mediaType('application/dialog-info+xml')],
      recordRoute: [address(parseUri('sip:edge.test;lr'))],
    },
  })
  let taken = 0
  fc.assert(
    fc.property(mutated(whole), (bytes) => {
      const request = readRequest(bytes)
      if (request === null) return
      const rig = rigOf({ send: (notify) => void writeMessage(notify) })
      try {
        const { status } = rig.subscriptions.subscribe(request, '8001', phone)
        expect(rig.subscriptions.size).toBe(status === 200 ? 1 : 0)
        if (status === 200) taken += 1
      } catch (error) {
        expect(error).toBeInstanceOf(SipError)
        expect([rig.subscriptions.size, rig.clock.due]).toEqual([0, 0])
      }
      rig.clock.move(1000)
    }),
    { numRuns: 3000 },
  )
  expect(taken).toBeGreaterThan(100)
})
