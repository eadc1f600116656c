/** The simulated ports keep the contracts that every implementation runs. */
import { clockContract, randomContract, switchContract } from '@callweave/core/testing'
import { createStreams, VirtualClock } from '@callweave/sim'
import { describe, test } from 'vitest'
import { createBoardRig } from './board-rig.js'

describe('the virtual clock', () => {
  const make = () => {
    const clock = new VirtualClock(1_000)
    return { clock, pass: (byMs: number) => void clock.runUntil(clock.nowMs() + byMs) }
  }
  for (const { name, run } of clockContract(make)) test(`S5 ${name}`, run)
})

describe('random streams', () => {
  for (const { name, run } of randomContract(createStreams)) test(`S5 ${name}`, run)
})

describe('the virtual board', () => {
  for (const { name, run } of switchContract(() => createBoardRig())) test(`P1 ${name}`, run)
})
