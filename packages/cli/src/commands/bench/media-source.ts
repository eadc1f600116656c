/** The packet source of `cc bench media`: a process of its own, on a core of its own where that can be had. */
import { type ChildProcess, execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const exec = promisify(execFile)

/** What stands in the rtp package's bench folder. */
export const rtpBench = (name: string): string =>
  fileURLToPath(new URL(`bench/${name}`, import.meta.resolve('@callweave/rtp/package.json')))

/** What the source tells at its end; times in ms. */
export interface SourceReport {
  readonly sent: number
  readonly received: number
  readonly outOfOrder: number
  /** Sequence numbers or timestamps that did not go on as the packets do. */
  readonly broken: number
  readonly jitterMs: { readonly p50: number; readonly p99: number; readonly p999: number }
  readonly ownLatenessMs: { readonly p50: number; readonly p99: number }
  readonly ownCpuRatio: number
}

export const host = '127.0.0.1'
const sockets = 32

export interface Source {
  /** Where the far end of each leg listens. */
  remotePort(leg: number, legs: number): number
  /** Sends to those ports and resolves with what came back. */
  run(order: {
    readonly legs: readonly number[]
    readonly warmMs: number
    readonly runMs: number
  }): Promise<SourceReport>
  kill(): void
}

/** @param isAlone whether it has a core of its own. */
export const startSource = async (isAlone: boolean): Promise<Source> => {
  const range = { host, leastPort: 12_000, mostPort: 12_998, sockets }
  const child = fork(rtpBench('packet-source.mjs'), [JSON.stringify(range)], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let complaint = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint += text
  })
  const next = async (): Promise<unknown> => {
    const gone = once(child, 'close').then(([code]) => {
      throw new Error(`the packet source ended with code ${code}: ${complaint.trim()}`)
    })
    const [message] = await Promise.race([once(child, 'message'), gone])
    gone.catch(() => undefined)
    return message
  }
  if (isAlone) await pin(child, 1)
  const { ports } = (await next()) as { readonly ports: readonly number[] }
  return {
    remotePort: (leg, legs) => ports[Math.floor((leg * sockets) / legs)] as number,
    run: async (order) => {
      child.send(order)
      return (await next()) as SourceReport
    },
    kill: () => void child.kill(),
  }
}

/** Keeps a process and its threads on one core, where the system has a `taskset`; elsewhere it runs where it likes. */
export const pin = async ({ pid }: Pick<ChildProcess, 'pid'>, core: number): Promise<void> => {
  if (pid !== undefined) await exec('taskset', ['-acp', String(core), String(pid)]).catch(() => undefined)
}
