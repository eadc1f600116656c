import { describe, expect, it } from 'vitest'
import { inDialog, scripted } from '../../test/scripted.js'
import { createRig, nothing, remains, requestBy, sdp, sentBy } from '../../test/two-agents.js'
import { address, contactOf, party } from '../headers/address.js'
import { viaOf } from '../headers/via.js'
import { createRequest } from '../message/build.js'
import type { SipMessage } from '../message/message.js'
import { parseUri } from '../uri/parse-uri.js'
import { formatUri } from '../uri/write-uri.js'

const routes = (...texts: string[]) => texts.map((text) => address(parseUri(text)))
const shown = (message: SipMessage) =>
  message.kind === 'request' && [
    formatUri(message.uri),
    (message.headers.get('route') ?? []).map(({ uri }) => formatUri(uri)),
  ]

describe('the way of our requests', () => {
  it('is to a strict router itself, with the target at the end (RFC 3261 section 12.2.1.1)', () => {
    const { rig, call, reply } = scripted()
    rig.deaf.add('carol')
    reply(200, 'b', { body: sdp('answer'), headers: { recordRoute: routes('sip:last;lr', 'sip:carol;x=1') } })
    call.hangUp()
    const wanted = ['sip:carol;x=1', ['sip:last;lr', 'sip:bob@bob']]
    for (const method of ['ACK', 'BYE']) expect(shown(requestBy(rig, 'alice', method))).toEqual(wanted)
    expect(rig.sent.slice(-2).map(({ to }) => to)).toEqual(['carol', 'carol'])
  })

  it('is to a loose router, with the target where it belongs', () => {
    const { rig, call, reply } = scripted()
    rig.deaf.add('carol')
    reply(200, 'b', { body: sdp('answer'), headers: { recordRoute: routes('sip:last', 'sip:carol;lr') } })
    call.hangUp()
    expect(shown(requestBy(rig, 'alice', 'BYE'))).toEqual(['sip:bob@bob', ['sip:carol;lr', 'sip:last']])
    expect(rig.sent.at(-1)?.to).toBe('carol')
  })

  it('from the one who was called is the other way round', () => {
    const rig = createRig()
    rig.deaf.add('alice')
    rig.deaf.add('carol')
    const { call } = rig.invite({ headers: { recordRoute: routes('sip:carol', 'sip:first;lr') } })
    rig.clock.move(10)
    rig.incoming[0]?.call.answer(sdp('answer'))
    const [ok] = sentBy(rig, 'bob', '200 INVITE')
    rig.inject('bob', inDialog(requestBy(rig, 'alice', 'INVITE'), ok, { method: 'ACK', number: 1 }), 'alice')
    rig.incoming[0]?.call.hangUp()
    expect(shown(requestBy(rig, 'bob', 'BYE'))).toEqual(['sip:carol', ['sip:first;lr', 'sip:alice@alice:5060']])
    call.hangUp()
    expect(remains(rig)).toEqual(nothing)
  })
})

describe('a request that comes', () => {
  const come = (uri: string, ...texts: string[]) => {
    const rig = createRig({
      users: {
        bob: {
          admit: (request) => {
            admitted.push(formatUri(request.uri))
            return null
          },
          request: (request, _, respond) => {
            meant.push(formatUri(request.uri))
            respond(200)
          },
        },
      },
    })
    const [admitted, meant]: [string[], string[]] = [[], []]
    const made = (method: string) =>
      createRequest({
        method,
        uri: parseUri(uri),
        headers: {
          via: [viaOf({ transport: 'UDP', host: 'alice', branch: `z9hG4bK${method}` })],
          route: routes(...texts),
          from: party(parseUri('sip:alice@alice'), 'a'),
          to: party(parseUri('sip:100@bob')),
          callId: method,
          cseq: { number: 1, method },
          contact: [contactOf(parseUri('sip:alice@alice'))],
        },
      })
    rig.inject('bob', made('MESSAGE'), 'alice')
    rig.inject('bob', made('INVITE'), 'alice')
    const invite = rig.incoming[0]?.call.invite
    meant.push(invite === undefined ? '' : formatUri(invite.uri))
    rig.incoming[0]?.call.refuse(486)
    return { admitted, meant, left: remains(rig) }
  }

  it('by a strict router has our route for its URI: its user is told whom it is for, admission what came', () => {
    for (const uri of ['sip:bob;lr', 'sip:bob:5060;lr', 'sip:bob'])
      expect(come(uri, 'sip:100@bob')).toMatchObject({ meant: ['sip:100@bob', 'sip:100@bob'], admitted: [uri, uri] })
  })

  it('with a Route that names us is for its URI', () => {
    const { meant } = come('sip:100@bob', 'sip:bob;lr')
    expect(meant).toEqual(['sip:100@bob', 'sip:100@bob'])
  })

  it('for another port of ours is not taken for a route', () => {
    expect(come('sip:bob:5070;lr', 'sip:100@bob').meant).toEqual(['sip:bob:5070;lr', 'sip:bob:5070;lr'])
  })
})
