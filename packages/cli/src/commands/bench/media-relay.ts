/** The same work in C, where a compiler is there: what there is to be had from this machine. */
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { host, pin, rtpBench } from './media-source.js'

export interface RelayInC {
  /** Legs and their ports. */
  start(
    legs: number,
    remotePort: (leg: number) => number,
  ): Promise<{
    readonly ports: readonly number[]
    /** Ends it; resolves with its CPU in ms. */
    end(): Promise<number>
  }>
  clean(): void
}

/** Below those that systems give to anybody who asks for none. */
const firstPort = 14_000

/** Null where it cannot be compiled. */
export const compileRelay = (): RelayInC | null => {
  const folder = mkdtempSync(join(tmpdir(), 'callweave-relay-'))
  const program = join(folder, 'relay')
  const clean = (): void => rmSync(folder, { recursive: true, force: true })
  try {
    execFileSync(process.env.CC ?? 'cc', ['-O2', '-o', program, rtpBench('relay.c')], { stdio: 'ignore' })
  } catch {
    clean()
    return null
  }
  return {
    start: async (legs, remotePort) => {
      const remotes = Array.from({ length: legs }, (_, leg) => String(remotePort(leg)))
      const child = spawn(program, [host, String(firstPort), String(legs), ...remotes], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      await pin(child, 0)
      const lines = createInterface(child.stdout)
      const [ready] = (await Promise.race([once(lines, 'line'), once(child, 'close')])) as [unknown]
      if (ready !== 'ready') throw new Error(`the relay in C did not start: ${String(ready)}`)
      return {
        ports: Array.from({ length: legs }, (_, leg) => firstPort + 2 * leg),
        end: async () => {
          child.kill('SIGTERM')
          const [told] = (await once(lines, 'line')) as [string]
          return Number(told)
        },
      }
    },
    clean,
  }
}
