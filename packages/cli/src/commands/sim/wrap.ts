/** How much of a line a text takes. */
import { stripVTControlCharacters } from 'node:util'

/** Parts in lines no longer than this, as many to a line as fit. */
export const wrap = (parts: readonly string[], width: number, between = '; '): readonly string[] => {
  const lines: string[] = []
  for (const part of parts) {
    const last = lines.at(-1)
    if (last === undefined || last.length + between.length + part.length > width) lines.push(part)
    else lines[lines.length - 1] = `${last}${between}${part}`
  }
  return lines
}

/** Of the longest line, without its colours. */
export const widthOf = (text: string): number =>
  Math.max(
    ...stripVTControlCharacters(text)
      .split('\n')
      .map((line) => line.length),
  )
