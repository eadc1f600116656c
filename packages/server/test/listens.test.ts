/** A center at several addresses: each phone is told, called from and heard by the one that it is reached by. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { networkInterfaces } from 'node:os'
import type { contactOf } from '@callweave/sip'
import { parseSdp } from '@callweave/sip/sdp'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type CenterRig, openCenterRig, says } from './phones/center-rig.js'
import { freePort, until, waits } from './phones/folder.js'
import { type OwnCall, type OwnPhone, openOwnPhone } from './phones/own-phone.js'
import { msOf } from './phones/sounds.js'

const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'))
const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

/** What a phone was told by the center, in the message that began or answered its call. */
const toldBy = ({ sip }: OwnCall, body: string | null) => {
  const [contact] = (sip.invite.headers.need('contact') as readonly ReturnType<typeof contactOf>[]) ?? []
  const { origin, connection } = parseSdp(body ?? '')
  return {
    contact: contact?.uri.kind === 'sip' ? `${contact.uri.host}:${contact.uri.port}` : null,
    media: [origin.address.address, connection?.address],
  }
}

const openPhone = async (
  rig: CenterRig,
  { host, port }: { readonly host: string; readonly port: number },
  about: {
    readonly user: string
    readonly hz: number
    readonly at: string
    readonly extension?: boolean
    readonly answers?: 'never'
  },
): Promise<OwnPhone> => {
  const { user, hz, at, extension = true, answers = 'at-once' } = about
  const password = extension ? { password: `password-of-EXT_${user}` } : {}
  const phone = await openOwnPhone({ folder: rig.folder, server: { host, port }, user, ...password, hz, at, answers })
  closing.push(() => phone.close())
  if (extension) expect(await phone.register()).toBe(200)
  return phone
}

const others = [
  ['another network', '127.0.0.52', '127.0.0.62', true],
  ['IPv6', '::1', '::1', hasIpv6],
] as const

describe('several addresses', () => {
  let rig: CenterRig
  beforeAll(async () => {
    const also = [{ host: '127.0.0.52', port: 0 }, ...(hasIpv6 ? [{ host: '::1', port: 0 }] : [])]
    rig = await openCenterRig({ listen: { also } })
  })
  afterAll(() => rig.close())

  test('P1 each is told, with its port and its transports', () => {
    const { listens } = rig.center.switch
    expect(listens.map(({ host, advertise, transports }) => [host, advertise, transports])).toEqual(
      ['127.0.0.1', '127.0.0.52', ...(hasIpv6 ? ['::1'] : [])].map((host) => [host, host, ['UDP', 'TCP']]),
    )
    expect(new Set(listens.map(({ port }) => port)).size).toBe(listens.length)
  })

  for (const [name, ours, theirs, isThere] of others)
    test.skipIf(!isThere)(
      `P1 P3 a caller of ${name} and an agent of the first hear each other, each by its own address${isThere ? '' : ' (this machine has no ::1)'}`,
      async () => {
        const [first] = rig.center.switch.listens
        const there = rig.center.switch.listens.find(({ host }) => host === ours)
        if (first === undefined || there === undefined) throw new TypeError('it does not listen there')
        const ana = await openPhone(rig, first, { user: '8001', hz: says.ana, at: '127.0.0.63' })
        const caller = await openPhone(rig, there, { user: '139', hz: says.caller, at: theirs, extension: false })
        const since = rig.events.length
        const made = caller.dial('101')
        const taken = await ana.called()
        await until('the answer', () => made.isUp())
        const invited = toldBy(taken, new TextDecoder().decode(taken.sip.invite.body))
        expect(invited).toEqual({ contact: `${first.host}:${first.port}`, media: [first.host, first.host] })
        expect(taken.sip.invite.headers.first('via')).toMatchObject({ host: first.host, port: first.port })
        expect(taken.sip.peer).toMatchObject({ source: first.host, port: first.port })
        const answer = made.answer()
        const [contact] = answer.headers.need('contact') as readonly ReturnType<typeof contactOf>[]
        expect(contact?.uri).toMatchObject({ host: there.host, port: there.port })
        const { origin, connection } = parseSdp(new TextDecoder().decode(answer.body))
        expect([origin.address.address, connection?.address]).toEqual([ours, ours])
        await rig.event('legs.bridged', since)
        await waits(1_000)
        // The center hangs up at one end, in a dialog that began at the other.
        made.sip.hangUp()
        await until('both are over', () => taken.end() !== null && made.end() !== null)
        // Both take media only from where they were signalled.
        expect(msOf(await taken.heard(), says.caller)).toBeGreaterThan(500)
        expect(msOf(await made.heard(), says.ana)).toBeGreaterThan(500)
        await rig.quiet()
      },
    )

  test('P3 a phone of the second network is called at the address that it has registered with', async () => {
    const [first, second] = rig.center.switch.listens
    if (first === undefined || second === undefined) throw new TypeError('it does not listen there')
    const ben = await openPhone(rig, second, { user: '8002', hz: says.ben, at: '127.0.0.64' })
    const ana = await openPhone(rig, first, { user: '8001', hz: says.ana, at: '127.0.0.63' })
    const made = ana.dial('8002')
    const taken = await ben.called()
    expect(taken.sip.peer).toMatchObject({ source: second.host, port: second.port })
    expect(toldBy(taken, new TextDecoder().decode(taken.sip.invite.body))).toEqual({
      contact: `${second.host}:${second.port}`,
      media: [second.host, second.host],
    })
    await until('the answer', () => made.isUp())
    await waits(1_000)
    taken.sip.hangUp()
    await until('both are over', () => taken.end() !== null && made.end() !== null)
    expect(msOf(await taken.heard(), says.ana)).toBeGreaterThan(500)
    expect(msOf(await made.heard(), says.ben)).toBeGreaterThan(500)
    await rig.quiet()
  })

  test('P3 of an extension with phones in both networks all ring, each told its own address for media', async () => {
    const [first, second] = rig.center.switch.listens
    if (first === undefined || second === undefined) throw new TypeError('it does not listen there')
    const desk = { user: '8003', hz: says.ben }
    const here = await openPhone(rig, first, { ...desk, at: '127.0.0.65', answers: 'never' })
    const there = await openPhone(rig, second, { ...desk, at: '127.0.0.66' })
    const ana = await openPhone(rig, first, { user: '8001', hz: says.ana, at: '127.0.0.63' })
    const made = ana.dial('8003')
    const [rang, taken] = [await here.called(), await there.called()]
    const toldTo = (call: OwnCall) => toldBy(call, new TextDecoder().decode(call.sip.invite.body)).media
    expect([toldTo(rang), toldTo(taken)]).toEqual([first, second].map(({ host }) => [host, host]))
    await until('the answer', () => made.isUp())
    await waits(1_000)
    made.sip.hangUp()
    await until('all are over', () => [rang, taken, made].every((call) => call.end() !== null))
    expect(msOf(await taken.heard(), says.ana)).toBeGreaterThan(500)
    expect(msOf(await made.heard(), says.ben)).toBeGreaterThan(500)
    await rig.quiet()
  })
})

describe('addresses that cannot be listened at', () => {
  const refused = (also: readonly { readonly host?: string; readonly port: number }[], port: number) =>
    expect(openCenterRig({ listen: { port, also } })).rejects

  test('twice the same, one that another has, and one that is not ours: each is named', async () => {
    const port = await freePort()
    await refused([{ port }], port).toMatchObject({
      code: 'out-of-range',
      parts: { where: `--listen 127.0.0.1:${port}` },
    })
    await refused([{ host: '0.0.0.0', port }], port).toMatchObject({
      code: 'out-of-range',
      parts: { where: `--listen 0.0.0.0:${port}` },
    })
    await refused([{ host: '192.0.2.77', port }], port).toMatchObject({
      code: 'peer-failed',
      parts: { where: `--listen 192.0.2.77:${port} (UDP 192.0.2.77:${port})` },
    })
    await refused([{ host: '192.0.2.77', port: 0 }], port).toMatchObject({
      code: 'peer-failed',
      parts: { where: '--listen 192.0.2.77:0 (TCP 192.0.2.77:0)', message: 'this is no address of this machine' },
    })
    const socket = createSocket('udp4')
    socket.bind(port, '127.0.0.52')
    await once(socket, 'listening')
    closing.push(async () => void socket.close())
    await refused([{ host: '127.0.0.52', port }], port).toMatchObject({
      code: 'peer-failed',
      parts: {
        where: `--listen 127.0.0.52:${port} (UDP 127.0.0.52:${port})`,
        message: 'another program has this port',
      },
    })
  })
})
