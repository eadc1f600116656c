import { type CallEvent, createEventLog, type Journal } from '@callweave/core'
import { createMemoryJournal, eventOf } from '@callweave/core/testing'
import { expect, test } from 'vitest'
import { createBatches } from './batches.js'

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
const anHour = 3_600_000

const rig = (gatherMs: number) => {
  const log = createEventLog()
  const appended: number[][] = []
  const journal: Journal = {
    ...createMemoryJournal(),
    append: async (events) => void appended.push(events.map(({ seq }) => seq)),
  }
  const written: number[] = []
  const batches = createBatches({
    log,
    journal,
    gatherMs,
    onWritten: (events) => void written.push(...events.map(({ seq }) => seq)),
    onFailure: (error) => {
      throw error
    },
  })
  const emit = (...types: CallEvent['type'][]): void => {
    for (const type of types) (log.emit[type] as (event: CallEvent) => void)(eventOf(type, { seq: log.next() }))
  }
  return { batches, emit, appended, written }
}

test('S4 each turn is a batch where nothing is gathered', async () => {
  const { emit, appended } = rig(0)
  emit('leg.ringing', 'leg.answered')
  await turn()
  emit('legs.bridged')
  await turn()
  expect(appended).toEqual([[1, 2], [3]])
})

test('S4 what nobody waits for goes with the first turn that somebody waits for, whole and in order', async () => {
  const { batches, emit, appended, written } = rig(anHour)
  emit('leg.ringing')
  await turn()
  emit('leg.answered')
  await turn()
  expect(appended).toEqual([])
  emit('offer.accepted')
  batches.hurry()
  emit('queue.left')
  expect(appended).toEqual([])
  await turn()
  expect(appended).toEqual([[1, 2, 3, 4]])
  expect(written).toEqual([1, 2, 3, 4])
  emit('legs.bridged')
  await batches.settled()
  expect(appended).toEqual([[1, 2, 3, 4], [5]])
})

test('S4 a call that comes is not held back', async () => {
  const { emit, appended } = rig(anHour)
  emit('leg.ringing')
  await turn()
  emit('leg.arrived', 'call.routed')
  await turn()
  emit('leg.dialed')
  await turn()
  expect(appended).toEqual([[1, 2, 3], [4]])
})

test('S4 what nobody ever waits for is written all the same', async () => {
  const { emit, written } = rig(1)
  emit('leg.ringing')
  await expect.poll(() => written).toEqual([1])
})
