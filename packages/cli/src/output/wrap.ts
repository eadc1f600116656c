/** Texts in lines, and how much of a line a text takes. */
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

/** Sentences in lines no longer than this, broken at blanks but not at `\u00a0`, and in Chinese behind a comma or a stop. */
export const wrapText = (text: string, width: number): readonly string[] => {
  const lines: string[] = []
  for (const part of text.split(/[⺀-鿿]/.test(text) ? /(?<=[，。；：、])/ : /(?<= )/)) {
    const last = lines.at(-1)
    if (last === undefined || cellsOf(last) + cellsOf(part.trimEnd()) > width) lines.push(part)
    else lines[lines.length - 1] = `${last}${part}`
  }
  return lines.map((line) => line.trimEnd().replaceAll('\u00a0', ' '))
}

/** A line of a page: what goes on in further lines stands further in than its beginning. */
export const wrapLine = (line: string, width: number): readonly string[] => {
  const lead = line.slice(0, line.length - line.trimStart().length)
  const [first = '', ...rest] = wrapText(line.trimStart(), width - lead.length - 2)
  if (rest.length === 0 || cellsOf(line) <= width) return [line.replaceAll('\u00a0', ' ')]
  return [`${lead}${first}`, ...rest.map((more) => `${lead}  ${more}`)]
}

/** Chinese characters and stops take two cells of a terminal. */
export const cellsOf = (text: string): number => text.length + (text.match(/[⺀-鿿＀-｠　-〿]/g)?.length ?? 0)

/** Of the longest line, without its colours. */
export const widthOf = (text: string): number =>
  Math.max(
    ...stripVTControlCharacters(text)
      .split('\n')
      .map((line) => line.length),
  )
