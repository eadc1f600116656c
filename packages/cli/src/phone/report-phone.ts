/** Says what happens to a test phone: a line each on standard output, or a JSON object each. */
import type { Context } from '../frame/command.js'
import { printable } from '../output/printable.js'
import type { PhoneEvent } from './phone-event.js'

export const createReport = ({ out, words }: Context): ((event: PhoneEvent) => void) => {
  const startMs = performance.now()
  const said: { readonly [event: string]: (event: never) => string } = words.phone.events
  return (event) => {
    const atMs = Math.round(performance.now() - startMs)
    if (out.json) {
      out.print(`${JSON.stringify({ afterMs: atMs, ...event })}\n`)
      return
    }
    const text = said[event.event]?.(event as never) ?? event.event
    out.print(`${out.tint.dim((atMs / 1_000).toFixed(1).padStart(6))}  ${printable(text)}\n`)
  }
}
