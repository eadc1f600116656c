/**
 * Tells what happens while a center runs: a line each, or a JSON object each on standard output with --json. On a terminal
 * a last line says how many calls are up, and renews itself.
 */
import { formatProblem } from '@callweave/core'
import type { EmbeddedCenter } from '@callweave/server'
import type { SoftswitchNotice, Notice as StrangerNotice } from '@callweave/softswitch'
import type { Context } from '../../frame/command.js'
import { isCallweaveError } from '../../frame/is-callweave-error.js'
import { printable } from '../../output/printable.js'
import { wrapText } from '../../output/wrap.js'
import type { Notice } from './notice.js'
import { createRepeats } from './repeats.js'

export interface Teller {
  opening(name: string): void
  tell(notice: Notice): void
  /** What failed and did not end the center. */
  trouble(error: unknown): void
  /** What the switch wants known. */
  notice(notice: SoftswitchNotice): void
  /** From now on with the line of what is up. */
  live(center: EmbeddedCenter): void
  close(): void
}

const renewMs = 1_000
/** As wide as the time and the blanks behind it. */
const indent = ' '.repeat(10)
const clearLine = '\r\x1b[2K'

export const createTeller = ({ host, out, words }: Context): Teller => {
  const { start: said } = words
  // With --json all stands as it is.
  const translated = out.json ? (text: string) => text : words.sentence
  const renews = host.stderr.isTTY === true && host.env.TERM !== 'dumb' && !out.json
  let line = ''
  let draw = (): void => {}
  let timer: NodeJS.Timeout | undefined
  const write = (text: string): void => {
    if (line !== '') host.stderr.write(clearLine)
    out.say(text)
    if (line !== '') host.stderr.write(line)
  }
  /** On a terminal; a file has a line for each. */
  const folded = (text: string): string => {
    const safe = printable(text)
    return renews ? wrapText(safe, out.columns - indent.length).join(`\n${indent}`) : safe
  }
  const tell = (notice: Notice): void => {
    const atMs = Date.now()
    if (out.json) out.print(`${JSON.stringify({ atMs, ...notice })}\n`)
    else
      write(`${out.talkTint.dim(timeOf(atMs))}  ${folded(said.notices[notice.notice](notice as never, out.format))}\n`)
    draw()
  }
  const repeats = createRepeats()
  const tellOnce = (notice: Notice): void => {
    const told = notice.notice === 'trouble' ? repeats.take(notice.message, performance.now()) : ''
    if (told !== null) tell(notice.notice === 'trouble' ? { ...notice, message: `${notice.message}${told}` } : notice)
  }
  return {
    opening: (name) => out.say(`${said.opening({ name })}\n`),
    tell,
    trouble: (error) => tellOnce({ notice: 'trouble', message: messageOf(error, translated) }),
    notice: (notice) => tellOnce(noticeOf(notice, translated)),
    live: ({ running }) => {
      if (!renews) return
      draw = () => {
        const { calls, floor } = running.center
        const states = [...floor.agents.values()].map(({ state }) => state)
        const count = (state: string): number => states.filter((one) => one === state).length
        line = `${clearLine}${out.talkTint.dim(
          said.live({
            calls: [...calls.calls.values()].filter(({ legs }) => legs.length > 0).length,
            waiting: floor.entries.size,
            ready: count('ready'),
            talking: count('talking'),
          }),
        )}`
        host.stderr.write(line)
      }
      draw()
      timer = setInterval(draw, renewMs)
      timer.unref()
    },
    close: () => {
      clearInterval(timer)
      if (line !== '') host.stderr.write(clearLine)
      line = ''
      draw = () => {}
    },
  }
}

type Translated = (text: string) => string

const noticeOf = (told: SoftswitchNotice, translated: Translated): Notice => {
  switch (told.notice) {
    case 'fallback':
      return { notice: 'fallback', dialed: told.dialed, extension: told.extension }
    case 'trunk-silent':
      return { notice: 'trunk-silent', trunk: told.trunk }
    case 'recordings-mended':
      return { notice: 'recordings-mended' }
    case 'overloaded':
      return { notice: 'overloaded', callsPerSecond: told.callsPerSecond, lagMs: told.lagMs }
    case 'stranger':
      return strangerOf(told.stranger)
    case 'media-failed':
    case 'center-failed':
    case 'sound-missing':
    case 'certificate-refused':
      return { notice: 'trouble', message: messageOf(told.error, translated) }
  }
}

const strangerOf = ({ code, source, count, atMs, untilMs }: StrangerNotice): Notice => ({
  notice: 'stranger',
  code,
  source,
  count,
  leftMs: untilMs === null ? null : untilMs - atMs,
})

const messageOf = (error: unknown, translated: Translated): string => {
  if (isCallweaveError(error)) {
    const { where, message, remedy } = error.parts
    return formatProblem({
      path: where ?? '',
      message: translated(message),
      severity: 'warning',
      ...(remedy === undefined ? {} : { remedy: translated(remedy) }),
    })
  }
  return error instanceof Error ? error.message : String(error)
}

const timeOf = (ms: number): string => new Date(ms).toTimeString().slice(0, 8)
