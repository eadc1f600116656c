/** A text as an engine may get it. What a text says, it says as words: nothing in it is a command to the engine. */

/** About a minute of speech. */
export const mostCharacters = 1_000

/**
 * Control characters (NUL, escapes, line ends) become blanks, invisible marks (bidirectional, zero width, variation) go,
 * and a sign that is repeated stands three times at most: flite 2.3 reaches outside its memory for 2,000 exclamation marks.
 */
export const spokenText = (text: string): string =>
  text
    .normalize('NFC')
    .replaceAll(/[\p{Cf}\p{Co}\p{Cn}\p{Cs}\p{Variation_Selector}\uFFFD]/gu, '')
    .replaceAll(/[\p{Cc}\p{Z}]+/gu, ' ')
    .replaceAll(/([\p{P}\p{S}])\1{3,}/gu, '$1$1$1')
    .trim()

/** Is there something to say? Punctuation alone is silent. */
export const saysSomething = (text: string): boolean => /[\p{L}\p{N}\p{S}%&@#*]/u.test(text)

/** For an engine that reads ASCII only: accents off, quotes and dashes plain. What is left over it passes in silence. */
export const asciiText = (text: string): string =>
  text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll(/[‘’‚′]/g, "'")
    .replaceAll(/[“”„″]/g, '"')
    .replaceAll(/[–—―−]/g, '-')
    .replaceAll(/[ßẞ]/g, 'ss')
    .replaceAll(/[æÆ]/g, 'ae')
    .replaceAll(/[øØ]/g, 'o')
    .replaceAll(/\P{ASCII}+/gu, ' ')
    .trim()
