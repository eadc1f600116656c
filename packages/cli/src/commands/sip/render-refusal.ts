/** A message that is malformed: the sentence, the answer, and the line with a mark under the byte. */
import { reasonOf, type SipError } from '@callweave/sip'
import type { Context } from '../../frame/command.js'
import { printable } from '../../output/printable.js'
import { cellsOf } from '../../output/wrap.js'

export const renderRefusal = (error: SipError, bytes: Buffer, file: string, { out, words }: Context): string => {
  const { code, status, offset, message } = error
  const tint = out.talkTint
  const place = offset < 0 ? undefined : placeOf(bytes, Math.min(offset, bytes.length))
  const where = place === undefined ? file : `${file}: ${words.sip.place(place)}`
  const answer = status === null ? words.sip.noAnswer : `${status} ${reasonOf(status)}`
  const labelled = (label: string, text: string): string => `  ${tint.dim(label)}  ${text}\n`
  return [
    `${tint.red(tint.bold(words.errors.heading))} ${message}\n`,
    labelled(words.errors.where, where),
    labelled(words.sip.code, words.sip.codes[code]({ code })),
    labelled(words.sip.answer, answer),
    place === undefined ? '' : `\n${marked(place, out.columns - 4, tint.red('^'))}`,
  ].join('')
}

interface Place {
  /** From 1. */
  readonly line: number
  /** In bytes, from 1. */
  readonly column: number
  readonly before: Buffer
  readonly after: Buffer
}

const lf = 10
const cr = 13

/** Where the message ends with a line end, its end is shown behind the last line and not under an empty one. */
const placeOf = (bytes: Buffer, offset: number): Place => {
  let at = offset
  if (at === bytes.length && bytes[at - 1] === lf) at -= bytes[at - 2] === cr ? 2 : 1
  const start = at === 0 ? 0 : bytes.lastIndexOf(lf, at - 1) + 1
  const found = bytes.indexOf(lf, at)
  const end = found < 0 ? bytes.length : found > at && bytes[found - 1] === cr ? found - 1 : found
  let line = 1
  for (let i = bytes.indexOf(lf); i >= 0 && i < start; i = bytes.indexOf(lf, i + 1)) line += 1
  return { line, column: at - start + 1, before: bytes.subarray(start, at), after: bytes.subarray(at, end) }
}

/** As much of the line as fits, on both sides of the byte. */
const marked = ({ before, after }: Place, columns: number, mark: string): string => {
  const left = cutLeft(before, Math.floor((columns * 2) / 3))
  const right = cutRight(after, columns - cellsOf(left))
  return `    ${left}${right}\n    ${' '.repeat(cellsOf(left))}${mark}\n`
}

const cutLeft = (bytes: Buffer, room: number): string => {
  const near = bytes.subarray(-4 * room)
  let from = 0
  const letters = [...printable(near.toString())]
  for (let cells = cellsOf(letters.join('')); cells > room - 1; from += 1) cells -= cellsOf(letters[from] ?? '')
  return from === 0 && near.length === bytes.length ? letters.join('') : `…${letters.slice(from).join('')}`
}

const cutRight = (bytes: Buffer, room: number): string => {
  const near = bytes.subarray(0, 4 * room)
  let to = 0
  const letters = [...printable(near.toString())]
  for (let cells = 0; to < letters.length; to += 1) {
    cells += cellsOf(letters[to] ?? '')
    if (cells > room - 1) break
  }
  return to === letters.length && near.length === bytes.length ? letters.join('') : `${letters.slice(0, to).join('')}…`
}
