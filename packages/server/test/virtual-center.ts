/** A running center on the virtual floor and a journal in memory; virtual time is turned by the test. */
import type { CallRecord } from '@callweave/cdr'
import { createMemoryJournal } from '@callweave/core/testing'
import { type OpenCenterOptions, openCenter } from '@callweave/server'
import { createStreams, VirtualClock } from '@callweave/sim'
import { createFloor, floorOf } from './virtual-floor.js'

export const startMs = 1_700_000_000_000

/** Lets promises that are kept be heard of. */
export const turns = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

export const openVirtual = async (
  lines: string[],
  over: Partial<OpenCenterOptions> = {},
  { atMs = startMs, service = {} }: { readonly atMs?: number; readonly service?: Record<string, unknown> } = {},
) => {
  const clock = new VirtualClock(atMs)
  const floor = createFloor(clock)
  const records: CallRecord[] = []
  const troubles: unknown[] = []
  const running = await openCenter({
    definition: floorOf(service),
    journal: createMemoryJournal(lines),
    clock,
    random: createStreams(1),
    lookups: { ask: () => {} },
    world: 'virtual',
    createSwitch: floor.createSwitch,
    onRecord: (record) => void records.push(record),
    onTrouble: (error) => void troubles.push(error),
    ...over,
  })
  /** In steps, so that what waits for the journal goes on in between. */
  const pass = async (byMs: number): Promise<void> => {
    for (let i = 0; i < 10; i += 1) {
      clock.runUntil(clock.nowMs() + byMs / 10)
      await turns()
    }
  }
  const ready = (...agents: string[]): void => {
    for (const agent of agents) running.center.acd.setState(agent, 'ready')
  }
  const states = (): Record<string, string> =>
    Object.fromEntries(
      [...running.center.floor.agents.values()]
        .filter(({ state }) => state !== 'logged-out')
        .map(({ id, state }) => [id, state]),
    )
  return { clock, floor, records, troubles, running, pass, ready, states }
}
