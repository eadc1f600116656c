/** A roster from a CSV file: one line for each agent. What a line means to the definition is checked when they meet. */
import type { RosterEntry, RosterMembership } from '@callweave/center'
import { type CallweaveError, type ErrorParts, nearestName } from '@callweave/core'
import { fileInvalid } from './open-csv.js'
import { readRows } from './read-rows.js'

const required = ['agent', 'extension'] as const
const optional = ['name', 'groups', 'skills', 'queues'] as const
const columns: readonly string[] = [...required, ...optional]

/** @throws CallweaveError `file-invalid` with file and line. */
export const readRoster = async (file: string): Promise<readonly RosterEntry[]> => {
  const entries: RosterEntry[] = []
  await readRows(file, {
    columns: required,
    optional,
    onHeader: (header) => refuseOthers(file, header),
    onRow: (values, line) => entries.push(readEntry(values, { file, line })),
  })
  return entries
}

/** A column with a name of its own is more likely misspelled than meant for others. */
const refuseOthers = (file: string, header: readonly string[]): void => {
  const other = header.find((name) => !columns.includes(name))
  if (other === undefined) return
  const nearest = nearestName(
    other,
    columns.filter((name) => !header.includes(name)),
  )
  throw fileInvalid(file, 1, {
    message: `a roster has no column called '${other}'`,
    expected: columns.map((name) => `'${name}'`).join(', '),
    remedy: nearest === undefined ? 'Take the column out' : `Did you mean '${nearest}'?`,
  })
}

interface Place {
  readonly file: string
  readonly line: number
}

const readEntry = (
  [agent = '', extension = '', name = '', groups = '', skills = '', queues = '']: readonly string[],
  place: Place,
): RosterEntry => {
  if (agent === '') throw wrong(place, { message: 'agent is blank', expected: 'a name, such as li-wei' })
  if (!/^[0-9*#+]{1,20}$/.test(extension))
    throw wrong(place, {
      message: extension === '' ? 'extension is blank' : 'extension is no number of a phone',
      ...(extension === '' ? {} : { found: extension }),
      expected: '1 to 20 digits, * or #',
    })
  return {
    agent,
    extension,
    ...(name === '' ? {} : { name }),
    ...(groups === '' ? {} : { groups: partsOf(groups) }),
    ...(skills === '' ? {} : { skills: readSkills(skills, place) }),
    ...(queues === '' ? {} : { queues: partsOf(queues).map((part) => readMembership(part, place)) }),
    where: `${place.file}:${place.line}`,
  }
}

const partsOf = (cell: string): readonly string[] =>
  cell
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')

const readSkills = (cell: string, place: Place): Record<string, number> => {
  const skills: Record<string, number> = {}
  for (const part of partsOf(cell)) {
    const [skill = '', level, ...more] = part.split(':').map((text) => text.trim())
    if (skill === '' || level === undefined || more.length > 0)
      throw wrong(place, {
        message: 'skills cannot be read',
        found: part,
        expected: 'each skill with its level, such as complaints:4;billing:2',
      })
    if (skill in skills) throw wrong(place, { message: `the skill '${skill}' stands here twice` })
    skills[skill] = wholeNumber(level, place, { what: `the level of ${skill}`, least: 1, most: 10 })
  }
  return skills
}

const readMembership = (part: string, place: Place): RosterMembership => {
  const [queue = '', level, penalty, ...more] = part.split(':').map((text) => text.trim())
  if (queue === '' || more.length > 0)
    throw wrong(place, {
      message: 'queues cannot be read',
      found: part,
      expected: 'each queue, with its level and penalty where they matter, such as service;complaints:2;billing:1:10',
    })
  return {
    queue,
    ...(level === undefined ? {} : { level: wholeNumber(level, place, { what: `the level in ${queue}`, least: 1 }) }),
    ...(penalty === undefined
      ? {}
      : { penalty: wholeNumber(penalty, place, { what: `the penalty in ${queue}`, least: 0 }) }),
  }
}

interface Range {
  readonly what: string
  readonly least: number
  readonly most?: number
}

const wholeNumber = (text: string, place: Place, { what, least, most = 1_000_000 }: Range): number => {
  const number = /^-?\d+$/.test(text) ? Number(text) : Number.NaN
  if (number >= least && number <= most) return number
  throw wrong(place, {
    message: `${what} is ${Number.isNaN(number) ? 'no whole number' : 'out of range'}`,
    found: text,
    expected: most === 1_000_000 ? `a whole number from ${least}` : `a whole number from ${least} to ${most}`,
  })
}

const wrong = ({ file, line }: Place, parts: ErrorParts): CallweaveError => fileInvalid(file, line, parts)
