/** A center in a process of its own, killed while calls are up; the next start is here. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createCallStore, openCallStore } from '@callweave/cdr/sqlite'
import type { CallEvent } from '@callweave/core'
import { createRealClock, openCenter } from '@callweave/server'
import { openJournal } from '@callweave/server/journal'
import { createStreams, VirtualClock } from '@callweave/sim'
import { afterAll, expect, test } from 'vitest'
import { startChild } from '../../test/child.js'
import { readAll } from '../../test/journal-rig.js'
import { createFloor, floorOf } from '../../test/virtual-floor.js'

const root = mkdtempSync(join(tmpdir(), 'callweave-killed-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** Starts the center, which closes what has died, and ends it again. */
const startAndEnd = async (folder: string) => {
  const journal = await openJournal(join(folder, 'journal'))
  const clock = new VirtualClock(createRealClock().nowMs())
  const { before } = journal.recovery
  const running = await openCenter({
    definition: floorOf({ ringTimeoutMs: 60_000 }),
    journal,
    clock,
    random: createStreams(1),
    lookups: { ask: () => {} },
    world: 'virtual',
    createSwitch: createFloor(clock).createSwitch,
    store: createCallStore(join(folder, 'calls.sqlite')),
    ...(before === null ? {} : { lastAliveMs: before.lastAliveMs }),
  })
  const busy = [...running.center.floor.agents.values()].filter(
    ({ state }) => state === 'talking' || state === 'ringing',
  )
  await running.settled()
  const events = await readAll(journal)
  await running.close()
  return { start: running.start, before, busy: busy.length, events }
}

const callsOf = (events: readonly CallEvent[], type: 'leg.arrived' | 'call.ended'): number[] =>
  events.flatMap((event) => (event.type === type ? [event.call as number] : [])).sort((a, b) => a - b)

test.each([
  ['as the calls come', 'told answer 20 '],
  ['when all are there', 'all here'],
])('S4 kill -9 %s: every call has its record, the restart says what it closed, and again', async (_, when) => {
  const folder = join(root, when.replaceAll(/\W/g, ''))
  const seen: number[] = []
  for (let round = 1; round <= 2; round += 1) {
    const child = startChild('center.program.ts', [folder])
    // Calls are counted on from those of the round before.
    const answers = (line: string): boolean =>
      line.startsWith('told answer') && child.lines.filter((l) => l.startsWith('told answer')).length >= 12
    await child.line((line) => (when === 'all here' ? line === when : answers(line)))
    await child.kill()

    const { start, before, busy, events } = await startAndEnd(folder)
    expect(before?.pid).toBe(child.pid)
    const arrived = callsOf(events, 'leg.arrived')
    const logged = events.slice(0, start.events)
    const openThen = callsOf(logged, 'leg.arrived').filter((call) => !callsOf(logged, 'call.ended').includes(call))
    if (when === 'all here') expect(openThen.length).toBeGreaterThanOrEqual(40)
    expect(start.closed.map(({ call }) => call)).toEqual(openThen)
    expect(start.closed.length).toBeGreaterThan(5)
    expect(new Set(start.closed.map(({ stage }) => stage)).size).toBeGreaterThan(2)
    expect(callsOf(events, 'call.ended')).toEqual(arrived)
    expect(busy).toBe(0)

    // What the outside was told is in the journal.
    const offered = new Set(
      events.flatMap((event) => (event.type === 'offer.made' ? [`${event.call} ${event.leg}`] : [])),
    )
    const accepted = new Set(events.flatMap((event) => (event.type === 'offer.accepted' ? [event.call as number] : [])))
    for (const line of child.lines) {
      const [, order, call = '', leg] = line.split(' ')
      if (order === 'answer') expect(arrived).toContain(Number(call))
      else if (order === 'originate') expect(offered).toContain(`${call} ${leg}`)
      else if (order === 'bridge') expect(accepted).toContain(Number(call))
    }

    const store = openCallStore(join(folder, 'calls.sqlite'))
    const records = store.calls()
    store.close()
    expect(records.map(({ call }) => call).sort((a, b) => a - b)).toEqual(arrived)
    for (const { call, outcome, endedAtMs, endCause } of records) {
      expect([outcome, endedAtMs]).not.toContain(null)
      if (openThen.includes(call)) expect([endCause, endedAtMs]).toEqual(['failed', start.diedAtMs])
    }
    seen.push(records.length)
    const again = await startAndEnd(folder)
    expect([again.start.closed, again.before]).toEqual([[], null])
  }
  expect(seen[1]).toBeGreaterThan(seen[0] as number)
})
