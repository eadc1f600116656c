import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ownText } from './own-text.js'

test('it is the same text', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => ownText(text) === text))
})

const heapBytes = (): number => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  return process.memoryUsage().heapUsed
}

test('it holds nothing of the text it was cut from', () => {
  const texts = 10_000
  const length = 1_300
  const kept = (keep: (text: string) => string): number => {
    const before = heapBytes()
    const all = Array.from({ length: texts }, (_, i) =>
      keep(Buffer.alloc(length, `a${i}b`).toString('latin1').slice(40, 60)),
    )
    const bytes = heapBytes() - before
    expect(all.every((text) => text.length === 20)).toBe(true)
    return bytes / texts
  }
  // That it is needed: without it each of 20 characters holds all 1,300.
  expect(kept((text) => text)).toBeGreaterThan(length / 2)
  expect(kept(ownText)).toBeLessThan(length / 4)
})
