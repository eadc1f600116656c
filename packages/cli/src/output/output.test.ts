import picocolors from 'picocolors'
import { describe, expect, test } from 'vitest'
import { renderColumns, renderSparkline } from './chart.js'
import { createFormats } from './format.js'
import { createProgress } from './progress.js'
import { renderTable } from './table.js'
import { wrapText } from './wrap.js'

const tint = picocolors.createColors(false)
const common = { title: () => 'calls', format: String, marks: new Map<number, string>(), tint, merge: 'sum' } as const

describe('charts', () => {
  test('columns in eighths, with a scale and marks', () => {
    const values = [0, 1, 4, 8, 16, 12, null, 2]
    const marks = new Map([
      [0, '08:00'],
      [4, '10:00'],
    ])
    const lines = [
      '  calls',
      '  16 ┤            ███▄▄▄',
      '     ┤   ▁▁▁▄▄▄█████████   ▂▂▂',
      '   0 └────────────────────────',
      '      08:00       10:00',
    ]
    expect(renderColumns({ ...common, values, marks, width: 40, height: 2 })).toBe(`${lines.join('\n')}\n`)
  })

  test('more values than columns share a column, and the title is told', () => {
    const values = Array.from({ length: 288 }, () => 1)
    const text = renderColumns({ ...common, title: (share) => `${share} each`, values, width: 80, height: 3 })
    expect(text).toMatch(/^ {2}4 each\n/)
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
  })

  test('no value at all is a flat line', () => {
    expect(renderColumns({ ...common, values: [0, 0], width: 40, height: 1 })).toMatch(/1 ┤\n/)
    expect(renderSparkline([null, 0, 4, 8])).toBe(' ▁▄█')
  })
})

test('tables keep their columns with Chinese names', () => {
  const rows = [
    ['李伟', '12'],
    ['ana', '3'],
  ]
  expect(renderTable({ head: ['name', 'calls'], rows, align: 'lr', tint })).toBe(
    '  name  calls\n  李伟     12\n  ana       3\n',
  )
})

describe('sentences in lines', () => {
  test('broken at blanks that may be, none left at the ends', () => {
    expect(wrapText('ready: ana\u00a00:20, ben\u00a00:10, chen\u00a00:05', 18)).toEqual([
      'ready: ana 0:20,',
      'ben 0:10,',
      'chen 0:05',
    ])
  })
  test('Chinese behind a comma, two cells a character', () => {
    expect(wrapText('进入时前面有 3 个呼叫，没有人就绪。', 24)).toEqual(['进入时前面有 3 个呼叫，', '没有人就绪。'])
  })
})

describe('formats', () => {
  const en = createFormats('en')
  test('spans', () => {
    expect([0, 340, 7836, 59_990, 185_000, 5_400_000, null].map((ms) => en.span(ms))).toEqual([
      '0 s',
      '340 ms',
      '7.8 s',
      '1 min',
      '3 min 5 s',
      '1 h 30 min',
      '-',
    ])
    expect(createFormats('zh-CN').span(185_000)).toBe('3 分 5 秒')
  })
  test('numbers, shares, sizes and times of day', () => {
    expect(en.number(27_666)).toBe('27,666')
    expect(en.percent(0.88835)).toBe('88.8%')
    expect(en.percent(null)).toBe('-')
    expect(en.number(Number.POSITIVE_INFINITY)).toBe('∞')
    expect(en.bytes(1_572_864)).toBe('1.5 MiB')
    expect(en.clock(34_200_000)).toBe('09:30')
  })
})

describe('progress', () => {
  const watch = (terminal: boolean, silent = false) => {
    let now = 0
    const written: string[] = []
    const sink = { write: (text: string) => written.push(text) > 0, columns: 80 }
    const progress = createProgress({ label: 'Simulating', sink, silent, terminal, nowMs: () => now })
    const at = (ms: number, share: number): void => {
      now = ms
      progress.at(share)
    }
    return { at, written, done: () => progress.done() }
  }

  test('nothing in the first two seconds', () => {
    const { at, written, done } = watch(true)
    at(0, 0)
    at(1999, 0.5)
    done()
    expect(written).toEqual([])
  })

  test('one line that renews itself on a terminal, and goes', () => {
    const { at, written, done } = watch(true)
    at(2000, 0.5)
    at(2050, 0.6)
    at(2100, 0.75)
    done()
    expect(written).toEqual([
      '\r\x1b[2KSimulating ██████████░░░░░░░░░░ 50% -2s ',
      '\r\x1b[2KSimulating ███████████████░░░░░ 75% -1s ',
      '\r\x1b[2K',
    ])
  })

  test('a line every five seconds in a log, none when silent', () => {
    const { at, written, done } = watch(false)
    for (let ms = 0; ms <= 12_000; ms += 500) at(ms, ms / 20_000)
    done()
    expect(written).toEqual(['Simulating: 10%\n', 'Simulating: 35%\n', 'Simulating: 60%\n'])
    const quiet = watch(false, true)
    quiet.at(9000, 0.5)
    expect(quiet.written).toEqual([])
  })
})
