/** Shows something once, or again each second until the program is asked to end. */
import type { Context } from '../../frame/command.js'
import { type ExitCode, exitCode } from '../../frame/exit-code.js'

const everyMs = 1_000
const clearScreen = '\x1b[H\x1b[2J\x1b[3J'

export interface Shown<T> {
  /** @throws what ends the watching, too: a center that is gone. */
  readonly ask: () => Promise<T>
  readonly print: (what: T) => void
}

export const show = async <T>(
  watches: boolean,
  { out, host }: Context,
  { ask, print }: Shown<T>,
): Promise<ExitCode> => {
  let isOver = !watches
  let wake = (): void => {}
  let isFirst = true
  const off = host.onInterrupt(() => {
    isOver = true
    wake()
  })
  try {
    for (;;) {
      const what = await ask()
      // In a file one picture follows the other.
      if (watches && !out.json) out.print(host.stdout.isTTY ? clearScreen : isFirst ? '' : '\n')
      isFirst = false
      print(what)
      if (isOver) return exitCode.fine
      await new Promise<void>((done) => {
        const timer = setTimeout(done, everyMs)
        wake = () => {
          clearTimeout(timer)
          done()
        }
      })
      if (isOver) return exitCode.fine
    }
  } finally {
    off()
  }
}
