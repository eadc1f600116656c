/**
 * Secrets are named, never held: a definition says which secret is meant, and whoever needs the value asks for it when
 * it needs it. So no value can come into a hash, an event, an output or a log.
 */
import { z } from 'zod'
import { CallweaveError } from '../error.js'
import type { Path } from './problem.js'

/** Stands in a definition for a value that is kept elsewhere. */
export interface Secret {
  /** The name of an environment variable. */
  readonly secret: string
}

const nameShape = /^[A-Z][A-Z0-9_]*$/
const asNamed = "a secret is named, never written: secret('EXT_8001'), with the value in the environment or in .env"

/**
 * Names a secret. Its value comes from the environment, from `.env` in the project's folder, or from the file that
 * `<NAME>_FILE` names, and is read by the switch that needs it, not here.
 *
 * @throws CallweaveError `definition-invalid` when the name is not one of an environment variable in capitals. What was
 * given is not shown: it may be the secret itself.
 * @example
 * const ana = { extension: '8001', password: secret('EXT_8001') }
 */
export const secret = (name: string): Secret => {
  if (nameShape.test(name)) return { secret: name }
  throw new CallweaveError('definition-invalid', {
    message: 'a secret is named by capitals, digits and underscores',
    expected: "the name of an environment variable, such as 'EXT_8001'",
    remedy: 'If this is the secret itself, take it out of the definition and change it',
  })
}

const isSecret = (value: unknown): value is Secret => {
  if (typeof value !== 'object' || value === null) return false
  const { secret: name, ...rest } = value as { readonly secret?: unknown }
  return typeof name === 'string' && nameShape.test(name) && Object.keys(rest).length === 0
}

/** Refuses a value that was written out, without showing it. */
export const secretSchema = z.custom<Secret>(isSecret, { error: asNamed, params: { hidden: true } })

export interface SecretUse {
  readonly name: string
  readonly path: Path
}

/** Every secret that stands in the data, with its place. */
export const secretsIn = (value: unknown, path: Path = []): readonly SecretUse[] => {
  if (typeof value !== 'object' || value === null) return []
  if (isSecret(value)) return [{ name: value.secret, path }]
  if (Array.isArray(value)) return value.flatMap((item, i) => secretsIn(item, [...path, i]))
  return Object.entries(value).flatMap(([key, item]) => secretsIn(item, [...path, key]))
}
