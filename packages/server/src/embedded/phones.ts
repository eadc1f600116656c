/** The phones that a definition gives a password: who may register, and as whom. */
import { type CenterSections, definedPhones } from '@callweave/center'
import { CallweaveError, formatPath, type Path, type Problem } from '@callweave/core'

export interface Phone {
  /** Both the number that reaches it and the user name that it registers with. */
  readonly extension: string
  readonly password: string
  /** Whose phone it is; `null` for one that is nobody's. */
  readonly agent: string | null
  /** The secret's name: where the password lies, as far as it may be told. */
  readonly secret: string
}

export interface Phones {
  readonly phones: readonly Phone[]
  /** Phones without a password: they are in the definition and cannot register. */
  readonly problems: readonly Problem[]
}

/** `undefined` where a secret has no value. */
export type Reveal = (secret: string) => string | undefined

/**
 * Every phone with its password.
 *
 * @throws CallweaveError `definition-invalid` naming each secret that has no value, and where to put it.
 */
export const phonesOf = (sections: CenterSections, reveal: Reveal): Phones => {
  const phones: Phone[] = []
  const problems: Problem[] = []
  const missing: Problem[] = []
  for (const { extension, agent, password, path } of definedPhones(sections)) {
    if (password === undefined) {
      problems.push(withoutPassword(extension, path))
      continue
    }
    const value = reveal(password.secret)
    if (value === undefined) missing.push(withoutValue(password.secret, path))
    else phones.push({ extension, agent, password: value, secret: password.secret })
  }
  for (const [trunk, { registration }] of Object.entries(sections.trunks)) {
    if (registration !== undefined && reveal(registration.password.secret) === undefined)
      missing.push(withoutValue(registration.password.secret, ['trunks', trunk, 'registration', 'password']))
  }
  if (missing.length > 0) throw missingSecrets(missing)
  return { phones, problems }
}

const withoutPassword = (extension: string, path: Path): Problem => ({
  path: formatPath(path),
  message: `the phone ${extension} has no password and cannot register`,
  remedy: `Give it one: password: secret('EXT_${extension}')`,
  severity: 'warning',
})

const withoutValue = (name: string, path: Path): Problem => ({
  path: formatPath(path),
  message: `the secret ${name} has no value`,
  remedy: `Set it in the environment, or write ${name}=... into .env in the project's folder, which git must ignore`,
  severity: 'error',
})

const missingSecrets = (problems: readonly Problem[]): CallweaveError => {
  const [first] = problems as readonly [Problem]
  const more = problems.length === 1 ? '' : `, and ${problems.length - 1} more`
  return new CallweaveError('definition-invalid', {
    message: `${first.message}${more}`,
    where: first.path,
    ...(first.remedy === undefined ? {} : { remedy: first.remedy }),
    cause: problems,
  })
}
