import { expect, test } from 'vitest'
import { emptyCounts } from './counts.js'
import { figuresOfCounts } from './figures-of.js'
import { type ServiceLevelFormula, serviceLevel, serviceLevels } from './service-level.js'

const day = { answered: 1000, abandoned: 60, answeredWithin: 860, abandonedWithin: 20, abandonedShort: 10 }

test('D3 service level: five formulas, one day, five percentages', () => {
  const percent = Object.fromEntries(
    Object.keys(serviceLevels).map((formula) => [
      formula,
      ((serviceLevel(day, formula as ServiceLevelFormula) ?? 0) * 100).toFixed(2),
    ]),
  )
  expect(percent).toEqual({
    'abandoned-within-as-served': '83.02',
    'abandoned-ignored': '86.00',
    'abandoned-as-missed': '81.13',
    'abandoned-within-ignored': '82.69',
    'abandoned-short-as-served': '82.08',
  })
})

test('D3 service level: no call has no service level, and each figure names its formula', () => {
  const figures = figuresOfCounts(emptyCounts(), 'service', 'abandoned-ignored')
  expect(figures[0]).toEqual({
    name: 'service-level',
    formula: 'abandoned-ignored',
    queue: 'service',
    value: null,
    unit: 'ratio',
  })
  expect(figures.filter(({ name }) => name === 'service-level')).toHaveLength(5)
  expect(new Set(figures.map(({ name, formula }) => `${name} ${formula}`)).size).toBe(figures.length)
})
