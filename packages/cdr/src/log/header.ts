/**
 * What stands at the head of every event log file, whatever its format. There is no time of writing and no name of a
 * machine in it: the same definition and seed give the same file, byte for byte.
 */
import { CallweaveError, eventSchemaVersion } from '@callweave/core'

export interface EventLogHeader {
  /** The version of the event schema that the events follow. */
  readonly schemaVersion: number
  /** Of the definition that ran. */
  readonly definitionHash: string
  /** `null` in a world that draws no chance. */
  readonly seed: string | null
  /** Where the run's time began: ms since 1970-01-01 UTC. */
  readonly originMs: number
}

/** Says that a file is ours, in either format. */
export const logName = 'callweave-events'

/** The header for events of this version. */
export const eventLogHeader = (
  parts: Pick<EventLogHeader, 'definitionHash' | 'seed' | 'originMs'>,
): EventLogHeader => ({
  schemaVersion: eventSchemaVersion,
  definitionHash: parts.definitionHash,
  seed: parts.seed,
  originMs: parts.originMs,
})

/** @throws CallweaveError `file-invalid` when this is not the head of an event log, or of a newer one. */
export const readHeader = (text: string, where: string): EventLogHeader & Readonly<Record<string, unknown>> => {
  const head = parseObject(text)
  if (head === undefined || head.log !== logName) {
    throw new CallweaveError('file-invalid', {
      where,
      message: 'this is not an event log of Callweave',
      expected: `a first line like {"log":"${logName}","schemaVersion":${eventSchemaVersion},...}`,
    })
  }
  const { schemaVersion, definitionHash, seed, originMs } = head
  if (typeof schemaVersion === 'number' && schemaVersion > eventSchemaVersion) {
    throw new CallweaveError('file-invalid', {
      where,
      message: 'this event log was written by a newer Callweave',
      found: schemaVersion,
      expected: `an event schema up to version ${eventSchemaVersion}`,
      remedy: 'Update Callweave to read it',
    })
  }
  if (
    typeof schemaVersion !== 'number' ||
    typeof definitionHash !== 'string' ||
    typeof originMs !== 'number' ||
    (seed !== null && typeof seed !== 'string')
  ) {
    const expected = 'schemaVersion, definitionHash, seed and originMs'
    throw new CallweaveError('file-invalid', { where, message: 'the head of this event log is damaged', expected })
  }
  return { ...head, schemaVersion, definitionHash, seed, originMs }
}

const parseObject = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
