/** A switch on sockets of 127.0.0.1, with phones on others. Time is real, so long waits are cut to what a case needs. */
import { join } from 'node:path'
import {
  type CallId,
  callId,
  createEventLog,
  type LegId,
  legId,
  type SwitchCommand,
  type SwitchFact,
} from '@callweave/core'
import type { SwitchRig } from '@callweave/core/testing'
import type { Media, MediaUser } from '@callweave/rtp/engine'
import type { MediaThread } from '@callweave/rtp/node'
import { parseUri } from '@callweave/sip'
import { openUdp, peerOf, type SipPeer, type SipTransport } from '@callweave/sip/node'
import { createMediaRelay } from '../src/board/media-relay.js'
import type { SoftswitchNotice } from '../src/board/notice.js'
import type { Told } from '../src/board/told.js'
import { createSocketClock } from '../src/node/socket-clock.js'
import { systemRandom } from '../src/node/system-random.js'
import { createSoftswitch, type Softswitch } from '../src/softswitch.js'
import type { SharedMedia } from './shared-media.js'
import { type PhoneCall, TestPhone } from './test-phone.js'

const helloMs = 1_000
const hello = new Int16Array(helloMs * 8).fill(1_000)

/** Nothing more is told after so long: the longest time in a case is 4 s. */
const quietMs = 4_800
/** What the other end and the media need to hear of something. */
const settleMs = 80

const host = '127.0.0.1'
const keyMs = 40
const keyGapMs = 120

export interface SocketRigParts {
  readonly media: MediaThread
  readonly shared: SharedMedia
  readonly phoneMedia: Media
  readonly folder: string
  readonly onNotice: (notice: SoftswitchNotice) => void
}

const waits = (ms: number): Promise<void> => new Promise((done) => void setTimeout(done, ms))

export const createSocketRig = async ({
  media,
  shared,
  phoneMedia,
  folder,
  onNotice,
}: SocketRigParts): Promise<SwitchRig> => {
  const clock = createSocketClock()
  const random = systemRandom()
  const told: SwitchFact[] = []
  const transports: SipTransport[] = []
  const open = async (onMessage: Softswitch['receive']): Promise<SipPeer> => {
    const transport = await openUdp({ host, port: 0, onMessage })
    transports.push(transport)
    const [at] = transport.addresses
    if (at === undefined) throw new TypeError('no socket was bound')
    return peerOf(at)
  }
  const sendBy = (from: SipPeer): SipTransport =>
    transports.find(({ addresses }) => addresses[0]?.port === from.port) as SipTransport

  const boardAt: SipPeer = await open((...of) => board.receive(...of))
  const callerAt: SipPeer = await open((...of) => caller.agent.receive(...of))
  const numbers = ['8001', '8002', '8900']
  const relay = createMediaRelay()
  let keysHeard = 0
  const user: MediaUser = {
    ...relay.user,
    pressed: (...of) => {
      keysHeard += 1
      relay.user.pressed(...of)
    },
  }
  const board: Softswitch = createSoftswitch({
    clock,
    log: createEventLog(),
    random,
    key: new Uint8Array(32).fill(3),
    send: (message, to, unsent) => sendBy(boardAt).send(message, to as SipPeer, unsent),
    local: () => ({ host, port: boardAt.port, transport: 'UDP' }),
    target: (uri) => peerOf({ transport: 'UDP', host, port: uri.kind === 'sip' ? (uri.port ?? 5060) : 0 }),
    media: shared.share(media, user),
    onMedia: relay.connect,
    mediaHost: () => host,
    sounds: { find: (sounds) => sounds.map(() => hello) },
    settings: {
      extensions: Object.fromEntries(numbers.map((number) => [number, { password: `pw${number}` }])),
      trunks: { main: { channels: 4, addresses: [{ network: host, port: callerAt.port }] } },
      registrar: { qualify: null },
    },
    onNotice,
    fileOf: (name) => join(folder, `${boardAt.port}-${name}`),
  })

  let lastLeg = 0
  let lastCall = 0
  const nextLeg = (): LegId => {
    lastLeg += 1
    return legId(lastLeg)
  }
  board.connect({
    tell: new Proxy({} as Told['tell'], {
      get: () => (fact: SwitchFact) => {
        told.push(fact)
      },
    }),
    nextLeg,
    nextCall: () => {
      lastCall += 1
      return callId(lastCall)
    },
  })
  board.takeCalls(true)

  const world = {
    clock,
    random: () => random.next(),
    media: phoneMedia,
    mediaHost: host,
    board: boardAt,
    send: (message: Parameters<SipTransport['send']>[0], from: unknown, to: unknown, unsent: () => void) =>
      sendBy(from as SipPeer).send(message, to as SipPeer, unsent),
  }
  const caller: TestPhone = new TestPhone(world, { at: callerAt, number: '13800138000' })
  const callsByLeg = new Map<LegId, PhoneCall>()
  const legsToRing = new Map<string, LegId[]>()
  const phones = new Map<string, TestPhone>()
  for (const number of numbers) {
    const at: SipPeer = await open((...of) => phone.agent.receive(...of))
    const phone: TestPhone = new TestPhone(world, { at, number, password: `pw${number}` })
    phone.onRing = (call) => {
      const leg = legsToRing.get(number)?.shift()
      if (leg !== undefined) callsByLeg.set(leg, call)
    }
    phones.set(number, phone)
    phone.register()
    while (phone.registered === null) await waits(5)
    if (phone.registered !== 200) throw new TypeError(`the phone was not registered: ${phone.registered}`)
  }
  const phoneAt = (extension: string): TestPhone => {
    const found = phones.get(extension)
    if (found === undefined) throw new TypeError(`no phone is at ${extension}`)
    return found
  }
  const callOf = (leg: LegId): PhoneCall => {
    const found = callsByLeg.get(leg)
    if (found === undefined) throw new TypeError(`nobody is at leg ${leg}`)
    return found
  }

  let spentMs = 0
  /** What was on its way has come, on a machine that is busy, too: over the sockets, into the thread and out of it. */
  const isThrough = async (): Promise<void> => {
    for (let i = 0; i < 3; i += 1) {
      await media.usage()
      await waits(5)
    }
  }
  const untilQuiet = async (): Promise<void> => {
    let seen = told.length
    for (let quietFor = 0; quietFor < quietMs; quietFor += 100) {
      await waits(100)
      if (told.length !== seen) quietFor = 0
      seen = told.length
    }
  }
  const pass = async (byMs: number): Promise<void> => {
    if (byMs > 60_000) return untilQuiet()
    // What must not have happened yet has not happened earlier either.
    const wanted = byMs > 1_500 ? byMs * 0.6 : byMs < 100 ? byMs + settleMs : byMs
    const left = Math.max(0, wanted - spentMs)
    spentMs = 0
    await waits(left)
    await isThrough()
  }
  const arriveAs = async (
    made: PhoneCall,
    type: 'leg.arrived' | 'leg.dialed',
    before: number,
  ): Promise<{ call: CallId; leg: LegId }> => {
    for (let tries = 0; tries < 1_000; tries += 1) {
      for (const fact of told.slice(before)) {
        if (fact.type !== type) continue
        callsByLeg.set(fact.leg, made)
        return { call: fact.call, leg: fact.leg }
      }
      await waits(5)
    }
    throw new TypeError(`no ${type} was told`)
  }
  const { can, legs } = board

  return {
    switch: {
      can,
      legs,
      do: (command: SwitchCommand) => {
        if (command.do === 'originate' && phones.get(command.toward)?.live.length === 0)
          legsToRing.set(command.toward, [command.leg])
        board.do(command)
      },
    },
    told,
    helloMs,
    nextLeg,
    pass,
    arrive: () => arriveAs(caller.dial('4008001234'), 'leg.arrived', told.length),
    phone: (extension, manner) => {
      const phone = phoneAt(extension)
      if (phone.manner === 'cut-off' && manner !== 'cut-off') phone.register()
      phone.manner = manner
      // As a proxy in front of a phone that is gone says it.
      phone.refusesWith = manner === 'cut-off' ? 408 : null
    },
    press: async (leg, keys) => {
      const { party } = callOf(leg)
      for (const key of keys) {
        const before = keysHeard
        phoneMedia.sendKeys(party, key, keyMs)
        await waits(keyGapMs)
        spentMs += keyGapMs
        // A busy machine takes longer.
        for (let tries = 0; tries < 1_000 && keysHeard === before; tries += 1) await waits(5)
        if (keysHeard === before) throw new TypeError(`the key ${key} was not heard`)
      }
    },
    putDown: async (leg) => {
      callOf(leg).call.hangUp()
      const isTold = (): boolean => told.some((fact) => fact.type === 'leg.ended' && fact.leg === leg)
      for (let tries = 0; tries < 1_000 && !isTold(); tries += 1) await waits(5)
    },
    dials: (extension: string, digits: string) => arriveAs(phoneAt(extension).dial(digits), 'leg.dialed', told.length),
    holds: (leg: LegId, held: boolean) => caller.hold(callOf(leg), held),
    asksTransfer: (leg: LegId, to: { readonly toward: string } | { readonly consulted: LegId }) => {
      const { call } = callOf(leg)
      if ('toward' in to) call.refer(parseUri(`sip:${to.toward}@board`))
      else call.refer(parseUri('sip:consulted@board'), callOf(to.consulted).call)
    },
    close: async () => {
      await board.close()
      for (const phone of [caller, ...phones.values()]) phone.agent.close()
      await waits(100)
      await Promise.all(transports.map((each) => each.close()))
      clock.close()
    },
  } as SwitchRig
}
