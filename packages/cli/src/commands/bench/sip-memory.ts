/** What calls hold of the center's memory: while they are up, and when a great many have gone through. */
import { finished } from 'node:stream/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Worker } from 'node:worker_threads'
import { type Case, type Sample, scaled } from './case.js'
import { agentsFor, openProbed } from './sip-center.js'

/** Calls that are up at once when their memory is measured, how fast they come, and for how long each is up. */
const heldCalls = 1_000
const heldPerSecond = 100
const heldMs = 25_000
/** Times that they are all up. */
const heldWaves = 3
/** All transactions are over, which hold what they sent for 32 s (RFC 3261 timers J and L). */
const settleMs = 34_000
/** Calls that go through, one after the other. */
const throughCalls = 100_000
const through = { callsPerSecond: 300, talkMs: 500 }
const throughSamples = 10

/**
 * Connected calls, by the queue, without a packet of sound: what this thread holds of each, what the others do (the media
 * thread its two parties), and what is left of it when it is over.
 */
export const heldCase: Case = {
  name: 'center/held',
  needs: 'sipp',
  once: true,
  prepare: (size) => ({
    run: async () => {
      const calls = scaled(heldCalls, size, 50)
      const threads = watchThreads()
      const { floor, close } = await openProbed(calls + 10)
      const { calls: up } = floor.center.running.center.calls
      const settled = () => wait(scaled(settleMs, size, 100))
      const of = (name: string, bytes: number): Sample => ({ case: name, unit: 'bytes/call', value: bytes / calls })
      const wave = async (): Promise<readonly Sample[]> => {
        const [before, othersBefore] = [heapBytes(), await threads.heapBytes()]
        const all = floor.call({ calls, callsPerSecond: heldPerSecond, talkMs: scaled(heldMs, size, 3_000) })
        await until(() => [...up.values()].filter(({ agent }) => agent !== null).length === calls)
        const [bytes, others] = [heapBytes() - before, (await threads.heapBytes()) - othersBefore]
        await all
        await settled()
        return [
          of('center/held', bytes),
          ...(Number.isNaN(others) ? [] : [of('center/held/threads', others)]),
          of('center/held/left', heapBytes() - before),
        ]
      }
      try {
        await floor.call({ calls, callsPerSecond: heldPerSecond, talkMs: 100 })
        await settled()
        const samples: Sample[] = []
        for (let waves = scaled(heldWaves, size); waves > 0; waves -= 1) samples.push(...(await wave()))
        return samples
      } finally {
        threads.close()
        await close()
      }
    },
  }),
}

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

const heapBytes = (): number => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  // What the first has made free of weak references, the second collects.
  for (let i = 0; i < 2; i += 1) collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** The threads that are started from now on; their memory is told by Node 24 and later, NaN before. */
const watchThreads = () => {
  const threads = new Set<Worker>()
  const started = (thread: Worker): void => {
    threads.add(thread)
    thread.once('exit', () => threads.delete(thread))
  }
  process.on('worker', started)
  const bytesOf = async (thread: Worker): Promise<number> => {
    if (thread.getHeapStatistics === undefined) return Number.NaN
    // Nothing else has it collect.
    await finished((await thread.getHeapSnapshot()).resume())
    const { used_heap_size: heap, external_memory: external } = await thread.getHeapStatistics()
    return heap + external
  }
  return {
    heapBytes: async () => {
      let bytes = 0
      for (const thread of threads) bytes += await bytesOf(thread)
      return bytes
    },
    close: () => process.off('worker', started),
  }
}

/** @throws Error when it is not so within the time that held calls last. */
const until = async (is: () => boolean): Promise<void> => {
  for (const endMs = performance.now() + heldMs + (heldCalls / heldPerSecond) * 1_000; !is(); ) {
    if (performance.now() > endMs) throw new Error('not all calls came through')
    await wait(20)
  }
}

/** A sample each time that another tenth of the calls is over, with as many up and as many just ended as at the others. */
export const throughCase: Case = {
  name: 'center/memory',
  needs: 'sipp',
  once: true,
  prepare: (size) => ({
    run: async () => {
      const calls = size.calls ?? scaled(throughCalls, size, 100)
      const { floor, probes, close } = await openProbed(Math.ceil(agentsFor(through)))
      const samples: Sample[] = []
      const step = Math.ceil(calls / throughSamples)
      floor.center.running.log.tapAll(({ type }) => {
        if (type !== 'call.ended' || probes.times.ended % step !== 0) return
        samples.push({ case: `center/memory/${probes.times.ended}-calls`, unit: 'bytes', value: heapBytes() })
      })
      try {
        const { failed } = await floor.call({ calls, ...through })
        await until(() => probes.times.ended >= calls - failed)
        return [{ case: 'center/memory', unit: 'failed', value: failed }, ...samples]
      } finally {
        await close()
      }
    },
  }),
}
