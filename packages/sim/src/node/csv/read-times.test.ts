import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { readTimes, type TimesOptions } from './read-times.js'

const folder = mkdtempSync(join(tmpdir(), 'callweave-csv-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const read = (content: string, options: Partial<TimesOptions> = {}) => {
  const path = join(folder, 'calls.csv')
  writeFileSync(path, content)
  return readTimes(path, { start: 'start', ...options })
}
const at = (text: string): number => Date.parse(`${text}Z`)

const line = `start,language,minutes
2018-03-01 09:21:07,RUSSIAN,20
2018-03-01 22:55:47,CANTONESE,2
2018-03-01 22:55:47,CANTONESE,3
2018-04-01 07:00:00,RUSSIAN,5.5
`

describe('exact arrivals', () => {
  test('instants, durations and attributes, column by column', async () => {
    const calls = await read(line, { duration: { column: 'minutes', unit: 'min' }, attributes: ['language'] })
    expect([...calls.atMs]).toEqual([
      at('2018-03-01T09:21:07'),
      at('2018-03-01T22:55:47'),
      at('2018-03-01T22:55:47'),
      at('2018-04-01T07:00:00'),
    ])
    expect([...(calls.durationMs ?? [])]).toEqual([1_200_000, 120_000, 180_000, 330_000])
    const { language } = calls.attributes
    expect([...(language?.index ?? [])].map((i) => language?.values[i])).toEqual([
      'RUSSIAN',
      'CANTONESE',
      'CANTONESE',
      'RUSSIAN',
    ])
  })

  test('local to a time zone', async () => {
    const { atMs, durationMs } = await read(line, { timeZone: 'America/Toronto' })
    expect(atMs[0]).toBe(at('2018-03-01T14:21:07'))
    expect(atMs[3]).toBe(at('2018-04-01T11:00:00'))
    expect(durationMs).toBeUndefined()
  })

  test('a span of time, its end not included', async () => {
    const { atMs } = await read(line, { from: '2018-03-01T10:00', to: '2018-04-01' })
    expect(atMs.length).toBe(2)
    await expect(read(line, { from: '2019-01-01', to: '2019-02-01' })).rejects.toThrow(
      /no call lies in the span from 2019-01-01 to 2019-02-01/,
    )
  })

  test('rows of one kind', async () =>
    expect((await read(line, { where: { language: 'RUSSIAN' } })).atMs.length).toBe(2))
})

describe('files that are refused, with their line', () => {
  const refused = (content: string, options: Partial<TimesOptions>, says: RegExp) =>
    expect(read(content, options)).rejects.toThrow(says)

  test('a call earlier than the one above it', () =>
    refused('start\n2018-03-02\n2018-03-01\n', {}, /calls\.csv:3: this call is earlier than the one above it/))
  test('text for a duration', () =>
    refused(
      'start,minutes\n2018-03-02,long\n',
      { duration: { column: 'minutes', unit: 'min' } },
      /:2: minutes is not a duration \(found 'long'\); expected a number of minutes/,
    ))
  test('a negative duration', () =>
    refused(
      'start,ms\n2018-03-02,-1\n',
      { duration: { column: 'ms', unit: 'ms' } },
      /:2: ms is not a duration \(found '-1'\); expected a number of milliseconds/,
    ))
  test('a blank duration', () =>
    refused('start,ms,x\n2018-03-02,,1\n', { duration: { column: 'ms', unit: 'ms' } }, /:2: ms is blank/))
  test('a missing attribute', () =>
    refused(line, { attributes: ['langage'] }, /:1: there is no column called 'langage'.*Did you mean 'language'\?/))
  test('an hour that the clocks left out', () =>
    refused(
      'start\n2018-03-11 02:30:00\n',
      { timeZone: 'America/Toronto' },
      /:2: this time never was in America\/Toronto/,
    ))
})
