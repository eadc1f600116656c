/** Text that came from a stranger, for a terminal: nothing in it moves the cursor, colours, hides or turns what follows. */

/** C0, DEL, C1; then what has no width or turns the direction of writing. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are meant
const unsafe = /[\0-\x1f\x7f-\x9f]|[\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g

/** `\x07` and `\u202e` in place of such characters. */
export const printable = (text: string): string =>
  text.replace(unsafe, (one) => {
    const code = one.charCodeAt(0)
    return code < 256 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`
  })
