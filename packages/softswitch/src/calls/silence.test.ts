import { createHandClock } from '@callweave/core/testing'
import { parseUri } from '@callweave/sip'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSilence } from './silence.js'

const here = parseUri('sip:5550100@10.4.0.1:5060')

test('P2 whatever a carrier answers and when: few calls wait in vain, and once it answers calls it is not passed over for long', () => {
  const step = fc.record({
    afterMs: fc.integer({ min: 0, max: 60_000 }),
    answersCalls: fc.boolean(),
    answersOptions: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(step, { minLength: 5, maxLength: 80 }), (steps) => {
      const clock = createHandClock()
      let now = { answersCalls: false, answersOptions: false }
      let out = 0
      const notices: unknown[] = []
      const silence = createSilence({
        clock,
        ask: (_, heard) => {
          out += 1
          expect(out).toBe(1)
          clock.at(
            clock.nowMs() + (now.answersOptions ? 20 : 32_000),
            () => {
              out -= 1
              heard(now.answersOptions)
            },
            undefined,
          )
        },
        notice: (notice) => void notices.push(notice),
      })
      let inVain = 0
      let silentSinceMs = 0
      for (const { afterMs, ...next } of steps) {
        now = next
        clock.move(afterMs)
        if (!silence.mayTry(here)) continue
        if (now.answersCalls) {
          silence.heard('out', here)
          inVain = 0
          // Heard, it is passed over by nobody.
          expect([silence.mayTry(here), silence.mayTry(here)]).toEqual([true, true])
        } else {
          silence.silent(here)
          silence.nothingFrom('out')
          if (inVain === 0) silentSinceMs = clock.nowMs()
          inVain += 1
          // Each wait is twice as long as the one before; one OPTIONS is believed, and it begins anew.
          const waits = (clock.nowMs() - silentSinceMs) / 5_000
          expect(inVain).toBeLessThanOrEqual(2 * (2 + Math.log2(1 + waits)) + waits / 60)
        }
      }
      // Nobody is refused for more than five minutes once calls are answered.
      if (!silence.mayTry(here)) {
        clock.move(300_000)
        expect(silence.mayTry(here)).toBe(true)
      }
      silence.heard('out', here)
      silence.close()
      clock.move(100_000)
      expect(clock.due).toBe(0)
    }),
  )
})

test('P2 one place is not another, whoever is called there', () => {
  const clock = createHandClock()
  const asked: unknown[] = []
  const silence = createSilence({ clock, ask: (to) => void asked.push(to), notice: () => undefined })
  silence.silent(here)
  silence.silent(here)
  expect(asked).toMatchObject([{ user: null, host: '10.4.0.1' }])
  expect(silence.mayTry(parseUri('sip:0999@10.4.0.1:5060'))).toBe(false)
  expect(silence.mayTry(parseUri('sip:5550100@10.4.0.1:5070'))).toBe(true)
  expect(silence.mayTry(parseUri('sip:5550100@10.4.0.2:5060'))).toBe(true)
})
