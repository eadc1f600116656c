import { expect, test } from 'vitest'
import { formatWhen } from './when.js'

const nowMs = Date.UTC(2026, 10, 20, 8)

test.each([
  [Date.UTC(2026, 10, 20, 9, 30), '17:30', '17:30'],
  [Date.UTC(2026, 10, 23, 1), 'Mon 09:00', '周一 09:00'],
  [Date.UTC(2026, 11, 24, 1), '2026-12-24 09:00', '2026-12-24 09:00'],
])('%d', (atMs, english, chinese) => {
  const at = { nowMs, timeZone: 'Asia/Shanghai' }
  expect([formatWhen(atMs, { ...at, language: 'en' }), formatWhen(atMs, { ...at, language: 'zh-CN' })]).toEqual([
    english,
    chinese,
  ])
})
