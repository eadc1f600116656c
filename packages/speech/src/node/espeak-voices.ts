/**
 * The table that `espeak-ng --voices` prints, a line for each voice:
 *
 *     Pty Language       Age/Gender VoiceName          File                 Other Languages
 *      5  cmn             --/M      Chinese_(Mandarin) sit/cmn              (zh-cmn 5)(zh 5)
 *
 * A lower priority is better. The file names the voice: it is the only column that never repeats.
 */
import type { Voice } from '@callweave/core'

export type EspeakVoice = Voice

interface Row {
  readonly file: string
  /** Lower case, each with its priority. */
  readonly languages: ReadonlyMap<string, number>
}

const line = /^\s*(\d+)\s+(\S+)\s+\S+\s+\S+\s+(\S+)\s*((?:\([^)]*\)\s*)*)$/

/** The voices for these languages, best first: of the language, of a region of it (`en-gb` for `en`), or of its stem. */
export const espeakVoices = (table: string, languages: readonly string[]): readonly EspeakVoice[] => {
  const rows = table.split(/\r?\n/).flatMap(readRow)
  return languages.flatMap((language) => {
    const wanted = language.toLowerCase().replaceAll('_', '-')
    const found = voicesOf(rows, wanted)
    const stem = wanted.split('-')[0] ?? wanted
    return (found.length > 0 ? found : voicesOf(rows, stem)).map(({ file }) => ({ voice: file, language }))
  })
}

const voicesOf = (rows: readonly Row[], language: string): readonly Row[] =>
  rows
    .map((row) => ({ row, priority: priorityFor(row, language) }))
    .filter(({ priority }) => priority < never)
    .sort((a, b) => a.priority - b.priority)
    .map(({ row }) => row)

const never = Number.POSITIVE_INFINITY
/** Behind every voice that names the language itself. */
const regional = 100

const priorityFor = ({ languages }: Row, language: string): number => {
  let best = languages.get(language) ?? never
  for (const [other, priority] of languages)
    if (other.startsWith(`${language}-`)) best = Math.min(best, regional + priority)
  return best
}

const readRow = (text: string): readonly Row[] => {
  const [, priority, language, file, others = ''] = line.exec(text) ?? []
  if (priority === undefined || language === undefined || file === undefined || isUnfit(file)) return []
  const languages = new Map([[language.toLowerCase(), Number(priority)]])
  for (const [, name, rank] of others.matchAll(/\((\S+) (\d+)\)/g))
    if (name !== undefined && !languages.has(name.toLowerCase())) languages.set(name.toLowerCase(), Number(rank))
  return [{ file, languages }]
}

/** Variants are no voices of their own, MBROLA's want data that is not free, and romanised ones read no Chinese. */
const isUnfit = (file: string): boolean => /^!v\/|^mb\/|-latn-/i.test(file) || !/^[\w/-]+$/.test(file)
