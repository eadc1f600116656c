/** A center on the virtual board, with people who do what a test says; time is turned by hand or follows the real one. */
import { linear } from '@callweave/acd'
import { type CenterDefinition, checkDefinition } from '@callweave/center'
import type { EventLog, SwitchCommand } from '@callweave/core'
import type { ServerSwitch } from '@callweave/server'
import { type Board, createBoard, type Party, type VirtualClock } from '@callweave/sim'

export type VirtualLeg = Parameters<Board['pickUp']>[0]

const agents = Array.from({ length: 12 }, (_, i) => `a${i + 1}`)

/** `100` leads to the queue, `200` to a message of ten minutes. Who answers last is `a12`. */
export const floorOf = (service: Record<string, unknown> = {}): CenterDefinition =>
  checkDefinition({
    trunks: { main: { numbers: ['100', '200'], channels: 400 } },
    agents: Object.fromEntries(agents.map((agent, i) => [agent, { extension: `${i + 1}` }])),
    queues: { service: { strategy: linear, members: agents, ...service } },
    prompts: { sorry: 'Sorry.' },
    flows: {
      day: {
        start: { step: 'queue', queue: 'service', ifNobody: 'sorry', ifFull: 'sorry', ifMaxWait: 'sorry' },
        sorry: { step: 'play', prompt: 'sorry', then: 'bye' },
        bye: { step: 'hang-up', as: 'refused' },
      },
      message: { start: { step: 'voicemail', box: 'service', maxMs: 600_000 } },
    },
    routes: [{ number: '200', flow: 'message' }, { flow: 'day' }],
  })

export class Person implements Party {
  leg: VirtualLeg | null = null
  answersAfterMs = 10
  rings(leg: VirtualLeg): number {
    this.leg = leg
    return this.answersAfterMs
  }
  hears(leg: VirtualLeg): void {
    this.leg = leg
  }
  asked(): void {}
  records(leg: VirtualLeg): void {
    this.leg = leg
  }
  bridged(leg: VirtualLeg): void {
    this.leg = leg
  }
  ended(): void {
    this.leg = null
  }
}

export interface Floor {
  readonly people: ReadonlyMap<string, Person>
  /** What the switch was ordered, as it came to it: `answer 3`, with the number of the leg. */
  readonly orders: readonly string[]
  /** `null` when the switch takes no calls, or no more. */
  arrive(dialed: string, caller?: string): VirtualLeg | null
  putDown(leg: VirtualLeg): void
  createSwitch(parts: { readonly log: EventLog }): ServerSwitch
}

export const createFloor = (clock: VirtualClock, onOrder: (command: SwitchCommand) => void = () => {}): Floor => {
  const people = new Map(agents.map((agent) => [agent, new Person()]))
  const orders: string[] = []
  let board: Board | undefined
  let takes = false
  return {
    people,
    orders,
    arrive: (dialed, caller = '138') => (takes ? (board?.arrive('main', caller, dialed, new Person()) ?? null) : null),
    putDown: (leg) => board?.putDown(leg),
    createSwitch: ({ log }) => {
      const made = createBoard({
        clock,
        log,
        trunks: { main: { channels: 400 } },
        soundsLengthMs: () => 1_000,
        outside: () => new Person(),
      })
      board = made
      for (const [i, agent] of agents.entries()) made.addPhone(`${i + 1}`, people.get(agent) as Person)
      return {
        can: made.can,
        legs: made.legs,
        connect: made.connect,
        do: (command) => {
          orders.push(`${command.do} ${command.leg}`)
          onOrder(command)
          made.do(command)
        },
        takeCalls: (now) => {
          takes = now
        },
        close: () => {},
      }
    },
  }
}
