import { createEventLog } from '@callweave/core'
import { describe, expect, test } from 'vitest'
import { checkDefinition } from '../definition/check.js'
import { createRouter } from './routes.js'

const { sections } = checkDefinition({
  trunks: { main: { numbers: ['100'], channels: 2 } },
  agents: { ana: { extension: '1' } },
  queues: { service: { strategy: { strategy: 'longest-idle', version: 1 }, members: ['ana'] } },
  flows: { day: { start: { step: 'queue', queue: 'service' } } },
  routes: [{ flow: 'day' }],
  blocked: ['0900*', '5550'],
})

const createBlocking = () => {
  const log = createEventLog()
  const router = createRouter(sections)
  log.fold(router.folds)
  let atMs = 0
  return {
    block: (number: string, until: number | null = null) =>
      log.emit['number.blocked']({ seq: log.next(), atMs, type: 'number.blocked', number, until }),
    unblock: (number: string) =>
      log.emit['number.unblocked']({ seq: log.next(), atMs, type: 'number.unblocked', number }),
    blocks: (number: string, now = atMs): boolean => {
      atMs = now
      return router.isBlocked(number, now)
    },
    listed: (now: number) => router.blocked(now),
  }
}

describe('P11 blocked callers', () => {
  test('P11 the definition names them, or their beginnings', () => {
    const { blocks } = createBlocking()
    expect(['5550', '55501', '0900123', '0900'].map((number) => blocks(number))).toEqual([true, false, true, true])
  })

  test('P11 S3 a number is blocked and let in again while calls are up', () => {
    const { block, unblock, blocks } = createBlocking()
    block('5551')
    block('0044*')
    expect([blocks('5551'), blocks('00441'), blocks('5552')]).toEqual([true, true, false])
    unblock('5551')
    unblock('0044*')
    expect([blocks('5551'), blocks('00441')]).toEqual([false, false])
  })

  test('P11 S3 what the definition blocks can be let in, too', () => {
    const { unblock, blocks } = createBlocking()
    unblock('5550')
    unblock('0900*')
    unblock('5559')
    expect([blocks('5550'), blocks('0900123')]).toEqual([false, false])
  })

  test('P11 a time lock after a hoax call ends by itself, and may be set again or made lasting', () => {
    const { block, blocks } = createBlocking()
    block('5551', 60_000)
    expect([blocks('5551', 0), blocks('5551', 59_999), blocks('5551', 60_000)]).toEqual([true, true, false])
    block('5551', 90_000)
    expect([blocks('5551', 60_000), blocks('5551', 90_000)]).toEqual([true, false])
    block('55*')
    expect(blocks('5551', 1e12)).toBe(true)
  })

  test('P11 which are refused: those of the definition, and locks until they end', () => {
    const { block, unblock, listed } = createBlocking()
    const [ofDefinition, beginning] = [
      { number: '5550', untilMs: null },
      { number: '0900*', untilMs: null },
    ]
    block('5551', 60_000)
    expect(listed(59_999)).toEqual([ofDefinition, { number: '5551', untilMs: 60_000 }, beginning])
    expect(listed(60_000)).toEqual([ofDefinition, beginning])
    unblock('5550')
    expect(listed(60_000)).toEqual([beginning])
  })
})
