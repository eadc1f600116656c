/**
 * Runs one scenario of this folder in sipp, in bounded time, and says what came of it. Callers (`call.xml`, `cancel.xml`...)
 * are run against `to`; phones that are called (`answer.xml`, `busy.xml`...) listen on `port`.
 */
import { spawn } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SippAddress {
  readonly host: string
  readonly port: number
}

export interface SippOptions {
  /** The program: `peer('sipp').path`. */
  readonly program: string
  /** Whom a caller calls, and where a phone's requests would go. */
  readonly to: SippAddress
  /** Where sipp listens. Default: 127.0.0.1 and a port that is free. */
  readonly from?: { readonly host?: string; readonly port?: number }
  /** How many calls. Default 1. */
  readonly calls?: number
  readonly callsPerSecond?: number
  readonly transport?: 'UDP' | 'TCP'
  /** The user part that is called. Default `service`. */
  readonly service?: string
  /** What `[caller]`, `[target]`, `[password]` and whatever else a scenario names stand for. */
  readonly keys?: Readonly<Record<string, string>>
  /** What the credentials are for, without `sip:`, where that is not the host and port of `to`: `8002@127.0.0.1:5060`. */
  readonly authUri?: string
  /** Lines of an injection file, fields between semicolons: `[field0]`... in the scenario. */
  readonly lines?: readonly string[]
  /** A folder with the captures that sipp's own `uac_pcap` plays. It needs raw sockets: root. */
  readonly captures?: string
  /** After so long sipp is stopped, and the run has failed. Default 60 s. */
  readonly timeoutMs?: number
}

export interface SippResult {
  /** 0 when every call went as the scenario has it; `null` when it was stopped. */
  readonly exitCode: number | null
  readonly successful: number
  readonly failed: number
  /** Messages that sipp sent again. */
  readonly retransmissions: number
  /** Messages that belonged to no call or did not fit the scenario. */
  readonly unexpected: number
  /** For each message of the scenario, as sipp names it: `1_INVITE_Retrans`, `4_200_Recv`... */
  readonly messages: Readonly<Record<string, number>>
  /** What sipp complained of, empty when of nothing. */
  readonly errors: string
}

/** Those that sipp brings with it. */
const builtIn: readonly string[] = ['uac', 'uas', 'regexp', 'branchc', 'branchs', 'uac_pcap']

/** @param scenario one of sipp's own, or the name of a file of this folder, without `.xml`, or a path that ends in it. */
export const runSipp = async (scenario: string, options: SippOptions): Promise<SippResult> => {
  const { port } = options.from ?? {}
  for (let left = portsTried; ; left -= 1) {
    const [own = 0, media = 0, control = 0] = await freePorts(options)
    const result = await runOnce(scenario, { ...options, ports: { own: port ?? own, media, control } })
    // Somebody else took one between its being found free and its being bound.
    if (left === 1 || !result.errors.includes('Unable to bind')) return result
  }
}

const portsTried = 4

interface Ports {
  readonly own: number
  readonly media: number
  readonly control: number
}

type PortOptions = SippOptions & { readonly ports: Ports }

const runOnce = async (scenario: string, options: PortOptions): Promise<SippResult> => {
  const folder = mkdtempSync(join(tmpdir(), 'callweave-sipp-'))
  if (options.captures !== undefined) symlinkSync(options.captures, join(folder, 'pcap'))
  try {
    const { exitCode, complaint } = await finish(argumentsOf(scenario, options, folder), options, folder)
    const last = lastLine(join(folder, 'stat.csv'))
    const of = (name: string): number => Number(last.get(name) ?? 0)
    return {
      exitCode,
      successful: of('SuccessfulCall(C)'),
      failed: of('FailedCall(C)'),
      retransmissions: of('Retransmissions(C)'),
      unexpected: of('OutOfCallMsgs(C)') + of('FailedUnexpectedMessage(C)'),
      messages: messageCounts(folder),
      errors: `${textOf(join(folder, 'errors.log'))}${complaint.replace(/^Resolving remote host.*\n?/gm, '')}`.trim(),
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const hostOf = ({ from }: SippOptions): string => from?.host ?? '127.0.0.1'

/**
 * sipp would take 5060, which is often the port of what is tested, and count up from 6000 and 8888, where several that start at
 * once get into each other's way.
 */
const freePorts = async (options: SippOptions): Promise<readonly number[]> => {
  const sockets = [1, 2, 3].map(() => createSocket('udp4'))
  for (const socket of sockets) {
    socket.bind(0, hostOf(options))
    await once(socket, 'listening')
  }
  const ports = sockets.map((socket) => socket.address().port)
  for (const socket of sockets) {
    socket.close()
    await once(socket, 'close')
  }
  return ports
}

const usualKeys = { caller: '13800001111', target: '8002', password: 'wrong' }

const argumentsOf = (scenario: string, options: PortOptions, folder: string): readonly string[] => {
  const { to, ports, calls = 1, callsPerSecond = 10, transport = 'UDP', service = 'service' } = options
  const file = scenario.endsWith('.xml') ? scenario : join(import.meta.dirname, `${scenario}.xml`)
  const played = builtIn.includes(scenario) ? ['-sn', scenario] : ['-sf', file]
  const named = { ...usualKeys, ...options.keys }
  const keys = Object.entries(named).flatMap(([key, value]) => ['-key', key, value])
  const injected: string[] = []
  if (options.lines !== undefined) {
    writeFileSync(join(folder, 'lines.csv'), `SEQUENTIAL\n${options.lines.join('\n')}\n`)
    injected.push('-inf', join(folder, 'lines.csv'))
  }
  return [
    ...[...played, `${to.host}:${to.port}`, '-s', service, ...keys, ...injected],
    // Keys do not stand inside of [authentication].
    ...['-au', named.caller, '-ap', named.password],
    ...(options.authUri === undefined ? [] : ['-auth_uri', options.authUri]),
    ...['-i', hostOf(options), '-p', `${ports.own}`, '-mp', `${ports.media}`, '-cp', `${ports.control}`, '-bind_local'],
    ...['-t', transport === 'UDP' ? 'u1' : 't1', '-m', `${calls}`, '-r', `${callsPerSecond}`, '-nostdin'],
    ...['-trace_stat', '-stf', join(folder, 'stat.csv'), '-fd', '1', '-trace_counts'],
    ...['-trace_err', '-error_file', join(folder, 'errors.log')],
    // A busy machine is no error of the call.
    ...['-watchdog_minor_threshold', '120000', '-watchdog_major_threshold', '120000'],
    // Whatever the scenario does not expect fails its call; without a BYE of sipp's own, which would hide what is left behind.
    ...['-default_behaviors', 'abortunexp', '-deadcall_wait', '0'],
  ]
}

const finish = (
  args: readonly string[],
  { program, timeoutMs = 60_000 }: SippOptions,
  cwd: string,
): Promise<{ readonly exitCode: number | null; readonly complaint: string }> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] })
    let complaint = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-4_000)
    })
    const stop = setTimeout(() => child.kill('SIGKILL'), timeoutMs)
    child.on('error', reject)
    child.on('close', (exitCode) => {
      clearTimeout(stop)
      resolve({ exitCode, complaint })
    })
  })

/** The last line of a file of statistics, in columns that its first line names. */
const lastLine = (path: string): ReadonlyMap<string, string> => {
  const lines = textOf(path).trim().split('\n')
  const values = lines.at(-1)?.split(';') ?? []
  return new Map((lines[0]?.split(';') ?? []).map((name, i) => [name, values[i] ?? '']))
}

/** sipp names the file itself. */
const messageCounts = (folder: string): Readonly<Record<string, number>> => {
  const file = readdirSync(folder).find((name) => name.endsWith('_counts.csv'))
  if (file === undefined) return {}
  const counted = [...lastLine(join(folder, file))].filter(([name]) => /^\d+_/.test(name))
  return Object.fromEntries(counted.map(([name, count]) => [name, Number(count)]))
}

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
