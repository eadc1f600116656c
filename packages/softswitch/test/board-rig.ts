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
import { parseUri } from '@callweave/sip'
import type { SoftswitchNotice } from '../src/board/notice.js'
import type { Told } from '../src/board/told.js'
import type { SoftswitchSettings } from '../src/settings.js'
import { createSoftswitch, type Softswitch } from '../src/softswitch.js'
import type { SwitchSounds } from '../src/sounds.js'
import { createMemoryMedia, type MemoryMedia } from './memory-media.js'
import { memoryFlow, SipNetwork } from './memory-network.js'
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

export interface BoardRig extends SwitchRig, MemoryMedia {
  readonly switch: Softswitch
  /** What the center does with each fact. */
  onFact: (fact: SwitchFact) => void
  readonly time: VirtualTime
  readonly sip: SipNetwork
  readonly notices: SoftswitchNotice[]
  /** The digits of secret inputs. */
  readonly beside: string[]
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
  /** Lets go of what was told, heard and kept of calls that are over, so that what the switch keeps can be counted. */
  forget(): void
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
  const told: SwitchFact[] = []
  const beside: string[] = []
  const notices: SoftswitchNotice[] = []
  const memory = await createMemoryMedia(time, chance, silentAfterMs)
  const { media, phoneMedia, relay } = memory

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
    onMedia: relay.connect,
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
        rig.onFact(fact)
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

  const rig: BoardRig = {
    ...memory,
    onFact: () => {},
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
    time,
    sip,
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
      else if (sip.cutOff.delete(place)) {
        phone.register()
        time.now()
      }
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
    forget: () => {
      for (const list of [told, beside, notices]) list.length = 0
      for (const kept of [callsByLeg, legsToRing, sip.tags, memory.heard, memory.phoneKeys, memory.files]) kept.clear()
      for (const { calls } of [caller, ...phones.values()]) calls.length = 0
    },
    close: async () => {
      const closed = board.close()
      await time.pass(3_000)
      await closed
    },
  }
  return rig
}
