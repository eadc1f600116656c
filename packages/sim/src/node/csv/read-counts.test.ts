import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CallweaveError } from '@callweave/core'
import { afterAll, describe, expect, test } from 'vitest'
import { type CountOptions, readCounts } from './read-counts.js'

const folder = mkdtempSync(join(tmpdir(), 'callweave-csv-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let written = 0
const file = (content: string | Buffer): string => {
  written += 1
  const path = join(folder, `f${written}.csv`)
  writeFileSync(path, content)
  return path
}
const columns = { time: 'time', calls: 'calls' } as const
const read = (content: string | Buffer, options: Partial<CountOptions> = {}) =>
  readCounts(file(content), { ...columns, ...options })

const refusal = async (reading: Promise<unknown>): Promise<{ line: string; text: string }> => {
  const error = await reading.then(
    () => expect.unreachable('the file was read'),
    (e: unknown) => e,
  )
  if (!(error instanceof CallweaveError)) throw error
  expect(error.code).toBe('file-invalid')
  return {
    line: error.parts.where?.replace(/^.*\.csv:?/, '') ?? '',
    text: error.message.replace(/^.*\.csv(:\d+)?: /, ''),
  }
}

const utc = (text: string): number => Date.parse(`${text}Z`)
const quarter = 900_000

describe('counts per interval', () => {
  test('one block where nothing is missing, the interval found in the rows', async () => {
    const blocks = await read('time,calls\n2026-01-12 09:00,3\n2026-01-12 09:15,0\n2026-01-12 09:30,7\n')
    expect(blocks).toEqual([{ intervalMs: quarter, startMs: utc('2026-01-12T09:00'), counts: [3, 0, 7] }])
  })

  test('a night without rows begins a new block', async () => {
    const blocks = await read(
      'time,calls\n2026-01-12 17:00,3\n2026-01-12 17:15,1\n2026-01-13 09:00,7\n2026-01-13 09:15,8\n',
    )
    expect(blocks.map(({ counts }) => counts)).toEqual([
      [3, 1],
      [7, 8],
    ])
  })

  test('semicolons, tabs, CRLF, quotes, a byte order mark and a T in the time are no obstacle', async () => {
    const one = [{ intervalMs: quarter, startMs: utc('2026-01-12T09:00'), counts: [3, 4] }]
    expect(await read('\ufefftime;calls\r\n2026-01-12T09:00;3\r\n2026-01-12T09:15;4\r\n')).toEqual(one)
    expect(await read('"time"\t"calls"\n"2026-01-12 09:00"\t"3"\n2026-01-12 09:15\t 4')).toEqual(one)
  })

  test('date and time may stand in two columns, other columns are left alone', async () => {
    const blocks = await read('date,note,slot,calls\n2026-01-12,"a, b",09:00,3\n2026-01-12,,09:15,4\n', {
      time: ['date', 'slot'],
    })
    expect(blocks[0]?.counts).toEqual([3, 4])
  })

  test('where and day choose among the rows of a file with several series', async () => {
    const text = 'date,code,calls\n2026-01-12,A,1\n2026-01-12,B,2\n2026-01-13,A,3\n2026-01-13,B,4\n'
    const options = { time: 'date', where: { code: 'B' }, intervalMs: 86_400_000 }
    expect((await read(text, options))[0]?.counts).toEqual([2, 4])
    const [block] = await read(text, { ...options, day: '2026-01-13' })
    expect(block).toEqual({ intervalMs: 86_400_000, startMs: utc('2026-01-13T00:00'), counts: [4] })
  })

  test("gaps: 'zero' fills a gap within a day", async () => {
    const text = 'time,calls\n2026-01-12 09:00,3\n2026-01-12 09:15,1\n2026-01-12 10:00,7\n'
    expect((await read(text, { gaps: 'zero' }))[0]?.counts).toEqual([3, 1, 0, 0, 7])
  })
})

describe('wall clocks', () => {
  const hour = (rows: readonly string[]): string => `time,calls\n${rows.map((time) => `${time},1\n`).join('')}`

  test('a time is local to the time zone', async () => {
    const [block] = await read(hour(['2026-07-01 09:00', '2026-07-01 10:00']), { timeZone: 'Europe/London' })
    expect(block?.startMs).toBe(utc('2026-07-01T08:00'))
  })

  test('the doubled hour of autumn is two hours when the file has it twice', async () => {
    const rows = ['2026-10-25 00:00', '2026-10-25 01:00', '2026-10-25 01:00', '2026-10-25 02:00']
    const [block] = await read(hour(rows), { timeZone: 'Europe/London' })
    expect(block).toMatchObject({ startMs: utc('2026-10-24T23:00'), counts: [1, 1, 1, 1] })
  })

  test('and a gap when the file has it once', async () => {
    const rows = ['2026-10-25 00:00', '2026-10-25 01:00', '2026-10-25 02:00']
    const { text } = await refusal(read(hour(rows), { timeZone: 'Europe/London' }))
    expect(text).toMatch(/an interval is missing, at 2026-10-25 02:00.*clocks went back/)
  })

  test('an hour that spring left out never was', async () => {
    const rows = ['2026-03-29 00:00', '2026-03-29 01:00']
    const { line, text } = await refusal(read(hour(rows), { timeZone: 'Europe/London' }))
    expect(line).toBe('3')
    expect(text).toMatch(/^this time never was in Europe\/London/)
  })

  test('offsets in the file need no time zone', async () => {
    const [block] = await read(hour(['2026-01-12T09:00+08:00', '2026-01-12T10:00+0800', '2026-01-12T03:00Z']))
    expect(block).toMatchObject({ startMs: utc('2026-01-12T01:00'), counts: [1, 1, 1] })
  })

  test('days are days, also when one of them has 25 hours', async () => {
    const blocks = await read(hour(['2026-10-24', '2026-10-25', '2026-10-26']), { timeZone: 'Europe/London' })
    expect(blocks).toEqual([
      { intervalMs: 86_400_000, startMs: utc('2026-10-23T23:00'), counts: [1, 1] },
      { intervalMs: 86_400_000, startMs: utc('2026-10-26T00:00'), counts: [1] },
    ])
  })

  test('an unknown zone is out of range', async () => {
    await expect(read(hour(['2026-10-24']), { timeZone: 'Europe/Londen' })).rejects.toMatchObject({
      code: 'out-of-range',
    })
  })
})

describe('files that are refused, with their line', () => {
  const refused = async (content: string | Buffer, line: string, says: RegExp, options?: Partial<CountOptions>) => {
    const found = await refusal(read(content, options))
    expect(found.text).toMatch(says)
    expect(found.line).toBe(line)
  }
  const rows = (...lines: readonly string[]): string => ['time,calls', ...lines].join('\n')

  test('missing, with the nearest name', async () => {
    const path = file('time,calls\n')
    const { text } = await refusal(readCounts(path.replace('.csv', '.cvs'), columns))
    expect(text).toMatch(/there is no such file. Did you mean 'f\d+\.csv'\?/)
  })
  test('a folder', async () => expect((await refusal(readCounts(folder, columns))).text).toMatch(/this is a folder/))
  test('empty', () => refused('', '', /^the file is empty; expected a header line/))
  test('blank first line', () => refused('\n\n', '1', /^the first line is blank/))
  test('header only', () => refused('time,calls\n', '1', /^there is a header and nothing below it/))
  test('missing column', () =>
    refused(
      'time,cals\n2026-01-12,1\n',
      '1',
      /^there is no column called 'calls'; expected one of 'time', 'cals'. Did you mean 'cals'\?/,
    ))
  test('a column twice', () => refused('time,calls,calls\n2026-01-12,1,1\n', '1', /^two columns are called 'calls'/))
  test('text in a number column', () =>
    refused(
      rows('2026-01-12 09:00,1', '2026-01-12 09:15,many'),
      '3',
      /^calls is not a number \(found 'many'\); expected a whole number from 0 up/,
    ))
  test('a blank count', () => refused(rows('2026-01-12 09:00,'), '2', /^calls is blank/))
  test('a negative count', () => refused(rows('2026-01-12 09:00,-2'), '2', /^calls is negative \(found '-2'\)/))
  test('half a call', () => refused(rows('2026-01-12 09:00,1.5'), '2', /^calls is not a whole number/))
  test('separators', () => refused(rows('2026-01-12 09:00,"1,234"'), '2', /^calls has separators in it.*Write 1234/))
  test('no time', () =>
    refused(
      rows('12/01/2026 09:00,1'),
      '2',
      /^time holds no time \(found '12\/01\/2026 09:00'\); expected a time such as/,
    ))
  test('30 February', () => refused(rows('2026-02-30 09:00,1'), '2', /^time holds no time/))
  test('a blank time', () => refused(rows(',1'), '2', /^time is blank/))
  test('gaps, counted', () =>
    refused(
      rows('2026-01-12 09:00,1', '2026-01-12 09:15,1', '2026-01-12 10:00,1', '2026-01-12 10:30,1'),
      '4',
      /^3 intervals are missing, the first at 2026-01-12 09:30; expected a row every 15 minutes/,
    ))
  test('a day missing among days', () =>
    refused(
      rows('2026-01-12,1', '2026-01-13,1', '2026-01-15,1'),
      '4',
      /^an interval is missing, at 2026-01-14; expected a row every day/,
    ))
  test('duplicates', () =>
    refused(rows('2026-01-12 09:00,1', '2026-01-12 09:00,1'), '3', /^this interval stands in the file twice/))
  test('out of order', () =>
    refused(rows('2026-01-12 09:15,1', '2026-01-12 09:00,1'), '3', /^this interval is earlier than the one above it/))
  test('off the grid', () =>
    refused(
      rows('2026-01-12 09:00,1', '2026-01-12 09:15,1', '2026-01-12 09:40,1'),
      '4',
      /^this interval does not begin where one could.*a row every 15 minutes/,
      {
        intervalMs: quarter,
      },
    ))
  test('a single row', () =>
    refused(rows('2026-01-12 09:00,1'), '2', /^one row alone does not tell how long an interval is/))
  test('a day that is not there', () =>
    refused(
      rows('2026-01-12 09:00,1'),
      '',
      /^the file has no counts for 2026-01-13; expected a day from 2026-01-12 to 2026-01-12/,
      { day: '2026-01-13' },
    ))
  test('a value nobody has', () =>
    refused(
      'time,calls,code\n2026-01-12,1,AC5\n2026-01-13,1,AC7\n',
      '',
      /^no row has 'AC6' in the column 'code'; expected one of its values, such as 'AC5', 'AC7'. Did you mean 'AC5'\?/,
      {
        where: { code: 'AC6' },
      },
    ))
  test('uneven lines', () =>
    refused(rows('2026-01-12 09:00,1,2'), '2', /^this line has 3 values and the header names 2/))
  test('an open quote', () => refused(rows('2026-01-12 09:00,"1'), '2', /^a quote is opened and never closed/))
  test('UTF-16', () =>
    refused(Buffer.from('\ufefftime,calls\n', 'utf16le'), '1', /^the text is encoded as UTF-16; expected UTF-8/))
  test('NUL bytes far into the file', () =>
    refused(`${rows('2026-01-12 09:00,1')}\n${'2026-01-12 09:00,1\n'.repeat(5000)}\0`, '5003', /NUL byte/, {
      day: '2026-01-13',
    }))
  test('a binary file', () => refused(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1, 0, 0]), '1', /NUL byte/))
  test('a spreadsheet', () => refused(Buffer.from('PK\x03\x04rest'), '', /^this is a ZIP or spreadsheet file/))
  test('Latin-1', () => refused(Buffer.from(rows('2026-01-12 09:00,1\u00b5'), 'latin1'), '2', /^the text is not UTF-8/))
  test('a line longer than 1 MB', () =>
    refused(rows(`2026-01-12 09:00,1${' '.repeat(1_100_000)}`), '2', /^this line is longer than 1 MB/))
})
