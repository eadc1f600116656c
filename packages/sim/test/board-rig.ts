/** The virtual board with a center that only writes down what it is told. */
import type { Tell } from '@callweave/center'
import { callId, createEventLog, type LegId, legId, type Sound, type SwitchFact } from '@callweave/core'
import type { PhoneManner, SwitchRig } from '@callweave/core/testing'
import { type Board, createBoard, type Party, VirtualClock } from '@callweave/sim'

type VirtualLeg = Parameters<Board['pickUp']>[0]

/** Somebody at the other end who does what the test says, and remembers what was heard. */
export class TestParty implements Party {
  leg: VirtualLeg | null = null
  /** Each that has rung here. */
  readonly rung = new Map<LegId, VirtualLeg>()
  readonly heard: string[] = []
  manner: PhoneManner
  readonly #reject: (leg: VirtualLeg) => void

  constructor(manner: PhoneManner, reject: (leg: VirtualLeg) => void = () => {}) {
    this.manner = manner
    this.#reject = reject
  }

  rings(leg: VirtualLeg): number {
    this.leg = leg
    this.rung.set(leg.id, leg)
    if (this.manner === 'rejects') this.#reject(leg)
    return typeof this.manner === 'object' ? this.manner.answersAfterMs : Number.POSITIVE_INFINITY
  }
  hears(leg: VirtualLeg, sounds: readonly Sound[], lengthMs: number, loop: boolean): void {
    this.leg = leg
    this.heard.push(`hears ${sounds.length} for ${loop ? 'ever' : lengthMs}`)
  }
  asked(leg: VirtualLeg): void {
    this.leg = leg
    this.heard.push('asked')
  }
  records(_leg: VirtualLeg, mostMs: number): void {
    this.heard.push(`records ${mostMs}`)
  }
  bridged(leg: VirtualLeg, peer: VirtualLeg): void {
    this.leg = leg
    this.heard.push(`bridged ${peer.side}`)
  }
  ended(leg: VirtualLeg): void {
    this.heard.push(`ended ${leg.endedBy} ${leg.cause}`)
  }
}

export interface BoardRig extends SwitchRig {
  /** Virtual time passes at once. */
  pass(byMs: number): void
  readonly board: Board
  readonly clock: VirtualClock
  /** What else the center is handed beside a fact: the digits of a secret input. */
  readonly beside: readonly string[]
  /** A caller dials by that trunk; null when busy. */
  dial(trunk: string, party?: TestParty): VirtualLeg | null
  legOf(leg: LegId): VirtualLeg
  press(leg: LegId, keys: string): void
  putDown(leg: LegId): void
}

export const helloMs = 1_000

/** `main` has 400 channels, `two` has 2. Every sound is a second long. */
export const createBoardRig = (startMs = 1_000): BoardRig => {
  const clock = new VirtualClock(startMs)
  const log = createEventLog()
  const told: SwitchFact[] = []
  const beside: string[] = []
  const legs = new Map<LegId, VirtualLeg>()
  let lastLeg = 0
  let lastCall = 0
  const outside = new TestParty({ answersAfterMs: 2_000 })
  const board = createBoard({
    clock,
    log,
    trunks: { main: { channels: 400 }, two: { channels: 2 } },
    soundsLengthMs: (sounds) => sounds.length * helloMs,
    outside: () => outside,
  })
  const tell = new Proxy({} as Tell, {
    get: () => (fact: SwitchFact, secret?: string) => {
      told.push(fact)
      if (secret !== undefined) beside.push(secret)
    },
  })
  const nextLeg = (): LegId => {
    lastLeg += 1
    return legId(lastLeg)
  }
  board.connect({
    tell,
    nextLeg,
    nextCall: () => {
      lastCall += 1
      return callId(lastCall)
    },
  })
  const parties = new Map<string, TestParty>()
  const dial: BoardRig['dial'] = (trunk, party = new TestParty('never-answers')) => {
    const leg = board.arrive(trunk, '138', '400', party)
    if (leg !== null) legs.set(leg.id, leg)
    return leg
  }
  /** By number: a caller's leg, or one that has rung a phone. */
  const legOf = (id: LegId): VirtualLeg => {
    const found = legs.get(id) ?? [...parties.values(), outside].find(({ rung }) => rung.has(id))?.rung.get(id)
    if (found === undefined) throw new TypeError(`nobody holds leg ${id}`)
    return found
  }
  return {
    switch: board,
    board,
    clock,
    told,
    beside,
    helloMs,
    nextLeg,
    dial,
    legOf,
    arrive: async () => {
      const leg = dial('main') as VirtualLeg
      return { call: leg.call, leg: leg.id }
    },
    phone: (extension, manner) => {
      const known = parties.get(extension)
      if (known !== undefined) known.manner = manner
      else {
        const party = new TestParty(manner, (leg) => clock.soon(board.reject, leg))
        parties.set(extension, party)
        board.addPhone(extension, party)
      }
      board.cutOff(extension, manner === 'cut-off')
    },
    dials: async (extension, digits) => {
      const leg = board.dial(extension, digits) as VirtualLeg
      legs.set(leg.id, leg)
      return { call: leg.call, leg: leg.id }
    },
    holds: (leg, held) => board.hold(legOf(leg), held),
    asksTransfer: (leg, to) => board.askTransfer(legOf(leg), 'toward' in to ? to.toward : legOf(to.consulted)),
    press: (leg, keys) => {
      for (const key of keys) board.press(legOf(leg), key)
    },
    putDown: (leg) => board.putDown(legOf(leg)),
    pass: (byMs) => void clock.runUntil(clock.nowMs() + byMs),
  }
}
