/** The switch as a program opens it: sockets of 127.0.0.1, a media thread, a folder. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { callId, commandId, createEventLog, legId, type SwitchFact } from '@callweave/core'
import type { Media, MediaUser } from '@callweave/rtp/engine'
import { openMediaHere } from '@callweave/rtp/node'
import { openTcp, openUdp, peerOf, type SipPeer, type SipTransport, type TransportName } from '@callweave/sip/node'
import { afterEach, describe, expect, test } from 'vitest'
import { portRange } from '../../../../scripts/ports.mjs'
import { deaf } from '../../test/shared-media.js'
import { TestPhone } from '../../test/test-phone.js'
import type { Told } from '../board/told.js'
import { type OpenedSoftswitch, openSoftswitch } from './open-softswitch.js'
import { createSocketClock, type SocketClock } from './socket-clock.js'

const host = '127.0.0.1'
const boardPorts = await portRange(400)
const phonePorts = await portRange(200)
const tone = Int16Array.from({ length: 4_000 }, (_, i) => Math.round(8_000 * Math.sin((2 * Math.PI * 500 * i) / 8_000)))

const until = async (isSo: () => boolean): Promise<void> => {
  for (let tries = 0; tries < 2_000 && !isSo(); tries += 1) await new Promise((done) => void setTimeout(done, 5))
  if (!isSo()) throw new TypeError('it has not come to that')
}

describe('a switch that is opened', () => {
  const folder = mkdtempSync(join(tmpdir(), 'callweave-open-'))
  const closing: (() => unknown)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
    rmSync(folder, { recursive: true, force: true })
  })

  const open = async (settings = {}): Promise<OpenedSoftswitch> => {
    const opened = await openSoftswitch({
      sounds: { find: (sounds) => sounds.map(() => tone) },
      settings: { extensions: { '8001': { password: 'one' } }, trunks: {}, ...settings },
      listen: [
        { transport: 'UDP', host, port: 0 },
        { transport: 'TCP', host, port: 0 },
      ],
      media: { host, ...boardPorts },
      recordings: join(folder, 'recordings'),
    })
    closing.push(opened.close)
    return opened
  }

  const connect = (opened: OpenedSoftswitch, clock: SocketClock) => {
    const told: SwitchFact[] = []
    const board = opened.create({ clock, log: createEventLog() })
    let last = 0
    const next = (): number => {
      last += 1
      return last
    }
    const tell = new Proxy({} as Told['tell'], { get: () => (fact: SwitchFact) => told.push(fact) })
    board.connect({ tell, nextCall: () => callId(next()), nextLeg: () => legId(next()) })
    board.takeCalls(true)
    return { board, told }
  }

  const phoneOf = async (opened: OpenedSoftswitch, transport: TransportName & ('UDP' | 'TCP'), user: MediaUser) => {
    const clock = createSocketClock()
    const listens = opened.addresses.find((each) => each.transport === transport)
    if (listens === undefined) throw new TypeError('it does not listen')
    const onMessage = (...of: Parameters<TestPhone['agent']['receive']>): void => phone.agent.receive(...of)
    const sip: SipTransport = await (transport === 'UDP'
      ? openUdp({ host, port: 0, onMessage })
      : openTcp({ host, port: 0, onMessage, clock }))
    const media: Media = await openMediaHere({ host, ...phonePorts, user })
    const [at] = sip.addresses
    if (at === undefined) throw new TypeError('no socket was bound')
    const phone: TestPhone = new TestPhone(
      {
        clock,
        random: () => Math.random(),
        media,
        mediaHost: host,
        board: peerOf(listens),
        send: (message, _, to, unsent) => sip.send(message, to as SipPeer, unsent),
      },
      { at: peerOf(at), number: '8001', password: 'one' },
    )
    closing.push(async () => {
      phone.agent.close()
      await sip.close()
      await media.end()
      clock.close()
    })
    return { phone, media }
  }

  test.each(['UDP', 'TCP'] as const)(
    'P3 by %s a phone registers, dials, hears, presses a key and is recorded',
    async (transport) => {
      const opened = await open()
      const clock = createSocketClock()
      closing.push(clock.close)
      const { board, told } = connect(opened, clock)
      const { phone, media } = await phoneOf(opened, transport, deaf)
      phone.register()
      await until(() => phone.registered !== null)
      expect(phone.registered).toBe(200)
      expect(opened.registrations().map(({ extension }) => extension)).toEqual(['8001'])
      const made = phone.dial('8002')
      await until(() => told.some(({ type }) => type === 'leg.dialed'))
      const dialed = told.find(({ type }) => type === 'leg.dialed')
      if (dialed?.type !== 'leg.dialed') throw new TypeError('it was not told')
      const { call, leg } = dialed
      board.do({ do: 'answer', command: commandId(1), call, leg })
      await until(() => made.isAnswered)
      board.do({ do: 'play', command: commandId(2), call, leg, sounds: [{ sound: 'tone', tone: 'a' }], loop: false })
      await until(() => told.some(({ type }) => type === 'prompt.finished'))
      media.sendKeys(made.party, '5', 40)
      await until(() => told.some((fact) => fact.type === 'digit.pressed' && fact.digit === '5'))
      board.do({ do: 'record', command: commandId(3), call, leg, maxMs: 200, silenceMs: 0, terminators: '' })
      await until(() => told.some(({ type }) => type === 'recording.finished'))
      const recorded = told.find((fact) => fact.type === 'recording.finished')
      expect(
        recorded?.type === 'recording.finished' && existsSync(join(folder, 'recordings', recorded.recording)),
      ).toBe(true)
      phone.hangUp(made)
      await until(() => told.some(({ type }) => type === 'leg.ended'))
      expect(board.legs()).toEqual([])
      await board.close()
      expect(opened.size).toBe(0)
      expect(clock.pending).toBe(0)
    },
  )

  test('what is closed gives its ports back, whether a switch was made of it or not', async () => {
    const first = await open()
    const [at] = first.addresses
    await first.close()
    const again = await openUdp({ host, port: at?.port ?? 0, onMessage: () => {} })
    await again.close()
    const second = await open()
    const clock = createSocketClock()
    closing.push(clock.close)
    const { board } = connect(second, clock)
    await board.close()
    await board.close()
    const [, tcp] = second.addresses
    const once = await openTcp({ host, port: tcp?.port ?? 0, onMessage: () => {}, clock })
    await once.close()
  })

  test('a port that somebody holds is refused with its address, and nothing is left open', async () => {
    const held = await openUdp({ host, port: 0, onMessage: () => {} })
    closing.push(() => held.close())
    const port = held.addresses[0]?.port ?? 0
    const failed = openSoftswitch({
      sounds: { find: () => [] },
      settings: { extensions: {}, trunks: {} },
      listen: [{ transport: 'UDP', host, port }],
      recordings: join(folder, 'recordings'),
    })
    await expect(failed).rejects.toMatchObject({ code: 'peer-failed' })
  })
})
