/** Definitions and scenarios from files. */
import { type CenterDefinition, checkDefinition } from '@callweave/center'
import { CallweaveError, refuseProblems } from '@callweave/core'
import { inspectScenario, type ScenarioDefinition } from '../../scenario/define.js'
import { inFile, loadAny, loadDefault } from './load-module.js'
import { readCenterSources } from './read-center-sources.js'

/**
 * The definition that a file exports: what `defineCallCenter` made, a plain object or JSON that is checked here, or a
 * scenario, whose center is meant. Rosters and other sources that it names are read.
 *
 * @throws CallweaveError `definition-invalid` naming every mistake, `file-invalid` for a file that has no definition.
 */
export const loadCenter = async (file: string): Promise<CenterDefinition> => {
  const found = await loadDefault(file)
  if (isCenter(found)) return readCenterSources(found, file)
  if (isScenario(found)) return readCenterSources(found.center, file)
  if (typeof found === 'object' && found !== null && ('flows' in found || 'queues' in found))
    return readCenterSources(checked(found, file), file)
  throw nothingThere(file, 'a definition', 'export default defineCallCenter({ ... })')
}

const checked = (found: unknown, file: string): CenterDefinition => {
  try {
    return checkDefinition(found)
  } catch (error) {
    throw inFile(file, error)
  }
}

/** @throws CallweaveError `definition-invalid` naming every mistake, `file-invalid` for a file that has no scenario. */
export const loadScenario = async (file: string): Promise<ScenarioDefinition> => {
  const found = await loadDefault(file)
  if (isScenario(found)) return complete(found, file)
  throw nothingThere(file, 'a scenario', 'export default defineScenario(center, { ... })')
}

/** `undefined` for a file that holds no scenario: what several scenarios share stands beside them. */
export const findScenario = async (file: string): Promise<ScenarioDefinition | undefined> => {
  const found = await loadAny(file)
  return isScenario(found) ? complete(found, file) : undefined
}

/** With its center's sources read, every agent that the scenario names can be looked for. */
const complete = async (found: ScenarioDefinition, file: string): Promise<ScenarioDefinition> => {
  if (found.center.unread === undefined) return found
  const center = await readCenterSources(found.center, file)
  try {
    refuseProblems(inspectScenario(center, found.input), 'the scenario')
  } catch (error) {
    throw inFile(file, error)
  }
  return { ...found, center }
}

const has = (value: unknown, key: string): boolean => typeof value === 'object' && value !== null && key in value
const isCenter = (value: unknown): value is CenterDefinition => has(value, 'callCenter') && has(value, 'definitionHash')
const isScenario = (value: unknown): value is ScenarioDefinition => has(value, 'center') && has(value, 'scenario')

const nothingThere = (where: string, what: string, expected: string): CallweaveError =>
  where.endsWith('.json')
    ? new CallweaveError('file-invalid', {
        where,
        message: `this file does not hold ${what}`,
        expected: 'one object with trunks, agents, queues, flows and routes',
      })
    : new CallweaveError('file-invalid', { where, message: `this file does not export ${what}`, expected })
