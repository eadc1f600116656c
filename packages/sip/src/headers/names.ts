/** From the name on the wire to the kind, in one pass over its letters. */
import { type AnyKind, type HeaderName, headerKinds, type KnownHeader } from './table.js'

/** What every message carries, then what may stand once only and decides where it ends or goes. */
export const checkedHeaders: readonly HeaderName[] = [
  'via',
  'from',
  'to',
  'callId',
  'cseq',
  'contentLength',
  'maxForwards',
]
/** The bits of the first five. */
export const neededBits = 0b11111

const bitOf = (key: HeaderName): number => {
  const place = checkedHeaders.indexOf(key)
  return place < 0 ? 0 : 1 << place
}

export const knownHeaders: readonly KnownHeader[] = (Object.keys(headerKinds) as HeaderName[]).map((key, place) => ({
  key,
  kind: headerKinds[key] as AnyKind,
  bit: bitOf(key),
  place,
}))

const byKey: ReadonlyMap<string, KnownHeader> = new Map(knownHeaders.map((known) => [known.key, known]))

export const knownHeader = (key: HeaderName): KnownHeader => byKey.get(key) as KnownHeader

/** `undefined` for what is no name of a header in the code. */
export const findKey = (key: string): KnownHeader | undefined => byKey.get(key)

const slots = 512
interface Entry {
  readonly name: string
  readonly usual: string
  readonly known: KnownHeader
}

/** Name and kind by the low bits of the hash, the next free one where they collide. */
const table: (Entry | undefined)[] = new Array(slots).fill(undefined)

/** From the length, the first, the middle and the last letter; small and capital letters are the same. */
const hashOf = (text: string, from: number, to: number): number => {
  const length = to - from
  const first = text.charCodeAt(from) | 32
  const middle = text.charCodeAt(from + (length >> 1)) | 32
  const last = text.charCodeAt(to - 1) | 32
  return (first + middle * 31 + last * 7 + length * 13) & (slots - 1)
}

for (const known of knownHeaders) {
  for (const name of [known.kind.name, known.kind.compact]) {
    if (name === null) continue
    let slot = hashOf(name, 0, name.length)
    while (table[slot] !== undefined) slot = (slot + 1) & (slots - 1)
    table[slot] = { name: name.toLowerCase(), usual: known.kind.name, known }
  }
}

/** The header whose name stands in the text; `null` for one without a type. */
export const findHeader = (text: string, from: number, to: number): KnownHeader | null => {
  if (from === to) return null
  for (let slot = hashOf(text, from, to); ; slot = (slot + 1) & (slots - 1)) {
    const entry = table[slot]
    if (entry === undefined) return null
    const { name, usual, known } = entry
    // The usual spelling is compared at once, any other letter by letter.
    if (to - from === name.length && (text.startsWith(usual, from) || isName(text, from, name))) return known
  }
}

const isName = (text: string, from: number, name: string): boolean => {
  for (let i = 0; i < name.length; i += 1) {
    const code = text.charCodeAt(from + i)
    // Only letters have a small form: what else differs by that bit is another character.
    if ((code >= 65 && code <= 90 ? code | 32 : code) !== name.charCodeAt(i)) return false
  }
  return true
}
