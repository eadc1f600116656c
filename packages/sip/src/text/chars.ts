/** The character classes of RFC 3261 section 25.1, one bit each, by byte. Bytes over 127 belong to none of them. */

export const TOKEN = 1
/** Call-ID and the like. */
export const WORD = 2
/** In the user part of a URI without an escape. */
export const USER = 4
export const PASSWORD = 8
/** In a URI parameter. */
export const PARAM = 16
/** In the headers of a URI. */
export const URI_HEADER = 32
/** A host name or an IPv4 address; `_` is let through, because hosts have it. */
export const HOST = 64
/** The value of a header parameter without quotes: a token or a host, an IPv6 reference among them. */
export const VALUE = 128
/** What is read in a user part: `#` too, because phones send it. */
export const USER_READ = 256

const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
const mark = "-_.!~*'()"

const members: readonly (readonly [number, string])[] = [
  [TOKEN, `${letters}-.!%*_+\`'~`],
  [WORD, `${letters}-.!%*_+\`'~()<>:\\"/[]?{}`],
  [USER, `${letters}${mark}&=+$,;?/`],
  [USER_READ, `${letters}${mark}&=+$,;?/#`],
  [PASSWORD, `${letters}${mark}&=+$,`],
  [PARAM, `${letters}${mark}[]/:&+$`],
  [URI_HEADER, `${letters}${mark}[]/?:+$`],
  [HOST, `${letters}-._`],
  [VALUE, `${letters}-.!%*_+\`'~[]:`],
]

/** The classes of each byte, as a sum of bits. */
export const classes: Uint16Array = new Uint16Array(256)
for (const [bit, text] of members) for (const char of text) classes[char.charCodeAt(0)]! |= bit

export const isDigit = (code: number): boolean => code >= 48 && code <= 57

/** The value of a hexadecimal digit, or -1. */
export const hexValue = (code: number): number => {
  if (code >= 48 && code <= 57) return code - 48
  const lower = code | 32
  return lower >= 97 && lower <= 102 ? lower - 87 : -1
}

/** Whether every character is of the class, and there is one. */
export const isAll = (text: string, bit: number): boolean => {
  if (text.length === 0) return false
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (code > 255 || (classes[code]! & bit) === 0) return false
  }
  return true
}
