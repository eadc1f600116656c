import { type Codec, formatSdp, parseSdp, pcma, pcmu, staticCodec, telephoneEvent } from '@callweave/sip/sdp'
import { describe, expect, test } from 'vitest'
import { DoubledKeys } from './doubled-keys.js'
import { LegSession } from './session.js'

const g722 = staticCodec(9)
const sessionOf = (): LegSession => new LegSession({ address: '192.0.2.1', rtpPort: 10_000, sessionId: '7' })

/** An offer of somebody at 198.51.100.1. */
const offerOf = (codecs: readonly Codec[], lines = ''): ReturnType<typeof parseSdp> =>
  parseSdp(
    [
      'v=0',
      'o=- 1 1 IN IP4 198.51.100.1',
      's=-',
      'c=IN IP4 198.51.100.1',
      't=0 0',
      `m=audio 20000 RTP/AVP ${codecs.map(({ payload }) => payload).join(' ')}`,
      ...codecs.map(({ payload, name, clockHz }) => `a=rtpmap:${payload} ${name}/${clockHz}`),
      ...(lines === '' ? [] : [lines]),
      '',
    ].join('\r\n'),
  )

describe('the session of a leg', () => {
  test('one law is answered, the wanted one where it is offered, and keys', () => {
    const session = sessionOf()
    session.answer(offerOf([pcmu, pcma, g722, telephoneEvent(96)]), 'a-law')
    expect(session.media()).toEqual({
      remote: { host: '198.51.100.1', port: 20_000 },
      remoteControl: { host: '198.51.100.1', port: 20_001 },
      law: 'a-law',
      codecs: [
        { payloadType: 8, codec: 'pcma/8000' },
        { payloadType: 96, codec: 'telephone-event/8000' },
      ],
      eventType: 96,
      isHeard: true,
    })
    expect(sessionOf().answer(offerOf([pcmu]), 'a-law')).toContain('m=audio 10000 RTP/AVP 0')
  })

  test('no G.711 is answered only with what the other leg has', () => {
    expect(sessionOf().answer(offerOf([g722]), 'a-law')).toBeNull()
    const session = sessionOf()
    expect(session.answer(offerOf([g722, staticCodec(18)]), 'a-law', [staticCodec(18)])).toContain('RTP/AVP 18')
    expect(session.media()?.law).toBeNull()
  })

  test('video and what is encrypted are refused, line by line', () => {
    const both = parseSdp(`${formatSdp(offerOf([pcma]))}m=video 30000 RTP/AVP 96\r\na=rtpmap:96 VP8/90000\r\n`)
    expect(sessionOf().answer(both, 'a-law')).toMatch(/m=audio 10000 .*m=video 0 /s)
    const secure = formatSdp(offerOf([pcma])).replace('RTP/AVP', 'RTP/SAVP')
    expect(sessionOf().answer(parseSdp(secure), 'a-law')).toBeNull()
  })

  test.each([
    ['a=sendonly', true, 'a=recvonly'],
    ['a=inactive', true, 'a=inactive'],
    ['c=IN IP4 0.0.0.0', true, 'a=sendonly'],
    ['a=recvonly', false, 'a=sendonly'],
  ])('P5 %s: on hold %s, answered %s', (line, isHeld, answered) => {
    const session = sessionOf()
    const text = session.answer(offerOf([pcma], line), 'a-law')
    expect([session.isHeldThere, session.media()?.isHeard]).toEqual([isHeld, false])
    if (line.startsWith('a=')) expect(text).toContain(answered)
    if (line !== 'a=recvonly') expect(session.media()?.remote).toBeNull()
  })

  test('the version rises with what changes, and only then', () => {
    const session = sessionOf()
    const versions = [offerOf([pcma]), offerOf([pcma]), offerOf([pcma], 'a=sendonly'), offerOf([pcma])].map(
      (offer) => parseSdp(session.answer(offer, 'a-law') ?? '').origin.sessionVersion,
    )
    expect(versions).toEqual(['0', '0', '1', '2'])
  })

  test('a name where an address should be is waited for, and no description is believed blindly', () => {
    const session = sessionOf()
    session.answer(
      parseSdp(formatSdp(offerOf([pcma])).replace('c=IN IP4 198.51.100.1', 'c=IN IP4 phone.example')),
      'a-law',
    )
    expect(session.media()?.remote).toBeNull()
    const offered = sessionOf()
    offered.offer('a-law')
    expect(() => offered.agree(formatSdp(offerOf([g722])))).toThrow(/no codec of the offer/)
    expect(offered.media()).toBeNull()
  })
})

describe('keys that come twice', () => {
  test('are one press; two presses are two, whichever way each comes', () => {
    const keys = new DoubledKeys()
    const told = [
      keys.isNew('1', 'media', 0),
      keys.isNew('1', 'info', 100),
      keys.isNew('1', 'info', 300),
      keys.isNew('1', 'media', 400),
      keys.isNew('2', 'media', 500),
      keys.isNew('2', 'media', 600),
      keys.isNew('2', 'info', 2_000),
    ]
    expect(told).toEqual([true, false, true, false, true, true, true])
  })
})
