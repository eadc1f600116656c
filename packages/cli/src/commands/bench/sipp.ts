/** sipp, the usual generator of SIP calls: found on the path, run for so many calls at a rate, and what it counted. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
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
}

export interface SippCounts {
  readonly successful: number
  readonly failed: number
  /** Requests that sipp sent again. */
  readonly retransmissions: number
}

/** Longest that is waited for calls after the last has begun. */
const drainSeconds = 40

/** @throws Error when sipp counted nothing: its complaint is the message. */
export const runSipp = async ({ program, to, calls, callsPerSecond, scenario }: SippLoad): Promise<SippCounts> => {
  const folder = mkdtempSync(join(tmpdir(), 'callweave-sipp-'))
  const seconds = Math.ceil(calls / callsPerSecond) + drainSeconds
  const load = ['-r', `${callsPerSecond}`, '-m', `${calls}`, '-l', `${calls}`, '-timeout', `${seconds}s`]
  const counted = ['-trace_stat', '-stf', join(folder, 'stat.csv'), '-fd', '1']
  const socket = ['-i', to.host, '-nostdin', '-buff_size', '1048576']
  try {
    const complaint = await finish(
      program,
      [...scenario, `${to.host}:${to.port}`, ...socket, ...load, ...counted],
      folder,
    )
    const counts = readCounts(join(folder, 'stat.csv'))
    if (counts === undefined) throw new Error(`sipp counted nothing: ${complaint}`)
    return counts
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const finish = (program: string, args: readonly string[], cwd: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'] })
    let complaint = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-2_000)
    })
    child.on('error', reject)
    child.on('close', () => resolve(complaint.trim()))
  })

/** The last line of the statistics, in columns that their first line names. */
const readCounts = (path: string): SippCounts | undefined => {
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
