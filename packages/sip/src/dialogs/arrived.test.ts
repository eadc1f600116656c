import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { address, party } from '../headers/address.js'
import { viaOf } from '../headers/via.js'
import { createRequest } from '../message/build.js'
import { parseUri } from '../uri/parse-uri.js'
import type { Uri } from '../uri/uri.js'
import { formatUri } from '../uri/write-uri.js'
import { arrivedFor } from './arrived.js'
import { dialogOfServer } from './dialog.js'
import { requestInDialog } from './request.js'

const isOurs = (uri: Uri): boolean => uri.kind === 'sip' && uri.host === 'us'

const target = (uri: string, ...routes: string[]): string => {
  const request = createRequest({
    method: 'INVITE',
    uri: parseUri(uri),
    headers: {
      via: [viaOf({ transport: 'UDP', host: 'a', branch: 'z9hG4bK1' })],
      from: party(parseUri('sip:a@a'), 'a'),
      to: party(parseUri('sip:b@b')),
      callId: 'a',
      cseq: { number: 1, method: 'INVITE' },
      route: routes.length === 0 ? undefined : routes.map((text) => address(parseUri(text))),
    },
  })
  return formatUri(arrivedFor(request, isOurs))
}

describe('whom a request is for', () => {
  it.each([
    ['no Route', 'sip:us;lr', [], 'sip:us;lr'],
    ['the Route names us, the target stands where it belongs', 'sip:100@us', ['sip:us;lr'], 'sip:100@us'],
    ['routes of others are none of our concern', 'sip:100@us', ['sip:us;lr', 'sip:p;lr'], 'sip:100@us'],
    ['a strict router has put our route in the request URI', 'sip:us;lr', ['sip:100@us'], 'sip:100@us'],
    ['there the last Route is the target', 'sip:x@us;lr', ['sip:p;lr', 'sip:100@elsewhere'], 'sip:100@elsewhere'],
    ['an outbound proxy without lr', 'sip:us', ['sip:100@us'], 'sip:100@us'],
    ['a phone that registers through us', 'sip:us', ['sip:us;lr'], 'sip:us'],
    ['a domain of ours, reached through somebody', 'sip:us', ['sip:100@p'], 'sip:us'],
    ['lr of another host is not ours', 'sip:p;lr', ['sip:100@us'], 'sip:p;lr'],
    ['no SIP URI', 'tel:+1-201-555-0123', ['sip:100@us'], 'tel:+1-201-555-0123'],
  ])('%s', (_, uri, routes, wanted) => {
    expect(target(uri, ...routes)).toBe(wanted)
  })

  it('what is sent through a route set with us as strict or loose router is for its remote target', () => {
    const router = fc.constantFrom('sip:p', 'sip:p;lr', 'sip:q;lr', 'sip:q')
    fc.assert(
      fc.property(fc.array(router, { maxLength: 4 }), fc.boolean(), (others, isStrict) => {
        const via = viaOf({ transport: 'UDP', host: 'a', branch: 'z9hG4bK1' })
        // Whoever is before us and strict has us in the request URI: so does one who takes us for strict.
        const recordRoute = [isStrict ? 'sip:us;x=1' : 'sip:us;lr', ...others].map((text) => address(parseUri(text)))
        const invite = createRequest({
          method: 'INVITE',
          uri: parseUri('sip:b@b'),
          headers: {
            via: [via],
            from: party(parseUri('sip:a@a'), 'a'),
            to: party(parseUri('sip:b@b'), 'b'),
            callId: 'a',
            cseq: { number: 1, method: 'INVITE' },
            contact: [{ ...address(parseUri('sip:100@us')), q: null, expires: null }],
            recordRoute,
          },
        })
        const dialog = dialogOfServer(invite, { ...invite, kind: 'response', status: 200, reason: 'OK' })
        const { request } = requestInDialog(dialog, { method: 'BYE', via })
        expect(formatUri(arrivedFor(request, isOurs))).toBe('sip:100@us')
      }),
    )
  })
})
