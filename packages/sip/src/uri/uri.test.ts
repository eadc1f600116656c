import { describe, expect, it } from 'vitest'
import { SipError } from '../error.js'
import { sameUri } from './compare-uri.js'
import { parseUri } from './parse-uri.js'
import { sipUri, telDigits, telUri, uriParam } from './uri.js'
import { formatUri } from './write-uri.js'

const same = (a: string, b: string): boolean => sameUri(parseUri(a), parseUri(b))

describe('RFC 3261 section 19.1.4', () => {
  it.each([
    ['sip:%61lice@atlanta.com;transport=TCP', 'sip:alice@AtlanTa.CoM;Transport=tcp'],
    ['sip:carol@chicago.com', 'sip:carol@chicago.com;newparam=5'],
    ['sip:carol@chicago.com;newparam=5', 'sip:carol@chicago.com;security=on'],
    [
      'sip:biloxi.com;transport=tcp;method=REGISTER?to=sip:bob%40biloxi.com',
      'sip:biloxi.com;method=REGISTER;transport=tcp?to=sip:bob%40biloxi.com',
    ],
    [
      'sip:alice@atlanta.com?subject=project%20x&priority=urgent',
      'sip:alice@atlanta.com?priority=urgent&subject=project%20x',
    ],
  ])('%s is %s', (a, b) => expect(same(a, b)).toBe(true))

  it.each([
    ['SIP:ALICE@AtLanTa.CoM;Transport=udp', 'sip:alice@AtLanTa.CoM;Transport=UDP'],
    ['sip:bob@biloxi.com', 'sip:bob@biloxi.com:5060'],
    ['sip:bob@biloxi.com', 'sip:bob@biloxi.com;transport=udp'],
    ['sip:bob@biloxi.com', 'sip:bob@biloxi.com:6000;transport=tcp'],
    ['sip:carol@chicago.com', 'sip:carol@chicago.com?Subject=next%20meeting'],
    ['sip:bob@phone21.boxesbybob.com', 'sip:bob@192.0.2.4'],
    ['sip:carol@chicago.com;security=on', 'sip:carol@chicago.com;security=off'],
    ['sip:bob@biloxi.com', 'sips:bob@biloxi.com'],
    ['sip:bob@biloxi.com', 'tel:+12015550123'],
  ])('%s is not %s', (a, b) => expect(same(a, b)).toBe(false))
})

describe('tel: URIs', () => {
  it('separators and the order of parameters count in no number (RFC 3966 section 4)', () => {
    expect(same('tel:+1-201-555-0123;ext=12;isub=3', 'TEL:+12015550123;isub=3;ext=1-2')).toBe(true)
    expect(same('tel:+12015550123', 'tel:12015550123;phone-context=+1')).toBe(false)
    expect(telDigits(telUri('+1-(201)-555.0123'))).toBe('+12015550123')
  })

  it('refuses what is no number', () => {
    expect(() => parseUri('tel:alice')).toThrow(SipError)
    expect(() => parseUri('tel:+')).toThrow(SipError)
    expect(() => formatUri(telUri('12 34'))).toThrow(SipError)
  })
})

describe('parts of a URI', () => {
  it('IPv6 comes without brackets and goes with them', () => {
    const uri = parseUri('sips:bob:s%3Acret@[2001:db8::1]:5061;lr;transport=tls')
    expect(uri).toMatchObject({ user: 'bob', password: 's:cret', host: '2001:db8::1', port: 5061 })
    expect([uriParam(uri, 'lr'), uriParam(uri, 'transport'), uriParam(uri, 'maddr')]).toEqual([null, 'tls', undefined])
    expect(formatUri(uri)).toBe('sips:bob:s%3Acret@[2001:db8::1]:5061;lr;transport=tls')
  })

  it('a feature code may hold # as phones send it, and is written with an escape', () => {
    expect(formatUri(parseUri('sip:#31#123@a'))).toBe('sip:%2331%23123@a')
  })

  it('a user that is no UTF-8 is another user than one that is, and comes back byte for byte', () => {
    expect(same('sip:%ff@a', 'sip:%fe@a')).toBe(false)
    expect(formatUri(parseUri('sip:%FF%00@a'))).toBe('sip:%FF%00@a')
  })

  it.each([
    '',
    'sip',
    'sip:',
    'sip:@a',
    'sip:a b@c',
    'sip:a@',
    'sip:a@b:99999',
    'sip:a@[::1',
    'sip:a@b;x=1;X=2',
    'sip:%zz@a',
    'sip:a@b?x',
  ])('%s is refused with the byte', (text) => {
    try {
      parseUri(text)
      expect.unreachable()
    } catch (error) {
      expect(error).toBeInstanceOf(SipError)
      expect((error as SipError).status).toBe(400)
      expect((error as SipError).offset).toBeGreaterThanOrEqual(0)
    }
  })

  it('refuses to write what would be read as something else', () => {
    expect(() => formatUri(sipUri({ host: 'a>b' }))).toThrow(SipError)
    expect(() => formatUri(sipUri({ host: 'a', port: 70_000 }))).toThrow(SipError)
    expect(() => formatUri({ kind: 'other', scheme: 'x', rest: 'a\r\nb' })).toThrow(SipError)
  })
})
