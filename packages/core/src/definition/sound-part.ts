/**
 * What is sound of data that has mistakes: the same without the settings that are wrong, so that one negative number does not
 * hide a misspelled name elsewhere. Values are not copied, only what leads to a mistake is: code may be attached to them.
 */
import type { z } from 'zod'
import type { Path } from './problem.js'

/**
 * `undefined` where a mistake cannot be left out: it is (in) a name's entry, which others may rightly refer to, in a list, or a
 * setting that has to be there. `deepEnough` says from which path on a value is a setting.
 */
export const soundPart = (
  schema: z.ZodType,
  input: unknown,
  { issues }: z.ZodError,
  deepEnough: (path: Path) => boolean,
): unknown => {
  let rest = input
  let left = issues
  for (let round = 0; round < mostRounds; round += 1) {
    for (const issue of left) {
      const at = issue.path.map((part) => (typeof part === 'number' ? part : String(part)))
      const strangers = issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...at, key]) : null
      // What has to be there and is not, or was left out just now: then what it belongs to goes as well.
      const path = has(rest, at) ? at : at.slice(0, -1)
      if (strangers === null && !deepEnough(path)) return undefined
      for (const wrong of strangers ?? [path]) rest = without(rest, wrong)
    }
    const parsed = schema.safeParse(rest)
    if (parsed.success) return rest
    left = parsed.error.issues
  }
  return undefined
}

const mostRounds = 4

const has = (value: unknown, path: Path): boolean =>
  path.reduce<unknown>(
    (at, key) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined),
    value,
  ) !== undefined

const without = (value: unknown, [key, ...deeper]: Path): unknown => {
  if (key === undefined || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    if (deeper.length === 0) return value
    return value.map((item: unknown, i) => (i === Number(key) ? without(item, deeper) : item))
  }
  const { [key]: inner, ...others } = value as Record<string, unknown>
  return deeper.length === 0 ? others : { ...others, [key]: without(inner, deeper) }
}
