/** Whether the definition is right and its secrets have values. */
import { loadCenter } from '@callweave/sim/node'
import type { Context } from '../../frame/command.js'
import { isCallweaveError } from '../../frame/is-callweave-error.js'
import { findCenter } from '../../project/find-files.js'
import { secretsOf } from '../../project/secrets.js'
import { type Finding, failed, fine } from './finding.js'

export interface ProjectFindings {
  readonly findings: readonly Finding[]
  /** Of the definition, where it can be read. */
  readonly languages: readonly string[]
}

export const checkProject = async (named: string | undefined, context: Context): Promise<ProjectFindings> => {
  const { host, words } = context
  const { doctor } = words
  try {
    const file = findCenter(named, host, words)
    const definition = await loadCenter(file)
    const { missing } = await secretsOf(definition, file, host)
    const [first] = missing
    const secrets =
      first === undefined
        ? fine('secrets', doctor.there)
        : failed(
            'secrets',
            words.check.noSecret({ names: missing.slice(0, 4).join(', '), count: missing.length }),
            words.check.noSecretRemedy({ name: first }),
          )
    return { findings: [fine('definition', file), secrets], languages: definition.sections.languages ?? [] }
  } catch (error) {
    if (!isCallweaveError(error)) throw error
    const { message, where, remedy } = error.parts
    const found = `${where === undefined ? '' : `${where}: `}${message.split('\n')[0] ?? ''}`
    return { findings: [failed('definition', found, remedy ?? doctor.seeCheck)], languages: [] }
  }
}
