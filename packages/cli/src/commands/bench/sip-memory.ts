/** What calls hold of the center's memory: while they are up, and when a great many have gone through. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type Case, type Sample, scaled } from './case.js'
import { agentsFor, openProbed } from './sip-center.js'

/** Calls that are up when their memory is measured, and for how long the last of them is. */
const heldCalls = 500
const heldPerSecond = 50
const heldMs = 15_000
/** Calls that go through, one after the other. */
const throughCalls = 100_000
const through = { callsPerSecond: 300, talkMs: 500 }
const throughSamples = 10

export const heldCase: Case = {
  name: 'center/held',
  needs: 'sipp',
  once: true,
  prepare: (size) => ({
    run: async () => {
      const calls = scaled(heldCalls, size, 50)
      const opened = await openProbed(calls + 10)
      const { floor } = opened
      try {
        await floor.call({ calls, callsPerSecond: heldPerSecond, talkMs: 100 })
        const before = heapBytes()
        const all = floor.call({ calls, callsPerSecond: heldPerSecond, talkMs: scaled(heldMs, size, 3_000) })
        const { calls: up } = floor.center.running.center.calls
        await until(() => [...up.values()].filter(({ agent }) => agent !== null).length === calls)
        const bytes = heapBytes() - before
        await all
        return [{ case: 'center/held', unit: 'bytes/call', value: bytes / calls }]
      } finally {
        await opened.close()
      }
    },
  }),
}

const heapBytes = (): number => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** @throws Error when it is not so within the time that held calls last. */
const until = async (is: () => boolean): Promise<void> => {
  for (const endMs = performance.now() + heldMs + (heldCalls / heldPerSecond) * 1_000; !is(); ) {
    if (performance.now() > endMs) throw new Error('not all calls came through')
    await new Promise((resolve) => setTimeout(resolve, 20))
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
