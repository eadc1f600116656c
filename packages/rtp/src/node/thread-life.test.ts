import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

const life = new URL('./thread-life.ts', import.meta.url).href

/** A process that exits at once, with a thread that is still at work. */
const exiting = (holds: string): string => `
  import { Worker } from 'node:worker_threads'
  import { createLife, holdExit } from '${life}'
  const workerData = createLife()
  const code = \`
    const { parentPort, workerData } = require('node:worker_threads')
    const { writeSync } = require('node:fs')
    parentPort.postMessage('begun')
    while (Atomics.load(workerData, 1) === 0) Atomics.wait(workerData, 1, 0, 5)
    Atomics.wait(workerData, 1, 1, 300)
    writeSync(1, 'ended')
    Atomics.store(workerData, 0, 1)
    Atomics.notify(workerData, 0)
  \`
  const worker = new Worker(code, { eval: true, execArgv: [], workerData })
  const letGo = holdExit(workerData)
  ${holds}
  worker.once('message', () => process.exit(7))
`

const outcome = (code: string) => {
  const { status, signal, stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    encoding: 'utf8',
  })
  return { status, signal, stdout }
}

test('an exit of the process asks the thread to end and waits for it', () => {
  expect(outcome(exiting(''))).toEqual({ status: 7, signal: null, stdout: 'ended' })
})

test('of a thread that was let go of, nobody waits', () => {
  expect(outcome(exiting('letGo()'))).toEqual({ status: 7, signal: null, stdout: '' })
})
