import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptyRecord } from '../calls/live-call.js'
import { emptyAgentTime, emptyCounts } from '../figures/counts.js'
import { agentPeriodColumns, agentRowColumns, callRecordColumns, queueRowColumns } from './columns.js'
import { formatCsv, formatCsvValue, parseCsvText } from './csv.js'
import { createInstantFormat } from './instant.js'
import { formatJsonLine } from './json-lines.js'

/** RFC 4180, one line. */
const parseLine = (line: string): string[] => {
  const values: string[] = []
  let at = 0
  while (at <= line.length) {
    if (line[at] === '"') {
      const end = /^"((?:[^"]|"")*)"(?:,|$)/.exec(line.slice(at)) as RegExpExecArray
      values.push((end[1] as string).replaceAll('""', '"'))
      at += (end[1] as string).length + 3
    } else {
      const end = line.indexOf(',', at)
      values.push(line.slice(at, end < 0 ? undefined : end))
      at = end < 0 ? line.length + 1 : end + 1
    }
  }
  return values
}

describe('D4 CSV', () => {
  test('quotes what needs it, and no text can become a formula', () => {
    const written = [
      'a',
      'a,b',
      'say "hi"',
      'two\nlines',
      '=1+1',
      '+86138',
      '-5',
      '@SUM(A1)',
      "'tis",
      "'=x",
      '\tx',
      '',
    ].map(formatCsvValue)
    expect(written).toEqual([
      'a',
      '"a,b"',
      '"say ""hi"""',
      '"two\nlines"',
      "'=1+1",
      "'+86138",
      "'-5",
      "'@SUM(A1)",
      "'tis",
      "''=x",
      "'\tx",
      '',
    ])
    expect([formatCsvValue(-5), formatCsvValue(0.1), formatCsvValue(null)]).toEqual(['-5', '0.1', ''])
  })

  test('any texts come back, and none begins as a formula does', () => {
    const text = fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom("'", '=', '+', '"', ',', 'x') }))
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (texts) => {
        const values = parseLine(texts.map(formatCsvValue).join(','))
        expect(values.map(parseCsvText)).toEqual(texts)
        for (const value of values) expect(value).not.toMatch(/^[=+\-@\t\r]/)
      }),
    )
  })

  test('D1 call records: one row for a call, in the wall clock asked for', () => {
    const record = {
      ...emptyRecord(7, Date.parse('2026-03-29T00:59:59.900Z')),
      endedAtMs: Date.parse('2026-03-29T01:00:00Z'),
      caller: '+44 20 7946 0000',
      tags: ['vip', 'complaint'],
      choices: [{ atMs: 0, step: 'main', key: '8' }],
    }
    const [head, row, end] = formatCsv(callRecordColumns({ timeZone: 'Europe/London' }), [record]).split('\r\n')
    expect(head?.split(',').slice(0, 6)).toEqual(['call', 'arrivedAt', 'endedAt', 'trunk', 'channel', 'caller'])
    expect(row).toContain("7,2026-03-29T00:59:59.900Z,2026-03-29T02:00:00.000+01:00,,,'+44 20 7946 0000,")
    expect(row).toContain(',vip; complaint,main 8,')
    expect(end).toBe('')
    const anonymous = formatCsv(callRecordColumns({ personal: false }), [record])
    expect(anonymous).not.toContain('7946')
    expect(anonymous).not.toContain('caller')
  })

  test('D2 journal and D3 intervals have a column for each field', () => {
    const period = {
      agent: 'ana',
      state: 'not-ready',
      startMs: 0,
      lengthMs: 5,
      because: 'asked',
      reason: 'break',
      call: null,
    } as const
    expect(formatCsv(agentPeriodColumns(), [period])).toBe(
      'agent,state,start,lengthMs,because,reason,call\r\nana,not-ready,1970-01-01T00:00:00.000Z,5,asked,break,\r\n',
    )
    const row = { queue: 'service', startMs: 0, endMs: 1, ...emptyCounts(), answered: 4, answeredWithin: 3 }
    const [head, line] = formatCsv(queueRowColumns(), [row])
      .split('\r\n')
      .map((text) => text.split(','))
    expect(line?.[head?.indexOf('service-level abandoned-ignored') as number]).toBe('0.75')
    const time = { queue: null, startMs: 0, endMs: 1, ...emptyAgentTime(), readyMs: 1, talkingMs: 3 }
    expect(formatCsv(agentRowColumns(), [time]).split('\r\n')[1]).toBe(
      ',1970-01-01T00:00:00.000Z,1970-01-01T00:00:00.001Z,1,0,3,0,0,0,0.75',
    )
  })

  test('JSON Lines: one value, one line', () => {
    expect(formatJsonLine({ a: 'x\ny' })).toBe('{"a":"x\\ny"}\n')
  })
})

test('instants are written as ISO 8601, in any century', () => {
  const utc = createInstantFormat()
  fc.assert(
    fc.property(fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }), (date) => {
      expect(utc(date.getTime())).toBe(date.toISOString())
    }),
  )
  expect(createInstantFormat('America/St_Johns')(0)).toBe('1969-12-31T20:30:00.000-03:30')
  expect(createInstantFormat('Asia/Shanghai')(0)).toBe('1970-01-01T08:00:00.000+08:00')
})
