/**
 * The values of named secrets: from the environment, a `.env` in the project's folder, or a file that `<NAME>_FILE`
 * names (what container platforms mount). Whoever needs a value asks for it by name; everything else that looks at them
 * sees `[secret]`.
 */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseEnv } from 'node:util'
import { CallweaveError } from '@callweave/core'

const shown = '[secret]'

/** Holds values that print, serialize and inspect as `[secret]`, whatever is done with the whole. */
export class SecretValues {
  readonly #values: ReadonlyMap<string, string>

  constructor(values: ReadonlyMap<string, string>) {
    this.#values = values
  }

  /** The value itself: hand it to what needs it and keep it nowhere. `undefined` when it has none. */
  reveal(name: string): string | undefined {
    return this.#values.get(name)
  }

  toString(): string {
    return shown
  }

  toJSON(): string {
    return shown
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return shown
  }
}

export interface SecretsRead {
  readonly values: SecretValues
  /** Names without a value, in the order asked. */
  readonly missing: readonly string[]
}

export interface ReadSecretsOptions {
  /** Default: the process's. */
  readonly env?: Readonly<Record<string, string | undefined>>
}

/**
 * Reads the values of those names. The environment goes before `.env`, and a value before a file that is named. A
 * file's last line break does not count; a value that is empty is none.
 *
 * @throws CallweaveError `file-invalid` when `.env` or a file that `<NAME>_FILE` names cannot be read.
 */
export const readSecrets = async (
  folder: string,
  names: Iterable<string>,
  { env = process.env }: ReadSecretsOptions = {},
): Promise<SecretsRead> => {
  const places = [env, await readEnvFile(folder)]
  const values = new Map<string, string>()
  const missing: string[] = []
  for (const name of new Set(names)) {
    const value = await findValue(name, places, folder)
    if (value === undefined || value === '') missing.push(name)
    else values.set(name, value)
  }
  return { values: new SecretValues(values), missing }
}

const findValue = async (
  name: string,
  places: readonly Readonly<Record<string, string | undefined>>[],
  folder: string,
): Promise<string | undefined> => {
  for (const place of places) {
    const { [name]: value, [`${name}_FILE`]: file } = place
    if (value !== undefined && value !== '') return value
    if (file !== undefined && file !== '')
      return (await readSecretFile(resolve(folder, file), name)).replace(/\r?\n$/, '')
  }
  return undefined
}

const readEnvFile = async (folder: string): Promise<Readonly<Record<string, string | undefined>>> => {
  const file = resolve(folder, '.env')
  try {
    return parseEnv(await readFile(file, 'utf8'))
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw unreadable(file, cause, 'the secrets in this file cannot be read')
  }
}

const readSecretFile = async (file: string, name: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8')
  } catch (cause) {
    throw unreadable(file, cause, `the file that ${name}_FILE names cannot be read`)
  }
}

const unreadable = (where: string, cause: unknown, message: string): CallweaveError =>
  new CallweaveError('file-invalid', { where, message: `${message}: ${(cause as NodeJS.ErrnoException).code}`, cause })
