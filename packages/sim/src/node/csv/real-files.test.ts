import { once } from 'node:events'
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { peer } from '../../../../../scripts/peers.mjs'
import { readCounts } from './read-counts.js'
import { readTimes } from './read-times.js'

const data = peer('data')
const calls = (name: string): string => join(data.path, 'calls', name)

describe.skipIf(data.missing)(`files of real call centers${data.note}`, () => {
  test('a North American bank: 126 days of 169 intervals, closed at night', async () => {
    const blocks = await readCounts(calls('bank_calls_5min.csv'), {
      time: 'time',
      calls: 'calls',
      timeZone: 'America/New_York',
    })
    expect(blocks.length).toBe(126)
    expect(new Set(blocks.map(({ counts }) => counts.length))).toEqual(new Set([169]))
    expect(blocks[0]).toMatchObject({ intervalMs: 300_000, startMs: Date.parse('2003-03-03T12:00Z') })
    const totals = blocks.map(({ counts }) => counts.reduce((a, b) => a + b, 0))
    expect([Math.min(...totals), Math.max(...totals)]).toEqual([27_666, 41_257])
  })

  test('an Israeli bank: a day made up of halves is refused, one before it is read', async () => {
    const file = calls('anonymous_bank_1999_6min.csv')
    const options = { time: ['date', 'slot'], calls: 'calls' } as const
    await expect(readCounts(file, options)).rejects.toThrow(/:34\d\d\d: calls is not a whole number \(found '\d+\.5'\)/)
    const [day, ...more] = await readCounts(file, { ...options, day: '1999-05-16', timeZone: 'Asia/Jerusalem' })
    expect(more).toEqual([])
    expect(day).toMatchObject({ intervalMs: 360_000 })
    expect(day?.counts.length).toBe(240)
  })

  test('NHS 111: several providers a day, one chosen by its code', async () => {
    const file = calls('nhs111_daily.csv')
    const options = { time: 'date', calls: 'calls_received', timeZone: 'Europe/London' }
    await expect(readCounts(file, options)).rejects.toThrow(/:3: this interval stands in the file twice.*`where`/)
    const [days] = await readCounts(file, { ...options, where: { contract_code: '111AC5' } })
    expect(days?.counts.length).toBe(84)
    expect(days?.counts[0]).toBe(1006)
  })

  test('the Toronto language line: a month of calls with their language', async () => {
    const month = await readTimes(calls('toronto_paramedic_language_line.csv'), {
      start: 'start',
      duration: { column: 'duration_min', unit: 'min' },
      attributes: ['language'],
      timeZone: 'America/Toronto',
      from: '2019-12-01',
      to: '2020-01-01',
    })
    expect(month.atMs.length).toBe(434)
    expect(month.attributes.language?.values).toContain('MANDARIN')
  })
})

describe('a file of 100 MB', () => {
  test.skipIf(process.env.CALLWEAVE_REQUIRE !== 'all')(
    'is read in bounded memory, or refused where it cannot be [runs with CALLWEAVE_REQUIRE=all]',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'callweave-big-'))
      try {
        const file = join(folder, 'big.csv')
        await writeMinutes(file, 5_000_001)
        const before = process.memoryUsage().rss
        const [day] = await readCounts(file, { time: 'time', calls: 'calls', day: '2003-02-03' })
        expect(day?.counts.length).toBe(1440)
        expect(process.memoryUsage().rss - before).toBeLessThan(300e6)
        await expect(readCounts(file, { time: 'time', calls: 'calls' })).rejects.toThrow(
          /:5000002: there are more than 5,000,000 intervals. Read one day of it/,
        )
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    },
  )
})

/** Minutes from 2000 on, `date time,calls`; each day is the same but for its date. */
const writeMinutes = async (file: string, rows: number): Promise<void> => {
  const out = createWriteStream(file)
  out.write('time,calls\n')
  const start = Date.UTC(2000, 0, 1)
  const minutes = Array.from(
    { length: 1440 },
    (_, i) => `${new Date(i * 60_000).toISOString().slice(10, 16)},${i % 50}\n`,
  )
  for (let row = 0; row < rows; row += 1440) {
    const date = new Date(start + row * 60_000).toISOString().slice(0, 10)
    const day = minutes.slice(0, rows - row).map((minute) => date + minute)
    if (!out.write(day.join(''))) await once(out, 'drain')
  }
  out.end()
  await once(out, 'finish')
}
