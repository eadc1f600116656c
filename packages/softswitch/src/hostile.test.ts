/** Whatever comes from a socket: nothing is thrown but what the transport answers, nobody gets in, and the switch goes on. */
import { SipError } from '@callweave/sip'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { endsOf, talk, told } from '../test/acts.js'
import { createBoardRig } from '../test/board-rig.js'
import { memoryFlow } from '../test/memory-network.js'
import { mutated, readRequest, requestOf } from '../test/requests.js'

const sdp = [
  'v=0',
  'o=- 1 1 IN IP4 10.2.0.9',
  's=-',
  'c=IN IP4 10.2.0.9',
  't=0 0',
  'm=audio 20000 RTP/AVP 8 101',
  'a=rtpmap:101 telephone-event/8000',
  '',
].join('\r\n')

const headers = {
  contentType: { type: 'application', subtype: 'sdp', params: [] },
  contact: [{ name: null, uri: requestOf('INVITE').uri, q: null, expires: null, params: [] }],
}

const methods = ['INVITE', 'REGISTER', 'SUBSCRIBE', 'OPTIONS', 'BYE', 'CANCEL', 'REFER', 'INFO']

const anyRequest = fc
  .tuple(fc.constantFrom(...methods), fc.nat(1_000_000))
  .chain(([method, n]) =>
    mutated(
      requestOf(method, { headers, body: method === 'INVITE' ? sdp : '', uri: 'sip:8001@10.0.0.1', callId: `c${n}` }),
    ),
  )

test('requests that are nearly right do no harm', { timeout: 120_000 }, async () => {
  const rig = await createBoardRig({ settings: { registrar: { qualify: null } } })
  const { leg, agent } = await talk(rig)
  const before = told(rig, 'leg.dialed').length
  // Unharmed, it is a call.
  rig.switch.receive(requestOf('INVITE', { headers, body: sdp, uri: 'sip:8001@10.0.0.1' }), memoryFlow('10.2.0.9'))
  let hosts = 0
  await fc.assert(
    fc.asyncProperty(anyRequest, fc.boolean(), async (bytes, isTrunk) => {
      const request = readRequest(bytes)
      if (request === null) return
      hosts += 1
      const from = memoryFlow(isTrunk ? '10.2.0.9' : `10.70.${(hosts >> 8) & 255}.${hosts & 255}`)
      try {
        rig.switch.receive(request, from)
      } catch (error) {
        expect(error).toBeInstanceOf(SipError)
      }
      await rig.pass(20)
    }),
  )
  await rig.pass(100_000)
  expect([endsOf(rig, leg), endsOf(rig, agent)]).toEqual([[], []])
  expect(told(rig, 'leg.dialed').length).toBe(before)
  expect(told(rig, 'leg.arrived').length).toBeGreaterThan(1)
  expect(rig.switch.phones.registrations().map(({ extension }) => extension)).toEqual(['8001'])
  expect(rig.notices.every(({ notice }) => notice === 'stranger')).toBe(true)
  await rig.close()
  await rig.pass(70_000)
  expect(rig.switch.size).toBe(0)
  expect(rig.time.pending).toBe(0)
})
