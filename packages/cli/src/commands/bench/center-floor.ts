/**
 * A center that takes real calls, put together as `cc start` does it, with its journal and its records on disk: number ->
 * flow -> queue -> agent. Its agents are phones that sipp registers, and answers.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { longestIdle } from '@callweave/acd'
import { type CenterDefinition, checkDefinition } from '@callweave/center'
import { secret } from '@callweave/core'
import { type EmbeddedCenter, type OpenEmbeddedOptions, openEmbedded } from '@callweave/server'
import { registerPhones } from './register-phones.js'
import { type Sipp, type SippCounts, startSipp } from './sipp.js'

const host = '127.0.0.1'
/** Sources that a switch tells apart. */
const callerHost = '127.0.0.2'
const agentHost = '127.0.0.3'
const password = 'bench'
const dialed = '4008001234'
const scenarioFile = (name: string): string =>
  fileURLToPath(new URL(`bench/sipp/${name}.xml`, import.meta.resolve('@callweave/cli/package.json')))

const definitionOf = (agents: readonly string[]): CenterDefinition =>
  checkDefinition({
    name: 'bench',
    trunks: { main: { numbers: [dialed], channels: 10_000 } },
    agents: Object.fromEntries(agents.map((extension) => [`a${extension}`, { extension, password: secret('PHONES') }])),
    queues: { service: { strategy: longestIdle, members: agents.map((extension) => `a${extension}`) } },
    flows: { day: { start: { step: 'queue', queue: 'service' } } },
    routes: [{ flow: 'day' }],
  })

export interface Floor {
  readonly center: EmbeddedCenter
  /** Calls at this rate, each with so much talk; resolves when all are over. */
  call(load: { readonly calls: number; readonly callsPerSecond: number; readonly talkMs: number }): Promise<SippCounts>
  /** What the phones of the agents counted. */
  close(): Promise<SippCounts>
}

export interface FloorOptions {
  readonly program: string
  readonly agents: number
  readonly overload?: OpenEmbeddedOptions['overload']
  /** Told before the switch is opened. */
  readonly onTrouble: (error: unknown) => void
  readonly onNotice?: (notice: unknown) => void
}

/** Resolves when all agents are registered and ready. */
export const openFloor = async ({
  program,
  agents,
  overload,
  onTrouble,
  onNotice = () => {},
}: FloorOptions): Promise<Floor> => {
  const folder = mkdtempSync(join(tmpdir(), 'callweave-center-'))
  const extensions = Array.from({ length: agents }, (_, i) => `${10_000 + i}`)
  const center = await openEmbedded({
    definition: definitionOf(extensions),
    project: folder,
    folder: join(folder, 'center'),
    reveal: () => password,
    listen: { host, port: 0 },
    ...(overload === undefined ? {} : { overload }),
    onTrouble,
    onNotice,
  })
  const to = { host, port: center.switch.port }
  const remote = `${to.host}:${to.port}`
  const close = async (phones?: Sipp): Promise<SippCounts | undefined> => {
    phones?.stop()
    try {
      await center.close()
      return await phones?.ended
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
  let port = 0
  try {
    port = await registerPhones({ extensions, password, host: agentHost, server: to })
  } catch (error) {
    await close()
    throw error
  }
  const phones = startSipp({
    program,
    args: ['-sf', scenarioFile('agent-answers'), '-aa', '-timeout', '3600s', remote],
    at: { host: agentHost, port },
  })
  for (const extension of extensions) center.running.center.acd.setState(`a${extension}`, 'ready', {})
  await center.running.written()
  return {
    center,
    call: ({ calls, callsPerSecond, talkMs }) => {
      const load = ['-r', `${callsPerSecond}`, '-m', `${calls}`, '-l', `${calls}`, '-d', `${talkMs}`]
      const scenario = ['-sf', scenarioFile('caller'), '-s', dialed, ...load]
      const args = [
        ...scenario,
        '-trace_rtt',
        '-rtt_freq',
        '1',
        '-timeout',
        `${Math.ceil(calls / callsPerSecond) + 60}s`,
      ]
      return startSipp({ program, args: [...args, remote], at: { host: callerHost } }).ended
    },
    close: async () => (await close(phones)) as SippCounts,
  }
}
