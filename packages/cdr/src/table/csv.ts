/**
 * Comma-separated values after RFC 4180: CRLF, quotes where a value holds a comma, a quote or a line end.
 *
 * A spreadsheet runs what begins with `=`, `+`, `-` or `@` as a formula, and a caller can choose a name or a number that
 * does. So in text columns such a value gets a leading apostrophe, as does one that begins with a tab or a line end;
 * number columns hold numbers only and are left alone. Who reads the file by program takes the apostrophe off again:
 * `parseCsvText`.
 */

export interface Column<Row> {
  readonly name: string
  readonly of: (row: Row) => string | number | null
  /** Holds something about a person. */
  readonly personal?: true
}

/** The line of names. */
export const formatCsvHead = <Row>(columns: readonly Column<Row>[]): string =>
  `${columns.map(({ name }) => quoted(guarded(name))).join(',')}\r\n`

export const formatCsvRow = <Row>(columns: readonly Column<Row>[], row: Row): string =>
  `${columns.map(({ of }) => formatCsvValue(of(row))).join(',')}\r\n`

/**
 * ```ts run
 * import { formatCsv } from '@callweave/cdr'
 *
 * const columns = [{ name: 'caller', of: (call: { from: string }) => call.from }]
 * console.log(formatCsv(columns, [{ from: '+44 20 7946 0000' }]).split('\r\n').join('|')) // => caller|'+44 20 7946 0000|
 * ```
 */
export const formatCsv = <Row>(columns: readonly Column<Row>[], rows: Iterable<Row>): string => {
  let text = formatCsvHead(columns)
  for (const row of rows) text += formatCsvRow(columns, row)
  return text
}

/** `null` is an empty value. */
export const formatCsvValue = (value: string | number | null): string => {
  if (value === null) return ''
  return typeof value === 'number' ? String(value) : quoted(guarded(value))
}

/** What a text value was before it was guarded. */
export const parseCsvText = (value: string): string => (/^'['=+\-@\t\r\n]/.test(value) ? value.slice(1) : value)

/** An apostrophe of the value's own is doubled, so that the guard can be told from it. */
const guarded = (value: string): string => (/^(?:[=+\-@\t\r\n]|'['=+\-@\t\r\n])/.test(value) ? `'${value}` : value)

const quoted = (value: string): string => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)
