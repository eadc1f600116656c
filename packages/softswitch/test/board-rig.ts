/** A switch in virtual time, with phones and callers that are real but for their sockets. */
import {
  type CallId,
  callId,
  createEventLog,
  type LegId,
  legId,
  type SwitchCommand,
  type SwitchFact,
} from '@callweave/core'
import type { PhoneManner, SwitchRig } from '@callweave/core/testing'
import { createMediaEngine, type MediaEngine, type MediaUser } from '@callweave/rtp/engine'
import { parseUri } from '@callweave/sip'
import type { SoftswitchNotice } from '../src/board/notice.js'
import type { Told } from '../src/board/told.js'
import type { SoftswitchSettings } from '../src/settings.js'
import { createSoftswitch, type Softswitch } from '../src/softswitch.js'
import type { SwitchSounds } from '../src/sounds.js'
import { MediaNetwork, memoryFlow, SipNetwork } from './memory-network.js'
import { createChance } from './requests.js'
import { type PhoneCall, TestPhone } from './test-phone.js'
import { VirtualTime } from './virtual-time.js'

export const helloMs = 1_000
const hello = new Int16Array(helloMs * 8).fill(1_000)

export interface BoardRigOptions {
  readonly settings?: Partial<SoftswitchSettings>
  readonly sounds?: SwitchSounds
  readonly silentAfterMs?: number
  readonly lagMs?: () => number
  readonly seed?: number
}

export interface BoardRig extends SwitchRig {
  readonly switch: Softswitch
  readonly time: VirtualTime
  readonly media: MediaEngine
  /** Of all phones. */
  readonly phoneMedia: MediaEngine
  readonly sip: SipNetwork
  readonly network: MediaNetwork
  readonly notices: SoftswitchNotice[]
  /** The digits of secret inputs. */
  readonly beside: string[]
  /** What each party of the phones heard, as codes of A-law or mu-law. */
  readonly heard: Map<number, { readonly payloadType: number; readonly codes: number[] }>
  /** Keys that each party of the phones was sent. */
  readonly phoneKeys: Map<number, string[]>
  readonly files: Map<string, Uint8Array>
  /** Whoever calls by the trunk. */
  readonly caller: TestPhone
  phoneAt(extension: string): TestPhone
  callOf(leg: LegId): PhoneCall
  /** The tag that the phone has given itself in a call that it was rung by. */
  tagOf(call: PhoneCall): string
  dials(extension: string, digits: string): Promise<{ readonly call: CallId; readonly leg: LegId }>
  holds(leg: LegId, held: boolean): void
  asksTransfer(leg: LegId, to: { readonly toward: string } | { readonly consulted: LegId }): void
  /** Another phone of an extension, or somebody at an address who is nobody. */
  addPhone(options: { readonly number: string; readonly host: string; readonly password?: string }): TestPhone
  close(): Promise<void>
}

const boardAt = memoryFlow('10.0.0.1')
const keyMs = 40
/** From one key to the next. */
const keyGapMs = 100

const defaultSettings: SoftswitchSettings = {
  extensions: Object.fromEntries(
    ['8001', '8002', '8003', '8900'].map((number) => [number, { password: `pw${number}` }]),
  ),
  trunks: {
    main: {
      channels: 4,
      numbers: ['4008001234'],
      addresses: [{ network: '10.2.0.0/16' }],
      peers: [{ host: '10.2.0.1', port: 5060, transport: 'UDP' }],
    },
  },
  guard: {
    rates: {
      known: { perSecond: 1e6, burst: 1e6 },
      others: { perSecond: 1e5, burst: 1e5 },
      answered: 10,
      retryAfterSeconds: 5,
      sources: 1_000,
    },
  },
  registrar: { qualify: null, maxExpiresSeconds: 1e8 },
}

export const createBoardRig = async (options: BoardRigOptions = {}): Promise<BoardRig> => {
  const { seed = 1, silentAfterMs = Number.POSITIVE_INFINITY } = options
  const time = new VirtualTime()
  const chance = createChance(seed)
  const sip = new SipNetwork(time)
  const network = new MediaNetwork()
  const told: SwitchFact[] = []
  const beside: string[] = []
  const notices: SoftswitchNotice[] = []
  const files = new Map<string, Uint8Array>()
  const heard = new Map<number, { readonly payloadType: number; codes: number[] }>()
  const create = (path: string) => {
    let written: number[] = []
    return {
      write: (bytes: Uint8Array) => {
        written = [...written, ...bytes]
      },
      close: (header: Uint8Array, done: (failure: unknown) => void) => {
        files.set(path, Uint8Array.from([...header, ...written.slice(header.length)]))
        done(null)
      },
    }
  }
  const phoneKeys = new Map<number, string[]>()
  let user: MediaUser | null = null
  const common = {
    nowMs: () => time.nowMs(),
    epochMs: 0,
    random: chance,
    files: { create },
    silentAfterMs,
    sparePairs: 64,
  }
  const nobody: MediaUser = {
    played: () => {},
    pressed: (party, key) => {
      phoneKeys.set(party, [...(phoneKeys.get(party) ?? []), key])
    },
    recorded: () => {},
    silent: () => {},
    closed: () => {},
    trouble: (error) => {
      throw error
    },
  }
  const late: MediaUser = {
    played: (...of) => user?.played(...of),
    pressed: (...of) => user?.pressed(...of),
    recorded: (...of) => user?.recorded(...of),
    silent: (...of) => user?.silent(...of),
    closed: (...of) => user?.closed(...of),
    trouble: (...of) => user?.trouble(...of),
  }
  const media: MediaEngine = await createMediaEngine({
    ...common,
    ports: network.ports('10.0.0.1', (datagram) => media.take(datagram)),
    user: late,
  })
  const phoneMedia: MediaEngine = await createMediaEngine({
    ...common,
    ports: network.ports('10.9.0.1', (datagram) => phoneMedia.take(datagram)),
    user: nobody,
    tap: (party, bytes, start, sizeBytes, payloadType) => {
      let ear = heard.get(party)
      if (ear?.payloadType !== payloadType) {
        ear = { payloadType, codes: [] }
        if (payloadType === 0 || payloadType === 8) heard.set(party, ear)
      }
      if (payloadType !== 0 && payloadType !== 8) return
      for (let i = 0; i < sizeBytes; i += 1) ear.codes.push(bytes[start + i] as number)
      if (ear.codes.length > 16_000) ear.codes.splice(0, 8_000)
    },
  })
  time.beats.push((dueAtMs) => {
    media.tick(dueAtMs)
    phoneMedia.tick(dueAtMs)
    network.drain()
    // Once more, so that what a packet leads to is told in the same beat.
    network.drain()
  })

  const log = createEventLog()
  const board = createSoftswitch({
    clock: time,
    log,
    random: chance,
    key: new Uint8Array(32).fill(7),
    send: (message, to) => sip.send(message, boardAt, to),
    local: () => ({ host: '10.0.0.1', port: 5060, transport: 'UDP' }),
    target: (uri) => {
      if (uri.kind !== 'sip') throw new TypeError('nowhere')
      return memoryFlow(uri.host, uri.port ?? 5060)
    },
    media,
    onMedia: (whom) => {
      user = whom
    },
    mediaHost: () => '10.0.0.1',
    sounds: options.sounds ?? { find: (sounds) => sounds.map(() => hello) },
    settings: { ...defaultSettings, ...options.settings },
    ...(options.lagMs === undefined ? {} : { lagMs: options.lagMs }),
    onNotice: (notice) => notices.push(notice),
  })
  sip.join(boardAt, board.receive)

  let lastLeg = 0
  let lastCall = 0
  const nextLeg = (): LegId => {
    lastLeg += 1
    return legId(lastLeg)
  }
  /** Who is at the other end of a leg. */
  const callsByLeg = new Map<LegId, PhoneCall>()
  const legsToRing = new Map<string, LegId[]>()
  board.connect({
    tell: new Proxy({} as Told['tell'], {
      get: () => (fact: SwitchFact, secret?: string) => {
        told.push(fact)
        if (secret !== undefined) beside.push(secret)
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
    clock: time,
    random: () => chance.next(),
    media: phoneMedia,
    mediaHost: '10.9.0.1',
    board: boardAt,
    send: sip.send.bind(sip),
  }
  const addPhone: BoardRig['addPhone'] = ({ number, host, password }) => {
    const at = memoryFlow(host)
    const phone = new TestPhone(world, { at, number, ...(password === undefined ? {} : { password }) })
    sip.join(at, (message, from) => phone.agent.receive(message, from))
    return phone
  }
  const phones = new Map<string, TestPhone>()
  const phoneAt = (extension: string): TestPhone => {
    const found = phones.get(extension)
    if (found === undefined) throw new TypeError(`no phone is at ${extension}`)
    return found
  }
  const caller = addPhone({ number: '13800138000', host: '10.2.0.1' })
  const callOf = (leg: LegId): PhoneCall => {
    const found = callsByLeg.get(leg)
    if (found === undefined) throw new TypeError(`nobody is at leg ${leg}`)
    return found
  }
  const rings =
    (toward: string): ((call: PhoneCall) => void) =>
    (call) => {
      const leg = legsToRing.get(toward)?.shift()
      if (leg !== undefined) callsByLeg.set(leg, call)
    }
  caller.onRing = rings('outside')

  /** What `press` has spent is taken off what passes next. */
  let spentMs = 0
  const pass = async (byMs: number): Promise<void> => {
    const left = Math.max(byMs - spentMs, 0)
    spentMs = Math.max(spentMs - byMs, 0)
    // What the media tell comes with a beat.
    const wanted = left === 0 ? 0 : Math.max(left, time.toBeatMs)
    spentMs += wanted - left
    await time.pass(wanted)
  }
  const arriveAs = async (begins: () => PhoneCall, type: 'leg.arrived' | 'leg.dialed') => {
    const before = told.length
    const made = begins()
    time.now()
    const fact = told.slice(before).find((each) => each.type === type)
    if (fact === undefined || !('leg' in fact) || !('call' in fact)) throw new TypeError(`no ${type} was told`)
    callsByLeg.set(fact.leg, made)
    return { call: fact.call, leg: fact.leg }
  }

  return {
    switch: Object.create(board, {
      do: {
        value: (command: SwitchCommand) => {
          if (command.do === 'originate') {
            const toward = command.trunk === null ? command.toward : 'outside'
            const phone = command.trunk === null ? phones.get(toward) : caller
            const isFree = phone !== undefined && phone.live.length === 0
            if (isFree) legsToRing.set(toward, [command.leg])
          }
          board.do(command)
        },
      },
    }) as Softswitch,
    told,
    beside,
    notices,
    heard,
    phoneKeys,
    files,
    time,
    media,
    phoneMedia,
    sip,
    network,
    caller,
    helloMs,
    nextLeg,
    phoneAt,
    callOf,
    tagOf: ({ call }) => sip.tags.get(call.invite.headers.need('callId')) ?? '',
    addPhone,
    pass,
    arrive: () => arriveAs(() => caller.dial('4008001234'), 'leg.arrived'),
    phone: (extension: string, manner: PhoneManner) => {
      let phone = phones.get(extension)
      if (phone === undefined) {
        phone = addPhone({ number: extension, host: `10.1.0.${phones.size + 1}`, password: `pw${extension}` })
        phone.onRing = rings(extension)
        phones.set(extension, phone)
        phone.register()
        time.now()
      }
      phone.manner = manner
      const place = `${phone.at.source}:5060`
      if (manner === 'cut-off') sip.cutOff.add(place)
      else sip.cutOff.delete(place)
    },
    press: async (leg, keys) => {
      const { party } = callOf(leg)
      for (const key of keys) {
        phoneMedia.sendKeys(party, key, keyMs)
        await time.pass(keyGapMs)
        spentMs += keyGapMs
      }
    },
    putDown: (leg) => {
      callOf(leg).call.hangUp()
      time.now()
    },
    dials: (extension, digits) => arriveAs(() => phoneAt(extension).dial(digits), 'leg.dialed'),
    holds: (leg, held) => {
      const made = callOf(leg)
      caller.hold(made, held)
      time.now()
    },
    asksTransfer: (leg, to) => {
      const { call } = callOf(leg)
      if ('toward' in to) call.refer(parseUri(`sip:${to.toward}@board`))
      else {
        const other = callOf(to.consulted).call
        call.refer(parseUri('sip:consulted@board'), other)
      }
      time.now()
    },
    close: async () => {
      const closed = board.close()
      await time.pass(3_000)
      await closed
    },
  }
}
