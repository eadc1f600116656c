/** Reads what a definition leaves to files, so that what runs is plain data. */
import { join } from 'node:path'
import { type CenterDefinition, mergeSources, type RosterEntry, type RosterSource } from '@callweave/center'
import { readColumn } from '../csv/read-column.js'
import { readRoster } from '../csv/read-roster.js'
import { shown } from './load-module.js'
import { projectFolder } from './project-folder.js'

/** Reads one kind of roster; `folder` is the project's. A new kind of source is a new line in the table below. */
type ReadRoster<S extends RosterSource> = (source: S, folder: string) => Promise<readonly RosterEntry[]>

const readers: { readonly [K in RosterSource['roster']]: ReadRoster<Extract<RosterSource, { roster: K }>> } = {
  csv: ({ file }, folder) => readRoster(shown(join(folder, file))),
}

/**
 * The definition with its rosters, blocked numbers and holidays read. May be asked for again when a file has changed:
 * `diffRosters` says what is new.
 *
 * @param file where the definition was loaded from: paths count from the folder of its project.
 * @throws CallweaveError `file-invalid` with file and line, `definition-invalid` when the whole does not hold together.
 */
export const readCenterSources = async (center: CenterDefinition, file: string): Promise<CenterDefinition> => {
  const { unread } = center
  if (unread === undefined) return center
  const folder = projectFolder(file)
  const values = async (of: { readonly file: string; readonly column: string }) => {
    const path = shown(join(folder, of.file))
    return (await readColumn(path, of.column)).map(({ value, line }) => ({ value, where: `${path}:${line}` }))
  }
  const rosters: RosterEntry[] = []
  for (const source of unread.rosters) rosters.push(...(await readers[source.roster](source, folder)))
  const holidays: Record<string, Awaited<ReturnType<typeof values>>> = {}
  for (const [name, dates] of Object.entries(unread.holidays)) holidays[name] = await values(dates)
  const blocked = unread.blocked === null ? [] : await values(unread.blocked)
  return mergeSources(center, { rosters, blocked, holidays })
}
