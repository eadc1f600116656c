import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { peer } from '../../../../scripts/peers.mjs'
import { refusal } from '../../test/refusal.js'
import { SipError } from '../error.js'
import { agreedMedia, answerOffer, checkAnswer } from './answer.js'
import { commonCodecs, pcma, pcmu, staticCodec, telephoneEvent } from './codec.js'
import { type ExchangeInput, exchange, exchangeStates } from './exchange.js'
import { holdOffer, makeOffer, nextOffer, resumeOffer } from './offer.js'
import { parseSdp } from './parse-sdp.js'
import {
  addressOf,
  type Direction,
  directionFrom,
  isHeld,
  receives,
  type SessionDescription,
  sends,
} from './session.js'
import { formatSdp, writeSdp } from './write-sdp.js'

const data = peer('data')
const opus = { payload: 111, name: 'opus', clockHz: 48_000, channels: 2, parameters: 'minptime=10;useinbandfec=1' }
const audio = (codecs = [pcma, pcmu, telephoneEvent()]) => ({ port: 4000, codecs })
const offer = (...media: Parameters<typeof makeOffer>[0]['media']) =>
  makeOffer({ address: '192.0.2.1', sessionId: '1', media })
const answer = (to: SessionDescription, accept = audio() as ReturnType<typeof audio> & { direction?: Direction }) =>
  answerOffer(to, { address: '192.0.2.2', sessionId: '2', accept: () => accept })

describe.skipIf(data.missing)(`descriptions from the field${data.note}`, () => {
  if (data.missing) return
  const folder = join(data.path, 'sip', 'sdp')
  for (const name of readdirSync(folder)) {
    it(`${name} is read, written, and read the same`, () => {
      const session = parseSdp(readFileSync(join(folder, name)))
      expect(session.media.length).toBeGreaterThan(0)
      expect(parseSdp(writeSdp(session))).toEqual(session)
    })
  }
})

describe('parseSdp', () => {
  const text = (...lines: string[]) => ['v=0', 'o=- 1 2 IN IP4 192.0.2.1', 's=x', ...lines, ''].join('\r\n')

  it('gives codecs with what is known of static types', () => {
    const { media, connection } = parseSdp(
      text(
        'c=IN IP6 2001:db8::1',
        't=0 0',
        'm=audio 5004 RTP/AVP 8 9 101',
        'a=rtpmap:101 telephone-event/8000',
        'a=fmtp:101 0-15',
      ),
    )
    expect(connection).toEqual({ version: 6, address: '2001:db8::1' })
    expect(media[0]?.codecs).toEqual([pcma, staticCodec(9), telephoneEvent()])
  })

  it.each([
    ['nothing', ''],
    ['no v=', 'o=- 1 2 IN IP4 a\r\ns=-\r\n'],
    ['no o=', 'v=0\r\ns=-\r\n'],
    ['a line that is none', text('hello')],
    ['a port over 65535', text('m=audio 492170 RTP/AVP 0')],
    ['no port', text('m=audio RTP/AVP 0')],
    ['a payload type over 127', text('m=audio 1 RTP/AVP 128')],
    ['an address of no version', text('c=IN IP5 x')],
  ])('%s is bad-sdp, 400', (_, wrong) => {
    if (wrong.includes('IP5')) expect(parseSdp(wrong.replace('IP5', 'IP4')).connection?.address).toBe('x')
    expect(refusal(() => parseSdp(wrong))).toMatchObject({ code: 'bad-sdp', status: 400 })
  })

  it('over a limit is too-large, 413', () => {
    const long = text(...new Array<string>(20).fill('m=audio 1 RTP/AVP 0'))
    expect(refusal(() => parseSdp(long))).toMatchObject({ code: 'too-large', status: 413 })
    expect(refusal(() => parseSdp(text(`a=${'x'.repeat(2000)}`)))).toMatchObject({ code: 'too-large' })
    expect(refusal(() => parseSdp(text('a=x'), { lines: 3 }))).toMatchObject({ code: 'too-large' })
    expect(refusal(() => parseSdp(text('a=x'), { bytes: 10 }))).toMatchObject({ code: 'too-large' })
    expect(refusal(() => parseSdp(text('m=audio 1 RTP/AVP 0 8 9'), { formats: 2 }))).toMatchObject({
      code: 'too-large',
    })
  })

  it('whatever is done to one, a SipError is thrown or nothing', () => {
    const good = formatSdp(offer(audio([opus, pcma])))
    fc.assert(
      fc.property(fc.nat(), fc.nat(60), fc.string({ unit: 'binary', maxLength: 8 }), (at, length, put) => {
        const from = at % good.length
        try {
          formatSdp(parseSdp(good.slice(0, from) + put + good.slice(from + length)))
        } catch (error) {
          expect(error).toBeInstanceOf(SipError)
        }
      }),
    )
  })

  it('a value that would break out of its line is not written', () => {
    const session = offer(audio([{ ...opus, parameters: 'a\r\na=b' }]))
    expect(refusal(() => formatSdp(session))).toMatchObject({ code: 'bad-value' })
    expect(refusal(() => formatSdp({ ...session, name: 'a\nb' }))).toMatchObject({ code: 'bad-value' })
  })
})

describe('offer and answer', () => {
  it('an offer is written and read the same', () => {
    const made = offer({ ...audio([opus, pcma, telephoneEvent(96)]), ptimeMs: 20, direction: 'sendonly' })
    expect(parseSdp(formatSdp(made))).toEqual(made)
  })

  it('the answer has the offered payload types, in the offered order, of what both have', () => {
    const made = answer(offer(audio([opus, { ...pcmu }, pcma, telephoneEvent(96)])))
    expect(made?.media[0]?.codecs.map(({ payload }) => payload)).toEqual([0, 8, 96])
    expect(made?.media[0]?.codecs[2]?.parameters).toBe('0-15')
  })

  it('any codec passes that the other leg has', () => {
    const common = answer(offer(audio([opus, pcma])), audio([{ ...opus, payload: 96 }]))
    expect(common?.media[0]?.codecs).toEqual([opus])
  })

  it('m-lines keep number and order; what is not taken has port 0', () => {
    const three = offer({ ...audio(), kind: 'video', codecs: [staticCodec(34)] }, audio(), { ...audio(), port: 0 })
    const made = answer(three) as SessionDescription
    expect(made.media.map(({ kind, port }) => [kind, port])).toEqual([
      ['video', 0],
      ['audio', 4000],
      ['audio', 0],
    ])
    expect(made.media[0]?.formats).toEqual(['34'])
    expect(() => checkAnswer(three, made)).not.toThrow()
  })

  it('nothing in common, or digits alone, is 488: no answer', () => {
    expect(answer(offer(audio([opus])))).toBeNull()
    expect(answer(offer(audio([opus, telephoneEvent()])))).toBeNull()
  })

  it.each<[Direction, Direction, Direction]>([
    ['sendrecv', 'sendrecv', 'sendrecv'],
    ['sendonly', 'sendrecv', 'recvonly'],
    ['recvonly', 'sendrecv', 'sendonly'],
    ['inactive', 'sendrecv', 'inactive'],
    ['sendonly', 'sendonly', 'inactive'],
    ['sendrecv', 'recvonly', 'recvonly'],
  ])('offered %s and wanted %s is answered %s', (offered, wanted, answered) => {
    const made = answer(offer({ ...audio(), direction: offered }), { ...audio(), direction: wanted })
    expect(made?.media[0]?.direction).toBe(answered)
  })

  it('the directions of both sides always fit', () => {
    const flags = fc.boolean()
    fc.assert(
      fc.property(flags, flags, flags, flags, (a, b, c, d) => {
        const asked = offer({ ...audio(), direction: directionFrom(a, b) })
        const made = answer(asked, { ...audio(), direction: directionFrom(c, d) }) as SessionDescription
        const direction = made.media[0]?.direction as Direction
        expect(sends(direction)).toBe(b && c)
        expect(receives(direction)).toBe(a && d)
        const [ours] = agreedMedia(asked, made)
        const [theirs] = agreedMedia(made, asked)
        expect([ours?.sends, ours?.receives]).toEqual([theirs?.receives, theirs?.sends])
      }),
    )
  })

  it('hold and resume in both styles', () => {
    const first = offer(audio())
    const held = holdOffer(first)
    expect([held.media[0]?.direction, held.origin.sessionVersion, isHeld(held, held.media[0]!)]).toEqual([
      'sendonly',
      '1',
      true,
    ])
    expect(answer(held)?.media[0]?.direction).toBe('recvonly')
    const old = holdOffer(first, 'address')
    expect(old.connection?.address).toBe('0.0.0.0')
    const bare = parseSdp(formatSdp(old).replace('a=sendonly\r\n', ''))
    expect(isHeld(bare, bare.media[0]!)).toBe(true)
    const made = answer(bare) as SessionDescription
    expect(made.media[0]?.direction).toBe('recvonly')
    expect(agreedMedia(made, bare)[0]).toMatchObject({ sendTo: null, sends: false })
    const again = resumeOffer(old, addressOf('192.0.2.1'))
    expect(again).toMatchObject({ connection: { address: '192.0.2.1' }, origin: { sessionVersion: '2' } })
    expect(again.media[0]?.direction).toBe('sendrecv')
    expect(refusal(() => nextOffer(first, []))).toMatchObject({ code: 'bad-value' })
  })

  it('a late offer is answered in the ACK like any other', () => {
    const late = offer(audio([pcma, telephoneEvent(100)]))
    const made = answer(late) as SessionDescription
    checkAnswer(late, made)
    expect(agreedMedia(made, late)[0]).toMatchObject({
      sendTo: { address: '192.0.2.1', port: 4000 },
      send: pcma,
      digits: { send: 100, receive: 100 },
    })
  })

  it('an answer that fits no offer is refused', () => {
    const made = answer(offer(audio())) as SessionDescription
    expect(() => checkAnswer(offer(audio(), audio()), made)).toThrow(SipError)
    expect(() => checkAnswer(offer({ ...audio(), kind: 'video' }), made)).toThrow(SipError)
    expect(() => checkAnswer(offer(audio([opus])), made)).toThrow(SipError)
    expect(() => checkAnswer(offer({ ...audio(), port: 0 }), made)).toThrow(SipError)
    expect(commonCodecs([staticCodec(96)], [staticCodec(97)])).toEqual([])
  })

  it('one offer is under way at a time', () => {
    expect(exchange('agreed', 'offer-sent')).toBe('offer-sent')
    expect(exchange('offer-sent', 'offer-received')).toBeNull()
    expect(exchange('first-offer-sent', 'refused')).toBe('none')
    expect(exchange('agreed', 'answered')).toBeNull()
    const inputs: ExchangeInput[] = ['offer-sent', 'offer-received', 'answered', 'refused']
    for (const state of Object.keys(exchangeStates) as (keyof typeof exchangeStates)[])
      expect(inputs.filter((input) => exchange(state, input) !== null)).toHaveLength(2)
  })
})
