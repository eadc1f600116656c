import type { Figure } from '@callweave/cdr'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { summarize } from '../report/summarize.js'
import { emptyTally } from '../run/tally.js'
import { evaluateThresholds } from './evaluate-thresholds.js'
import { metricUnits } from './metrics.js'
import { type Comparison, parseThreshold } from './parse-threshold.js'

describe('parseThreshold', () => {
  test.each([
    [
      'service-level{queue=service} >= 0.8',
      { metric: 'service-level', queue: 'service', comparison: '>=', value: 0.8, unit: 'ratio' },
    ],
    ['asa{queue=service} <= 20s', { metric: 'asa', queue: 'service', comparison: '<=', value: 20_000, unit: 'ms' }],
    ['abandonment < 5%', { metric: 'abandonment', queue: null, comparison: '<', value: 0.05, unit: 'ratio' }],
    ['wait-p95<=1.5m', { metric: 'wait-p95', queue: null, comparison: '<=', value: 90_000, unit: 'ms' }],
    ['abandoned <= 0', { metric: 'abandoned', queue: null, value: 0, unit: 'calls' }],
    [
      'asa { queue = "night shift, north" , formula=wait-of-answered } > 500 ms',
      { queue: 'night shift, north', formula: 'wait-of-answered', value: 500 },
    ],
    ['service-level{queue=客服} >= 80%', { queue: '客服', value: 0.8 }],
  ])('%s', (text, parts) => expect(parseThreshold(text)).toMatchObject({ expression: text, ...parts }))

  test.each([
    ['', /this threshold cannot be read; expected a figure, a comparison and a value/],
    ['service-level', /this threshold cannot be read/],
    ['servise-level >= 0.8', /there is no figure called 'servise-level'.*Did you mean 'service-level'\?/],
    ['constructor >= 0.8', /there is no figure called 'constructor'/],
    ['asa => 20s', /'=>' is no comparison.*Did you mean '>='\?/],
    ['asa == 20s', /'==' is no comparison; expected >=, <=, > or <$/],
    ['asa <= 20', /a span of time needs its unit \(found '20'\).*Did you mean '20s'\?/],
    ['asa <= 20%', /a span of time needs its unit/],
    ['service-level >= 80', /this is not a share \(found '80'\).*Did you mean '80%'\?/],
    ['service-level >= 20s', /this is not a share/],
    ['service-level >= -1', /the value cannot be read \(found '-1'\)/],
    ['abandoned < 5%', /calls are counted without a unit/],
    ['asa{que=service} <= 20s', /what stands in the braces cannot be read \(found 'que=service'\)/],
    ['asa{service} <= 20s', /what stands in the braces cannot be read/],
    ['asa{queue=a,queue=b} <= 20s', /queue is given more than once/],
  ])('%s is refused', (text, says) => expect(() => parseThreshold(text)).toThrow(says))

  test('reads back whatever is written by the grammar', () => {
    const metric = fc.constantFrom(...Object.keys(metricUnits))
    const comparison = fc.constantFrom<Comparison>('>=', '<=', '>', '<')
    const queue = fc.option(fc.stringMatching(/^[\p{L}\d-]{1,12}$/u))
    const blanks = fc.constantFrom('', ' ', '   ')
    const amount = fc.integer({ min: 0, max: 100 })
    fc.assert(
      fc.property(metric, comparison, queue, blanks, amount, (name, sign, of, blank, n) => {
        const unit = metricUnits[name]
        const value = unit === 'ratio' ? `${n}%` : unit === 'ms' ? `${n}ms` : String(n)
        const braces = of === null ? '' : `${blank}{${blank}queue=${of}${blank}}`
        const parsed = parseThreshold(`${blank}${name}${braces}${blank}${sign}${blank}${value}${blank}`)
        expect(parsed).toMatchObject({
          metric: name,
          queue: of,
          comparison: sign,
          unit,
          value: unit === 'ratio' ? n / 100 : n,
        })
      }),
    )
  })

  test('never fails but with a sentence', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'asa{}queue=<> 012%.,"') })), (text) => {
        try {
          parseThreshold(text)
        } catch (error) {
          expect(error).toMatchObject({ name: 'CallweaveError', code: 'usage' })
        }
      }),
    )
  })
})

const figure = (name: string, queue: string | null, value: number | null, formula = 'f'): Figure => ({
  name,
  formula,
  queue,
  value,
  unit: metricUnits[name] ?? 'calls',
})

describe('evaluateThresholds', () => {
  const figures = [
    figure('service-level', 'service', 0.83, 'own'),
    figure('service-level', 'service', 0.86, 'other'),
    figure('service-level', null, 0.7),
    figure('asa', 'service', 19_500),
    figure('asa', 'night', null),
  ]
  const evaluate = (...texts: readonly string[]) => evaluateThresholds(texts.map(parseThreshold), figures)

  test('the queue, the center, and the formula that is asked for', () => {
    expect(
      evaluate(
        'service-level{queue=service} >= 0.85',
        'service-level{queue=service, formula=other} >= 0.85',
        'service-level >= 70%',
        'asa{queue=service} < 19.5s',
      ),
    ).toEqual([
      { expression: 'service-level{queue=service} >= 0.85', ok: false, value: 0.83 },
      { expression: 'service-level{queue=service, formula=other} >= 0.85', ok: true, value: 0.86 },
      { expression: 'service-level >= 70%', ok: true, value: 0.7 },
      { expression: 'asa{queue=service} < 19.5s', ok: false, value: 19_500 },
    ])
  })

  test('nothing to measure is not a pass', () =>
    expect(evaluate('asa{queue=night} <= 20s')).toEqual([
      { expression: 'asa{queue=night} <= 20s', ok: false, value: null },
    ]))

  test.each([
    [
      'service-level{queue=servise} >= 0.8',
      /there is no queue called 'servise'; expected one of service. Did you mean 'service'\?/,
    ],
    ['asa <= 20s', /asa is measured for each queue, not for the whole center; expected one of service, night/],
    ['occupancy <= 85%', /this run has no figure called 'occupancy'/],
    [
      'service-level{queue=service,formula=othr} >= 0.8',
      /no service-level goes by the formula 'othr'.*Did you mean 'other'\?/,
    ],
  ])('%s is a mistake, not a pass', (text, says) => {
    expect(() => evaluate(text)).toThrow(says)
    expect(() => evaluate(text)).toThrow(expect.objectContaining({ code: 'usage' }))
  })

  test('agrees with plain comparison for any value', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 0, max: 100 }), (value, percent) => {
        const [atLeast, below] = evaluateThresholds(
          [parseThreshold(`occupancy >= ${percent}%`), parseThreshold(`occupancy < ${percent}%`)],
          [figure('occupancy', null, value)],
        )
        expect(atLeast?.ok).toBe(value >= percent / 100)
        expect(below?.ok).toBe(!atLeast?.ok)
      }),
    )
  })
})

test('every figure of a run can be named by a threshold, with its unit', () => {
  const figures = { intervalMs: 900_000, timeZone: 'UTC', targets: {}, rows: [], agents: [], waits: {} }
  const kpis = summarize([{ seed: 1, tally: emptyTally(), figures, events: 0, calls: 0, endMs: 0 }], ['service'])
  for (const { name, unit } of kpis) expect({ name, unit: metricUnits[name] }).toEqual({ name, unit })
})
