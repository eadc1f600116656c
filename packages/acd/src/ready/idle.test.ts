/** The run of those who have been idle longest, against a sort of everybody for every call. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bestSkilled } from '../strategies/best-skilled.js'
import { longestIdle } from '../strategies/longest-idle.js'
import type { StrategyRef } from '../strategy/define.js'
import { createRig, sectionsOf } from '../testing/rig.js'

/** Enough for a run to be moved as a whole, and to be long when most are busy. */
const names = Array.from({ length: 90 }, (_, i) => `agent-${String(i).padStart(2, '0')}`)
const acts = ['take', 'take', 'take', 'answer', 'release', 'miss', 'leave', 'return', 'wait'] as const
const levelOf = (name: string): number => 1 + (Number(name.slice(-2)) % 3)

const steps = fc.array(fc.tuple(fc.constantFrom(...acts), fc.nat(names.length - 1), fc.constantFrom('one', 'two')), {
  maxLength: 400,
  size: 'max',
})

const play = (strategy: StrategyRef, script: readonly [(typeof acts)[number], number, string][], byLevel: boolean) => {
  const agents = Object.fromEntries(names.map((name) => [name, { skills: { french: levelOf(name) } }]))
  const wants = byLevel ? { wants: { french: 1 } } : {}
  // Both queues look at the same people: what one has put right is wrong in the other.
  const rig = createRig(
    sectionsOf(
      {
        one: { strategy, members: names, ...wants },
        two: { strategy, members: [...names].reverse().slice(0, 60), ...wants },
      },
      agents,
    ),
  )
  const rank = (name: string): number => (byLevel ? -levelOf(name) : 0)
  const expected = (queue: string): string | undefined =>
    (queue === 'one' ? names : names.slice(30))
      .filter((name) => rig.agent(name).state === 'ready')
      .sort((a, b) => rank(a) - rank(b) || rig.agent(a).idleSinceMs - rig.agent(b).idleSinceMs || (a < b ? -1 : 1))[0]
  for (const [act, at, queue] of script) {
    const name = names[at] as string
    const { state } = rig.agent(name)
    if (act === 'wait') rig.clock.advance(1 + (at % 3))
    else if (act === 'release') {
      if (state === 'talking') rig.release(name)
    } else if (act === 'leave') {
      if (state === 'ready') rig.acd.setState(name, at % 2 === 0 ? 'logged-out' : 'not-ready')
    } else if (act === 'return') {
      if (state === 'logged-out' || state === 'not-ready') rig.acd.setState(name, 'ready')
    } else {
      const first = expected(queue)
      const call = rig.call(queue)
      expect(rig.ringsAt(call)[0]).toBe(first)
      if (first === undefined) rig.acd.leave(call, 'abandoned')
      else if (act === 'take') rig.take(first)
      else if (act === 'answer') rig.answer(first)
      else {
        rig.miss(first)
        rig.acd.leave(call, 'abandoned')
      }
    }
  }
}

describe('A3 a run of the idle', () => {
  it.each([
    ['longest-idle', longestIdle, false],
    ['best-skilled', bestSkilled, true],
  ] as const)('A3 %s among ninety: whoever a sort puts first, however they come and go', (_, strategy, byLevel) => {
    fc.assert(
      fc.property(steps, (script) => play(strategy, script, byLevel)),
      { numRuns: 30 },
    )
  })
})
