/** The values of a definition's secrets: from the environment, `.env` of its project, or the files that `<NAME>_FILE` names. */
import type { CenterDefinition } from '@callweave/center'
import { secretsIn } from '@callweave/core'
import { projectFolder, readSecrets } from '@callweave/sim/node'
import type { Host } from '../frame/host.js'

export interface Secrets {
  /** `undefined` for one without a value. Print it nowhere. */
  readonly reveal: (name: string) => string | undefined
  /** Names without a value. */
  readonly missing: readonly string[]
}

export const secretsOf = async ({ sections }: CenterDefinition, file: string, { env }: Host): Promise<Secrets> => {
  const names = new Set(secretsIn(sections).map(({ name }) => name))
  const { values, missing } = await readSecrets(projectFolder(file), names, { env })
  return { reveal: (name) => values.reveal(name), missing }
}
