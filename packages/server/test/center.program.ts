/**
 * Runs a center on a journal and a call store in a folder, in real time, and lets 60 callers come: `center.program.ts FOLDER`.
 * Prints what the outside is told, just before it is told.
 */
import { join } from 'node:path'
import { createCallStore } from '@callweave/cdr/sqlite'
import { createRealClock, openCenter } from '@callweave/server'
import { openJournal } from '@callweave/server/journal'
import { createStreams, VirtualClock } from '@callweave/sim'
import { print } from './print.js'
import { createFloor, floorOf } from './virtual-floor.js'

const [folder = ''] = process.argv.slice(2)
const real = createRealClock()
const clock = new VirtualClock(real.nowMs())
const floor = createFloor(clock, (command) => print(`told ${command.do} ${command.call} ${command.leg}`))
// Two phones ring for ever: calls are offered when the process dies, too.
for (const name of ['a1', 'a2']) (floor.people.get(name) as { answersAfterMs: number }).answersAfterMs = 60_000

const journal = await openJournal(join(folder, 'journal'))
const running = await openCenter({
  definition: floorOf({ ringTimeoutMs: 60_000 }),
  journal,
  clock,
  random: createStreams(1),
  lookups: { ask: () => {} },
  world: 'virtual',
  gatherMs: 10,
  createSwitch: floor.createSwitch,
  store: createCallStore(join(folder, 'calls.sqlite')),
  ...(journal.recovery.before === null ? {} : { lastAliveMs: journal.recovery.before.lastAliveMs }),
})
print(`start ${JSON.stringify(running.start)}`)
for (const agent of floor.people.keys()) {
  if (running.center.floor.agents.get(agent)?.state === 'logged-out') running.center.acd.setState(agent, 'ready')
}
let calls = 0
setInterval(() => {
  clock.runUntil(real.nowMs())
  if (calls >= 60) return
  calls += 1
  const leg = floor.arrive(calls % 4 === 0 ? '200' : '100', `${13_000_000_000 + calls}`)
  // Some give up, or have said it all.
  if (leg !== null && calls % 5 === 0) clock.at(clock.nowMs() + 40, () => floor.putDown(leg), undefined)
  if (calls === 60) print('all here')
}, 2)
