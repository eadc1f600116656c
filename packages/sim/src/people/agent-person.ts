/** The person at an agent's phone: answers, talks, does the after-call work, takes breaks. */
import type { RandomStream, TimerId } from '@callweave/core'
import type { Party } from '../board/party.js'
import type { VirtualLeg } from '../board/virtual-leg.js'
import { compileDistribution, constant, type Draw } from '../random/index.js'
import type { World } from '../run/world.js'
import type { AgentBehaviour } from '../scenario/types.js'
import { Caller } from './caller.js'

export interface AgentManner {
  readonly answer: Draw | null
  readonly missRatio: number
  readonly rejectRatio: number
  readonly talk: Draw
  readonly talkByQueue: ReadonlyMap<string, Draw>
  readonly wrapUp: Draw | null
  readonly paceFactor: number
  readonly hangsUpRatio: number
  readonly backAfterMissesMs: number
}

const defaultTalk = constant({ ms: 180_000 })

export const compileAgent = (behaviour: AgentBehaviour): AgentManner => ({
  answer: behaviour.answer === undefined ? null : compileDistribution(behaviour.answer),
  missRatio: behaviour.missRatio ?? 0,
  rejectRatio: behaviour.rejectRatio ?? 0,
  talk: compileDistribution(behaviour.talk ?? defaultTalk),
  talkByQueue: new Map(
    Object.entries(behaviour.talkByQueue ?? {}).flatMap(([queue, of]) =>
      of === undefined ? [] : [[queue, compileDistribution(of)] as const],
    ),
  ),
  wrapUp: behaviour.wrapUp === undefined ? null : compileDistribution(behaviour.wrapUp),
  paceFactor: behaviour.paceFactor ?? 1,
  hangsUpRatio: behaviour.hangsUpRatio ?? 0.1,
  backAfterMissesMs: behaviour.backAfterMissesMs ?? 60_000,
})

const never = Number.POSITIVE_INFINITY
/** From the other's hanging up to one's own. */
const putsDownAfterMs = 2_000

export class AgentPerson implements Party {
  readonly id: string
  readonly world: World
  readonly manner: AgentManner
  #talk: TimerId = 0
  /** The leg that this person or the caller will put down at the end of the conversation. */
  #endsWith: VirtualLeg | null = null
  /** The leg of this person in that conversation. */
  #talksOn: VirtualLeg | null = null
  #hasSaidAll = false

  constructor(id: string, world: World, manner: AgentManner) {
    this.id = id
    this.world = world
    this.manner = manner
  }

  rings(leg: VirtualLeg): number {
    const { answer, missRatio, rejectRatio } = this.manner
    const { streams, clock } = this.world
    const afterMs = answer === null ? 0 : Math.round(answer(streams.answer))
    if (missRatio === 0 && rejectRatio === 0) return afterMs
    const chance = streams.answer.next()
    if (chance < missRatio) return never
    if (chance < missRatio + rejectRatio) {
      clock.at(clock.nowMs() + afterMs, this.world.board.reject, leg)
      return never
    }
    return afterMs
  }

  /** The caller has hung up on a line that only this person may clear. */
  hears(leg: VirtualLeg): void {
    if (!this.#hasSaidAll || leg !== this.#talksOn || leg.peer !== null) return
    const { board, clock } = this.world
    const putsDown = (): void => {
      if (this.#hasSaidAll && leg.state === 'up' && leg.peer === null) board.putDown(leg)
    }
    clock.at(clock.nowMs() + putsDownAfterMs, putsDown, undefined)
  }
  asked(): void {}
  records(): void {}

  bridged(leg: VirtualLeg, peer: VirtualLeg): void {
    const { clock, streams } = this.world
    const lengthMs = this.#talkMs(leg, peer, streams.talk)
    const agentFirst = streams.hangUp.next() < this.manner.hangsUpRatio
    if (this.#talk !== 0) clock.cancel(this.#talk)
    this.#endsWith = agentFirst ? leg : peer
    this.#talksOn = leg
    this.#hasSaidAll = false
    this.#talk = clock.at(clock.nowMs() + lengthMs, saidAll, this)
  }

  #talkMs(leg: VirtualLeg, peer: VirtualLeg, stream: RandomStream): number {
    const { party } = peer
    if (party instanceof Caller && party.talkMs >= 0) return party.talkMs
    const { talk, talkByQueue, paceFactor } = this.manner
    const draw = talkByQueue.size === 0 ? talk : (talkByQueue.get(this.world.queueOf(leg.call) ?? '') ?? talk)
    return draw(stream) * paceFactor
  }

  endTalk(): void {
    this.#talk = 0
    const leg = this.#endsWith
    this.#endsWith = null
    this.#hasSaidAll = true
    if (leg !== null && leg.state !== 'ended') this.world.board.putDown(leg)
  }

  ended(leg: VirtualLeg): void {
    // A phone may have a second leg, on which somebody else is spoken to.
    if (this.#talksOn !== leg && this.#talk !== 0) return
    if (this.#talk !== 0) this.world.clock.cancel(this.#talk)
    this.#talk = 0
    this.#endsWith = null
  }

  /** After-call work has begun. */
  wrapsUp(): void {
    const { wrapUp, paceFactor } = this.manner
    if (wrapUp === null) return
    const { clock, streams } = this.world
    clock.at(clock.nowMs() + wrapUp(streams.wrapUp) * paceFactor, wrappedUp, this)
  }
}

const saidAll = (agent: AgentPerson): void => agent.endTalk()
const wrappedUp = (agent: AgentPerson): void => agent.world.endWrapUp(agent.id)
