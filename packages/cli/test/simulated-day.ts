/** A day of the customer-service template in a log on disk, for the tests of `cc explain`. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openEventLog } from '@callweave/cdr/node'
import { afterAll, beforeAll } from 'vitest'
import { run } from './run.js'

/** Is simulated before the file's first test, and taken away after its last. */
export const simulatedDay = () => {
  const cwd = join(import.meta.dirname, '../templates/customer-service')
  const folder = mkdtempSync(join(tmpdir(), 'callweave-explain-'))
  const log = join(folder, 'events.log')
  beforeAll(async () => {
    await run(['sim', '--replications', '1', '--seed', '3', '--log', log, '--json'], { cwd })
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  /** The first call of the day that rings at somebody of the queue: others are ready, too. */
  const firstOffered = (): string => {
    for (const event of openEventLog(log)) {
      if (event.type === 'offer.made' && event.queue === 'service') return String(event.call)
    }
    throw new Error('nobody was rung that day')
  }
  return { cwd, folder, log, firstOffered }
}
