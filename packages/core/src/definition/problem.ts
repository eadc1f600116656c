/**
 * What is wrong in a definition: the same shape for a wrong type, an unknown name and a broken rule, whichever package
 * found it. `cc check` prints them all; `defineCallCenter` throws them as one error.
 */
import { distance } from 'fastest-levenshtein'
import { z } from 'zod'
import { CallweaveError, showValue } from '../error.js'

export interface Problem {
  /** Like `queues.service.members[1]`. */
  readonly path: string
  /** What is wrong, one sentence without a full stop. */
  readonly message: string
  readonly found?: unknown
  readonly expected?: string
  readonly remedy?: string
  /** `warning` does not stop a run: something that works and is probably not meant. */
  readonly severity: 'error' | 'warning'
}

export type Path = readonly (string | number)[]

/** `['queues', 'service', 'members', 1]` as `queues.service.members[1]`; odd names are quoted. */
export const formatPath = (path: Path): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`
    if (!/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(part)) return `${text}['${part}']`
    return text === '' ? part : `${text}.${part}`
  }, '')

export const formatProblem = (problem: Problem): string => {
  const { path, message, found, expected, remedy } = problem
  const saw = found === undefined ? '' : ` (found ${showValue(found)})`
  const wanted = expected === undefined ? '' : `; expected ${expected}`
  const act = remedy === undefined ? '' : `. ${remedy}`
  return `${path === '' ? '' : `${path}: `}${message}${saw}${wanted}${act}`
}

/** The name that was probably meant: at most a third of its letters away; of equals, the first in the list. */
export const nearestName = (name: string, names: Iterable<string>): string | undefined => {
  let best: string | undefined
  let bestDistance = Number.POSITIVE_INFINITY
  for (const other of names) {
    const far = distance(name.toLowerCase(), other.toLowerCase())
    if (far < bestDistance && far <= Math.max(1, Math.ceil(other.length / 3))) {
      best = other
      bestDistance = far
    }
  }
  return best
}

/** A name that is not in the list it must be in. */
export const unknownName = (what: string, name: string, path: Path, names: Iterable<string>): Problem => {
  const known = [...names]
  const nearest = nearestName(name, known)
  return {
    path: formatPath(path),
    message: `there is no ${what} called '${name}'`,
    expected: known.length === 0 ? `a ${what}, but none is defined` : listNames(known),
    ...(nearest === undefined ? {} : { remedy: `Did you mean '${nearest}'?` }),
    severity: 'error',
  }
}

const listNames = (names: readonly string[]): string =>
  names.length === 1
    ? `'${names[0]}', the only one`
    : names.length <= 8
      ? `one of ${names.map((name) => `'${name}'`).join(', ')}`
      : `one of ${names.length} names, such as ${names
          .slice(0, 3)
          .map((name) => `'${name}'`)
          .join(', ')}`

/** A zod object that refuses settings it does not know, and says which was probably meant. */
export const settings = <Shape extends z.ZodRawShape>(shape: Shape): z.ZodObject<Shape, z.core.$strict> =>
  z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return undefined
      const keys = (issue as { readonly keys?: readonly string[] }).keys ?? []
      return keys
        .map((key) => {
          const nearest = nearestName(key, Object.keys(shape))
          return `'${key}' is not a setting here${nearest === undefined ? '' : `; did you mean '${nearest}'?`}`
        })
        .join('; ')
    },
  })

/** zod's issues as problems, each with the value that stands at its path, unless the schema says that it is `hidden`. */
export const problemsOfZod = (error: z.ZodError, input: unknown, under: Path = []): Problem[] =>
  error.issues.map((issue) => {
    const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)))
    const found = valueAt(input, path)
    const hidden = issue.code === 'custom' && issue.params?.hidden === true
    const show = found !== undefined && !hidden && (found === null || typeof found !== 'object')
    return {
      path: formatPath([...under, ...path]),
      ...(found === undefined && path.length > 0 && saysWhatIsWanted.test(sentence(issue.message))
        ? { message: `'${path.at(-1)}' is missing`, expected: wantedBy(sentence(issue.message)) }
        : sayingOf(sentence(issue.message))),
      ...(show ? { found } : {}),
      severity: 'error' as const,
    }
  })

/** zod of what is not there, and schemas that say no more than what they want. */
const saysWhatIsWanted = /^(expected \w+, received undefined|must be )/

const sentence = (message: string): string => message.replace(/\.$/, '').replace(/^Invalid input: /, '')

const kinds: Readonly<Record<string, string>> = {
  object: 'settings in braces: { ... }',
  record: 'entries in braces, each under its name: { name: ... }',
  array: 'a list in brackets: [...]',
  string: 'text in quotes',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
}

const wantedBy = (text: string): string => {
  const [, kind] = /^expected (\w+), received/.exec(text) ?? []
  return (kind === undefined ? undefined : kinds[kind]) ?? text.replace(/^must be /, '')
}

/** Some schemas say what is wrong, some what would be right, and zod itself talks to programmers. */
const sayingOf = (text: string): Pick<Problem, 'message' | 'expected'> => {
  if (/^expected \w+, received/.test(text)) return { message: 'this is of the wrong kind', expected: wantedBy(text) }
  if (/^Too small: expected (array|record)/.test(text))
    return { message: 'this is empty', expected: 'at least one entry' }
  if (/^Too small: expected string/.test(text)) return { message: 'this text is empty' }
  const isExpectation = /^(an?|one|digits|keys)\b/.test(text) && !/ (is|are|has|have|must|cannot|needs) /.test(text)
  return isExpectation ? { message: 'this value cannot be used', expected: text } : { message: text }
}

const valueAt = (input: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, part) =>
      value !== null && typeof value === 'object' ? (value as Record<string | number, unknown>)[part] : undefined,
    input,
  )

/** Throws when a problem is an error; returns the warnings. @throws CallweaveError `definition-invalid`, naming all. */
export const refuseProblems = (problems: readonly Problem[], what = 'the definition'): readonly Problem[] => {
  const errors = problems.filter((problem) => problem.severity === 'error')
  if (errors.length === 0) return problems
  const lines = errors.map((problem) => `\n  ${formatProblem(problem)}`)
  throw new CallweaveError('definition-invalid', {
    message: `${what} has ${errors.length === 1 ? 'a mistake' : `${errors.length} mistakes`}:${lines.join('')}`,
    cause: errors,
  })
}
