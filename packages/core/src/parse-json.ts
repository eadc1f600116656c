/**
 * `JSON.parse`, but right about keys that are written with an escape.
 *
 * From V8 12.8 on (Node 24 and 26 among them) a key such as `"\n"` may be read as `"\\"` once an object with that key has
 * been read (nodejs/node#63785): the parser compares the undecoded text with the keys it expects. A text in which
 * nothing is escaped is not concerned. In others each escape is put as a mark and four digits, which no key expected by
 * the parser begins with, and turned back afterwards.
 *
 * @throws SyntaxError as `JSON.parse` does.
 */
export const parseJson = (text: string): unknown => {
  // First as it stands: what is not JSON is refused with the place where it goes wrong.
  const value: unknown = JSON.parse(text)
  if (!text.includes('\\')) return value
  const mark = unusedIn(text)
  const marked = text.replace(escapes, (_, code: string | undefined, short: string) => mark + (code ?? codeOf(short)))
  return unmarked(JSON.parse(marked), new RegExp(`${mark}([0-9a-fA-F]{4})`, 'g'))
}

const escapes = /\\(?:u([0-9a-fA-F]{4})|(.))/g

const shorts: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }

const codeOf = (short: string): string => (shorts[short] ?? short).charCodeAt(0).toString(16).padStart(4, '0')

/** A character for private use that does not stand in the text. */
const unusedIn = (text: string): string => {
  for (let code = 0xe000; ; code += 1) {
    const mark = String.fromCharCode(code)
    if (!text.includes(mark)) return mark
  }
}

const unmarked = (value: unknown, marks: RegExp): unknown => {
  const decode = (part: string): string =>
    part.replace(marks, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
  if (typeof value === 'string') return decode(value)
  if (Array.isArray(value)) return value.map((each) => unmarked(each, marks))
  if (typeof value !== 'object' || value === null) return value
  const whole: Record<string, unknown> = {}
  for (const [key, each] of Object.entries(value)) {
    // Defined, not set: `__proto__` is a key like any other.
    Object.defineProperty(whole, decode(key), {
      value: unmarked(each, marks),
      writable: true,
      enumerable: true,
      configurable: true,
    })
  }
  return whole
}
