/**
 * What may stand behind a command: flags, options with a value, positional words. Each reads the texts that were typed
 * and answers with a typed value or a usage error in the reader's language.
 */
import { CallweaveError } from '@callweave/core'
import type { Catalogue } from '../text/en.js'
import type { Kind } from '../values/kind.js'

export interface Option<T> {
  readonly form: 'flag' | 'value' | 'list'
  readonly required: boolean
  /** What counts when it is left out, as the help shows it. */
  readonly fallback?: string
  readonly choices?: readonly string[]
  /** @param texts what was typed, in its order; none when left out. @param place `--aht`, or `<file>`. */
  read(texts: readonly string[], place: string, words: Catalogue): T
}

/** Given or not. */
export const flag = (): Option<boolean> => ({ form: 'flag', required: false, read: (texts) => texts.length > 0 })

/** May be left out. */
export const value = <T>(kind: Kind<T>): Option<T | undefined> => ({
  ...single(kind),
  read: (texts, place, words) => (texts.length === 0 ? undefined : readOnly(kind, texts, place, words)),
})

/** Has a value when it is left out, written as a user would write it. */
export const valueOr = <T>(kind: Kind<T>, fallback: string): Option<T> => ({
  ...single(kind),
  fallback,
  read: (texts, place, words) => readOnly(kind, texts.length === 0 ? [fallback] : texts, place, words),
})

/** Must be given. */
export const needed = <T>(kind: Kind<T>): Option<T> => ({
  ...single(kind),
  required: true,
  read: (texts, place, words) => {
    if (texts.length > 0) return readOnly(kind, texts, place, words)
    throw new CallweaveError('usage', {
      where: place,
      message: words.errors.missing({ place }),
      expected: kind.expected(words),
    })
  },
})

/** May be given any number of times. */
export const list = <T>(kind: Kind<T>): Option<readonly T[]> => ({
  ...single(kind),
  form: 'list',
  read: (texts, place, words) => texts.map((text) => readOne(kind, text, place, words)),
})

/** As `list`, with a value when it is left out. */
export const listOr = <T>(kind: Kind<T>, fallback: string): Option<readonly [T, ...T[]]> => ({
  ...single(kind),
  form: 'list',
  fallback,
  read: ([first = fallback, ...others], place, words) => [
    readOne(kind, first, place, words),
    ...others.map((text) => readOne(kind, text, place, words)),
  ],
})

const single = (kind: Kind<unknown>): Pick<Option<unknown>, 'form' | 'required' | 'choices'> => ({
  form: 'value',
  required: false,
  ...(kind.choices === undefined ? {} : { choices: kind.choices }),
})

const readOnly = <T>(kind: Kind<T>, texts: readonly string[], place: string, words: Catalogue): T => {
  if (texts.length === 1) return readOne(kind, texts[0] ?? '', place, words)
  throw new CallweaveError('usage', {
    where: place,
    message: words.errors.givenTwice({ place }),
    found: texts.join(' '),
    remedy: words.errors.giveOnce,
  })
}

const readOne = <T>(kind: Kind<T>, text: string, place: string, words: Catalogue): T => {
  const parsed = kind.parse(text)
  if (parsed !== undefined) return parsed
  const meant = text === '' ? undefined : kind.meant?.(text)
  throw new CallweaveError('usage', {
    where: place,
    message: text === '' ? words.errors.noValue({ place }) : words.errors.badValue({ place }),
    ...(text === '' ? {} : { found: text }),
    expected: kind.expected(words),
    ...(meant === undefined ? {} : { remedy: words.errors.didYouMean({ name: meant }) }),
  })
}
