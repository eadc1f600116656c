/** Definitions and scenarios from files. */
import { type CenterDefinition, checkDefinition } from '@callweave/center'
import { CallweaveError } from '@callweave/core'
import type { ScenarioDefinition } from '../../scenario/define.js'
import { loadAny, loadDefault } from './load-module.js'

/**
 * The definition that a file exports: what `defineCallCenter` made, a plain object or JSON that is checked here, or a
 * scenario, whose center is meant.
 *
 * @throws CallweaveError `definition-invalid` naming every mistake, `file-invalid` for a file that has no definition.
 */
export const loadCenter = async (file: string): Promise<CenterDefinition> => {
  const found = await loadDefault(file)
  if (isCenter(found)) return found
  if (isScenario(found)) return found.center
  if (typeof found === 'object' && found !== null && ('flows' in found || 'queues' in found))
    return checkDefinition(found)
  throw nothingThere(file, 'a definition', 'export default defineCallCenter({ ... })')
}

/** @throws CallweaveError `definition-invalid` naming every mistake, `file-invalid` for a file that has no scenario. */
export const loadScenario = async (file: string): Promise<ScenarioDefinition> => {
  const found = await loadDefault(file)
  if (isScenario(found)) return found
  throw nothingThere(file, 'a scenario', 'export default defineScenario(center, { ... })')
}

/** `undefined` for a file that holds no scenario: what several scenarios share stands beside them. */
export const findScenario = async (file: string): Promise<ScenarioDefinition | undefined> => {
  const found = await loadAny(file)
  return isScenario(found) ? found : undefined
}

const has = (value: unknown, key: string): boolean => typeof value === 'object' && value !== null && key in value
const isCenter = (value: unknown): value is CenterDefinition => has(value, 'callCenter') && has(value, 'definitionHash')
const isScenario = (value: unknown): value is ScenarioDefinition => has(value, 'center') && has(value, 'scenario')

const nothingThere = (where: string, what: string, expected: string): CallweaveError =>
  new CallweaveError('file-invalid', { where, message: `this file does not export ${what}`, expected })
