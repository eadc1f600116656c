/** Keys that come by INFO: `application/dtmf-relay` and `application/dtmf`. */
export interface Digit {
  /** 0-9, `*`, `#`, A-D. */
  readonly key: string
  readonly durationMs: number
}

export const digitTypes: readonly string[] = ['application/dtmf-relay', 'application/dtmf']

/** Where none is told. */
const usualMs = 160
const mostMs = 10_000

/** `null` when no key can be read. */
export const digitOf = (type: string, text: string): Digit | null => {
  if (type === 'application/dtmf') return digit(text.trim(), undefined)
  const [, signal = ''] = /^\s*signal\s*=\s*(\S+)\s*$/im.exec(text) ?? []
  const [, duration] = /^\s*duration\s*=\s*(\d{1,6})\s*$/im.exec(text) ?? []
  return digit(signal, duration)
}

const digit = (signal: string, duration: string | undefined): Digit | null => {
  const named = signal === '10' ? '*' : signal === '11' ? '#' : signal.toUpperCase()
  if (!/^[0-9*#A-D]$/.test(named)) return null
  return { key: named, durationMs: duration === undefined ? usualMs : Math.min(Number(duration), mostMs) }
}
