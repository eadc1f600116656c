/** sipp, the usual generator of SIP calls: found on the path, run for so many calls at a rate, and what it counted. */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import type { SocketAddress } from '@callweave/sip/node'

/** Its path; `undefined` where it is not installed. */
export const findSipp = ({ PATH = '' }: { readonly PATH?: string | undefined } = process.env): string | undefined =>
  PATH.split(delimiter)
    .map((folder) => join(folder, 'sipp'))
    .find((path) => existsSync(path))

export interface SippLoad {
  readonly program: string
  readonly to: SocketAddress
  readonly calls: number
  readonly callsPerSecond: number
  /** `-sn uac`, or `-sf` with a file and what it needs. */
  readonly scenario: readonly string[]
  /** Its own address; default that of `to`, and any port. */
  readonly from?: Partial<SocketAddress>
}

export interface SippCounts {
  readonly successful: number
  readonly failed: number
  /** Requests that sipp sent again. */
  readonly retransmissions: number
  /** Each response time that the scenario measures, by its name, in ms. */
  readonly timesMs: ReadonlyMap<string, readonly number[]>
  /** What it complained of; empty where all went well. */
  readonly complaint: string
}

/** Longest that is waited for calls after the last has begun. */
const drainSeconds = 40
const mostStoppingMs = 5_000

/** @throws Error when sipp counted nothing: its complaint is the message. */
export const runSipp = async ({
  program,
  to,
  calls,
  callsPerSecond,
  scenario,
  from,
}: SippLoad): Promise<SippCounts> => {
  const seconds = Math.ceil(calls / callsPerSecond) + drainSeconds
  const load = ['-r', `${callsPerSecond}`, '-m', `${calls}`, '-l', `${calls}`, '-timeout', `${seconds}s`]
  const args = [...scenario, `${to.host}:${to.port}`, ...load]
  return startSipp({ program, args, at: { host: to.host, ...from } }).ended
}

export interface Sipp {
  /** When its calls are over, or it was told to stop. @throws as `runSipp`. */
  readonly ended: Promise<SippCounts>
  /** Takes no more calls, and ends with those it has. */
  stop(): void
}

export interface SippStart {
  readonly program: string
  readonly args: readonly string[]
  readonly at: Partial<SocketAddress>
}

export const startSipp = ({ program, args, at }: SippStart): Sipp => {
  const folder = mkdtempSync(join(tmpdir(), 'callweave-sipp-'))
  const counted = ['-trace_stat', '-stf', join(folder, 'stat.csv'), '-fd', '1']
  const host = at.host === undefined ? [] : ['-i', at.host]
  const port = at.port === undefined ? [] : ['-p', `${at.port}`]
  const socket = [...host, ...port, '-nostdin', '-buff_size', '1048576']
  const child = spawn(program, [...args, ...socket, ...counted], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = finish(child)
    .then((complaint) => {
      const counts = readCounts(join(folder, 'stat.csv'))
      if (counts === undefined) throw new Error(`sipp counted nothing: ${complaint}`)
      return { ...counts, timesMs: readTimes(folder), complaint }
    })
    .finally(() => rmSync(folder, { recursive: true, force: true }))
  const stop = (): void => {
    child.kill('SIGUSR1')
    // A call that never ends keeps it for ever.
    setTimeout(() => child.kill('SIGKILL'), mostStoppingMs).unref()
  }
  return { ended, stop }
}

const finish = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let complaint = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-2_000)
    })
    child.on('error', reject)
    child.on('close', () => resolve(complaint.trim()))
  })

/** The last line of the statistics, in columns that their first line names. */
const readCounts = (path: string): Pick<SippCounts, 'successful' | 'failed' | 'retransmissions'> | undefined => {
  if (!existsSync(path)) return undefined
  const lines = readFileSync(path, 'utf8').trim().split('\n')
  const names = lines[0]?.split(';') ?? []
  const last = lines.at(-1)?.split(';') ?? []
  const of = (name: string): number => Number(last[names.indexOf(name)])
  const counts = {
    successful: of('SuccessfulCall(C)'),
    failed: of('FailedCall(C)'),
    retransmissions: of('Retransmissions(C)'),
  }
  return Object.values(counts).every(Number.isInteger) ? counts : undefined
}

/** `date;time in ms;name`, a line for each time. */
const readTimes = (folder: string): ReadonlyMap<string, readonly number[]> => {
  const times = new Map<string, number[]>()
  const files = readdirSync(folder).filter((name) => name.endsWith('_rtt.csv'))
  for (const line of files.flatMap((name) => readFileSync(join(folder, name), 'utf8').trim().split('\n').slice(1))) {
    const [, ms, name = ''] = line.split(';')
    const known = times.get(name)
    if (known === undefined) times.set(name, [Number(ms)])
    else known.push(Number(ms))
  }
  return times
}
