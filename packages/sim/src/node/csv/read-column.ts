/** One column of a CSV file, as text. */
import { fileInvalid } from './open-csv.js'
import { readRows } from './read-rows.js'

export interface ColumnValue {
  readonly value: string
  readonly line: number
}

/** @throws CallweaveError `file-invalid` for a file without that column and for a blank in it. */
export const readColumn = async (file: string, column: string): Promise<readonly ColumnValue[]> => {
  const values: ColumnValue[] = []
  await readRows(file, {
    columns: [column],
    onRow: ([value = ''], line) => {
      if (value === '') throw fileInvalid(file, line, { message: `${column} is blank` })
      values.push({ value, line })
    },
  })
  return values
}
