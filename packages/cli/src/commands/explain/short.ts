/** Texts that many of stand in one line. */

/** `2:05`, or `1:02:05`. */
export const stopwatch = (ms: number): string => {
  const seconds = Math.round(ms / 1000)
  const rest = [Math.floor(seconds / 60) % 60, seconds % 60].map((n) => String(n).padStart(2, '0'))
  const hours = Math.floor(seconds / 3600)
  return hours > 0 ? `${hours}:${rest.join(':')}` : rest.join(':').replace(/^0/, '')
}

/** As many names as fit on a line, then how many more there are. */
export const shorten = (names: readonly string[], width: number): string => {
  let text = ''
  for (const [i, name] of names.entries()) {
    if (text !== '' && text.length + name.length + 2 > width) return `${text} + ${names.length - i}`
    text = text === '' ? name : `${text}, ${name}`
  }
  return text
}
