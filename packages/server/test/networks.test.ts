/** A center at every address of this machine, which tells each network another address of its own: in Contact, Via and SDP. */
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import {
  address,
  contactOf,
  createRequest,
  createResponse,
  parseMessage,
  party,
  type SipMessage,
  sipUri,
  viaOf,
  writeMessage,
} from '@callweave/sip'
import { formatSdp, makeOffer, parseSdp, pcma } from '@callweave/sip/sdp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type CenterRig, openCenterRig } from './phones/center-rig.js'
import { until } from './phones/folder.js'

/** A peer at an address of its own. */
interface Peer {
  readonly host: string
  readonly port: number
  readonly got: readonly { readonly message: SipMessage; readonly from: string }[]
  /** RTP that came. */
  media(): number
  send(message: SipMessage, to: { readonly host: string; readonly port: number }): void
  /** Where media are wanted. */
  readonly mediaPort: number
  close(): void
}

const opened = async (host: string): Promise<Socket> => {
  const socket = createSocket('udp4')
  socket.bind(0, host)
  await once(socket, 'listening')
  return socket
}

const openPeer = async (host: string): Promise<Peer> => {
  const [sip, media] = [await opened(host), await opened(host)]
  const got: { message: SipMessage; from: string }[] = []
  let packets = 0
  sip.on('message', (bytes, from) => void got.push({ message: parseMessage(bytes), from: from.address }))
  media.on('message', () => {
    packets += 1
  })
  return {
    host,
    port: sip.address().port,
    mediaPort: media.address().port,
    got,
    media: () => packets,
    send: (message, to) => sip.send(writeMessage(message), to.port, to.host),
    close: () => {
      sip.close()
      media.close()
    },
  }
}

const offices = [
  ['127.0.0.31', '127.0.0.41'],
  ['127.0.0.32', '127.0.0.42'],
  // Of no network that is named, and on this machine.
  ['127.0.0.33', '127.0.0.1'],
] as const

describe('several networks', () => {
  let rig: CenterRig
  const peers: Peer[] = []

  beforeAll(async () => {
    const advertise = [
      { network: '0.0.0.0/0', host: '203.0.113.7' },
      { network: '127.0.0.31', host: '127.0.0.41' },
      { network: '127.0.0.32/31', host: '127.0.0.42' },
      { network: '127.0.0.33', host: '127.0.0.1' },
    ]
    rig = await openCenterRig({ listen: { host: '0.0.0.0', advertise } })
  })
  afterAll(async () => {
    for (const peer of peers) peer.close()
    await rig.close()
  })

  test('P1 what is told to everybody else is what phones register with', () => {
    expect(rig.center.switch).toMatchObject({ host: '0.0.0.0', advertise: '203.0.113.7' })
  })

  test.each(offices)('P1 a caller at %s is told %s, and reaches us there with all that follows', async (host, ours) => {
    const peer = await openPeer(host)
    peers.push(peer)
    const callId = `call-of-${host}`
    const us = sipUri({ user: '104', host: '127.0.0.1', port: rig.server.port })
    const common = {
      maxForwards: 70,
      from: party(sipUri({ user: '13800001111', host }), 'theirs'),
      callId,
      contact: [contactOf(sipUri({ user: 'peer', host, port: peer.port }))],
    }
    const via = (branch: string) => [viaOf({ transport: 'UDP', host, port: peer.port, branch: `z9hG4bK${branch}` })]
    const offer = makeOffer({ address: host, sessionId: '1', media: [{ port: peer.mediaPort, codecs: [pcma] }] })
    const session = { contentType: { type: 'application', subtype: 'sdp', params: [] } }
    const invite = createRequest({
      method: 'INVITE',
      uri: us,
      headers: { ...common, ...session, via: via('1'), to: party(us), cseq: { number: 1, method: 'INVITE' } },
      body: formatSdp(offer),
    })
    peer.send(invite, { host: '127.0.0.1', port: rig.server.port })
    const answer = await until('an answer', () =>
      peer.got.map(({ message }) => message).find((one) => one.kind === 'response' && one.status === 200),
    )
    const [contact] = answer.headers.need('contact') as readonly ReturnType<typeof contactOf>[]
    expect(contact?.uri).toMatchObject({ host: ours, port: rig.server.port })
    const described = parseSdp(new TextDecoder().decode(answer.body))
    const { origin, connection } = described
    expect([origin.address.address, connection?.address]).toEqual([ours, ours])

    const target = contact?.uri ?? us
    const there = { host: ours, port: rig.server.port }
    const ack = { via: via('2'), to: address(us), cseq: { number: 1, method: 'ACK' } }
    const to = answer.headers.need('to')
    peer.send(createRequest({ method: 'ACK', uri: target, headers: { ...common, ...ack, to } }), there)
    // It says its prompt, and hangs up: the request of its own comes from where it says.
    const bye = await until('its BYE', () =>
      peer.got.map(({ message }) => message).find((one) => one.kind === 'request' && one.method === 'BYE'),
    )
    if (bye.kind !== 'request') throw new TypeError('a BYE is a request')
    expect(bye.headers.first('via')).toMatchObject({ host: ours, port: rig.server.port })
    peer.send(createResponse(bye, 200), there)
    expect(peer.media()).toBeGreaterThan(50)
    await rig.quiet()
    expect(rig.records.at(-1)).toMatchObject({ dialed: '104', outcome: 'self-served' })
  })
})
