import { isAbsolute, relative, resolve } from 'node:path'

/** What the program stands on: streams, environment, folder. A test hands in its own. */

/** The part of a stream that we use; `process.stdout` is one. */
export interface Sink {
  write(text: string): boolean
  readonly isTTY?: boolean
  readonly columns?: number
  once?(event: 'drain', then: () => void): unknown
}

export interface Host {
  readonly stdout: Sink
  readonly stderr: Sink
  /** What is piped in; `process.stdin` is one. */
  readonly stdin: AsyncIterable<Uint8Array>
  /** Whether a person can answer a question. */
  readonly interactive: boolean
  readonly env: Readonly<Record<string, string | undefined>>
  /** Absolute; every path of a command line counts from here. */
  readonly cwd: string
  /** Calls `then` each time the program is asked to end (Ctrl-C, SIGTERM), which it then does by itself. Returns its undoing. */
  onInterrupt(then: () => void): () => void
}

/** A path of the command line as the file functions need it and an error shows it: short where it lies in our folder. */
export const shownPath = ({ cwd }: Host, path: string): string => {
  const full = resolve(cwd, path)
  const near = relative(process.cwd(), full)
  return near.startsWith('..') || isAbsolute(near) ? full : near || '.'
}

export const processHost = (): Host => ({
  stdout: process.stdout,
  stderr: process.stderr,
  stdin: process.stdin,
  interactive: Boolean(process.stdin.isTTY && process.stdout.isTTY) && !process.env.CI,
  env: process.env,
  cwd: process.cwd(),
  onInterrupt: (then) => {
    const signals = ['SIGINT', 'SIGTERM'] as const
    for (const signal of signals) process.on(signal, then)
    return () => {
      for (const signal of signals) process.off(signal, then)
    }
  },
})
