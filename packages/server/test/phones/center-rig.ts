/** A whole center on free ports of this machine, for real phones: as `cc start` opens it. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { longestIdle } from '@callweave/acd'
import type { CallRecord } from '@callweave/cdr'
import { checkDefinition, type TrunkDefinition } from '@callweave/center'
import type { CallEvent, EventOf, EventType } from '@callweave/core'
import { type EmbeddedCenter, type ListenOptions, openEmbedded } from '@callweave/server'
import type { SoftswitchNotice } from '@callweave/softswitch'
import { freePort, host, until } from './folder.js'
import { tone, writeSound } from './sounds.js'

/** What each of them says, in Hz: far from the keys' tones and from each other. */
export const says = { menu: 480, music: 560, ana: 1_040, ben: 1_720, caller: 2_040, outside: 2_440 } as const

export interface CenterRig {
  readonly center: EmbeddedCenter
  readonly folder: string
  readonly server: { readonly host: string; readonly port: number }
  /** Where calls out go: a trunk peer of the test listens here. */
  readonly outside: { readonly host: string; readonly port: number }
  /** Where calls out by a trunk group go that has a backup. */
  readonly down: { readonly host: string; readonly port: number }
  readonly events: readonly CallEvent[]
  readonly records: readonly CallRecord[]
  readonly notices: readonly SoftswitchNotice[]
  readonly troubles: readonly unknown[]
  all<T extends EventType>(type: T): readonly EventOf<T>[]
  /** Resolves with the first event of that type that came after `since` events. */
  event<T extends EventType>(type: T, since?: number, fits?: (event: EventOf<T>) => boolean): Promise<EventOf<T>>
  /** Resolves when the phone of this extension is registered. */
  registered(extension: string): Promise<void>
  ready(...agents: string[]): void
  /** Everybody has put down, and the records are there. */
  quiet(): Promise<void>
  close(): Promise<void>
}

export interface CenterRigOptions {
  /** From where the trunk brings calls; default as of any trunk, this machine. */
  readonly peers?: readonly string[] | undefined
  /** How the trunk `main` is reached, in place of a peer of the test at `outside`. */
  readonly trunk?: Partial<TrunkDefinition>
  /** Beside host and port, which is a free one. */
  readonly listen?: ListenOptions
}

interface Ports {
  readonly outsidePort: number
  readonly downPort: number
}

const definitionFor = ({ outsidePort, downPort }: Ports, sounds: string, { peers, trunk }: CenterRigOptions) =>
  checkDefinition({
    trunks: {
      main: {
        numbers: ['100', '101', '102', '103', '104'],
        channels: 20,
        prefix: '9',
        ...(peers === undefined ? {} : { peers }),
        ...(trunk ?? { proxies: [`${host}:${outsidePort}`] }),
      },
      emergency: {
        numbers: ['120'],
        channels: 4,
        ...(peers === undefined ? {} : { peers }),
        proxies: [`${host}:${outsidePort}`],
        calledPartyRelease: { keepMs: 8_000 },
      },
      down: {
        numbers: ['130'],
        channels: 4,
        prefix: '7',
        ...(peers === undefined ? {} : { peers }),
        proxies: [`${host}:${downPort}`],
        backup: 'main',
      },
      early: { numbers: ['111', '112', '113'], channels: 4, ...(peers === undefined ? {} : { peers }) },
    },
    agents: {
      ana: { extension: '8001', password: { secret: 'EXT_8001' } },
      ben: { extension: '8002', password: { secret: 'EXT_8002' } },
      chen: { extension: '8003', password: { secret: 'EXT_8003' } },
    },
    extensions: { '8900': { password: { secret: 'EXT_8900' }, supervisor: true } },
    queues: { service: { strategy: longestIdle, members: ['ana', 'ben'], wrapUpMs: 0 } },
    prompts: { menu: { file: join(sounds, 'menu.wav') }, bye: { file: join(sounds, 'menu.wav') } },
    flows: {
      day: {
        start: { step: 'menu', prompt: 'menu', on: { '1': 'agent', '2': 'bye' }, noInput: { then: 'bye' } },
        agent: { step: 'queue', queue: 'service' },
        bye: { step: 'hang-up', prompt: 'bye', as: 'self-served' },
      },
      // Nobody answers the caller before ana does, or ben.
      direct: { start: { step: 'transfer', agent: 'ana' } },
      ends: { start: { step: 'hang-up', prompt: 'bye', as: 'self-served' } },
      other: {
        start: { step: 'play', prompt: 'menu', answer: false, then: 'ben' },
        ben: { step: 'transfer', agent: 'ben' },
      },
      message: { start: { step: 'voicemail', box: 'ana', maxMs: 3_000 } },
      listens: {
        start: { step: 'record', into: 'said', maxMs: 120_000, silenceMs: 60_000, then: 'over' },
        over: { step: 'hang-up', as: 'self-served' },
      },
      urgent: { start: { step: 'queue', queue: 'service' } },
      company: {
        start: { step: 'play', prompt: 'menu', answer: false, then: 'agent' },
        agent: { step: 'queue', queue: 'service' },
      },
      rings: { start: { step: 'queue', queue: 'service', hears: 'ringing' } },
      closed: { start: { step: 'hang-up', as: 'refused' } },
    },
    routes: [
      { number: '120', flow: 'urgent' },
      { number: '111', flow: 'company' },
      { number: '112', flow: 'rings' },
      { number: '113', flow: 'closed' },
      { number: '101', flow: 'direct' },
      { number: '102', flow: 'listens' },
      { number: '103', flow: 'other' },
      { number: '104', flow: 'ends' },
      { number: '100', flow: 'day' },
    ],
    blocked: ['13800009999'],
    dialing: { ringTimeoutMs: 5_000, numbers: { '600': { flow: 'day' }, '601': { flow: 'message' } } },
  })

export const openCenterRig = async (options: CenterRigOptions = {}): Promise<CenterRig> => {
  const folder = mkdtempSync(join(tmpdir(), 'callweave-phones-'))
  mkdirSync(join(folder, 'music'))
  writeSound(join(folder, 'music', 'default.wav'), tone(says.music, 4_000))
  writeSound(join(folder, 'menu.wav'), tone(says.menu, 2_000))
  const ports = { outsidePort: await freePort(), downPort: await freePort() }
  const records: CallRecord[] = []
  const notices: SoftswitchNotice[] = []
  const troubles: unknown[] = []
  const written: CallEvent[] = []
  const center = await openEmbedded({
    definition: definitionFor(ports, folder, options),
    project: folder,
    folder: join(folder, '.callweave'),
    reveal: (name) => `password-of-${name}`,
    listen: { host, port: 0, ...options.listen },
    onRecord: (record) => void records.push(record),
    onWritten: (event) => void written.push(event),
    onNotice: (notice) => void notices.push(notice),
    onTrouble: (error) => void troubles.push(error),
  })
  const events: CallEvent[] = []
  const { log } = center.running
  log.tapAll((event) => void events.push(event))
  // A provider may have refused us by now: what nobody could listen to yet was written.
  const before = log.seq
  await center.running.settled()
  events.unshift(...written.filter(({ seq }) => seq <= before))
  const all = <T extends EventType>(type: T) => events.filter((event): event is EventOf<T> => event.type === type)
  const { calls, acd, floor } = center.running.center
  return {
    center,
    folder,
    server: { host, port: center.switch.port },
    outside: { host, port: ports.outsidePort },
    down: { host, port: ports.downPort },
    events,
    records,
    notices,
    troubles,
    all,
    event: (type, since = 0, fits = () => true) =>
      until(
        `${type}; there were ${events
          .slice(since)
          .map((each) => each.type)
          .join(' ')}`,
        () =>
          events
            .slice(since)
            .find((event): event is EventOf<typeof type> => event.type === type && fits(event as EventOf<typeof type>)),
      ),
    registered: async (extension) => {
      await until(`${extension} registered`, () => center.registrations().some((each) => each.extension === extension))
    },
    ready: (...agents) => {
      for (const agent of floor.agents.keys()) {
        if (!agents.includes(agent)) acd.setState(agent, 'logged-out')
      }
      for (const agent of agents) acd.setState(agent, 'ready')
    },
    quiet: async () => {
      await until('every call is over', () => calls.calls.size === 0 && calls.legs.size === 0)
      await center.running.settled()
    },
    close: async () => {
      await center.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
