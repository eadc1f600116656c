/**
 * Calls through a whole center: number -> flow -> queue -> agent -> call record. The center is this process, which does
 * nothing else, with journal and records on disk and its media thread; sipp calls, and answers for the agents.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { type Case, type Sample, type Size, scaled } from './case.js'
import { type Floor, openFloor } from './center-floor.js'
import { type CenterProbes, openProbes } from './center-probes.js'
import { findSipp, type SippCounts } from './sipp.js'

const seconds = 60
const warmSeconds = 10
const talkMs = 2_000
/** Agents for each who talks at a time: one is idle when the next call comes. */
const agentsPerTalk = 1.5
const rates = [100, 200, 400]
/** Calls that are up when their memory is measured, and for how long the last of them is. */
const heldCalls = 500
const heldPerSecond = 50
const heldMs = 15_000

interface Opened {
  readonly floor: Floor
  readonly probes: CenterProbes
  readonly close: () => Promise<SippCounts>
}

const open = async (agents: number): Promise<Opened> => {
  const program = findSipp()
  if (program === undefined) throw new TypeError('sipp is looked for before the case runs')
  const floor = await openFloor({ program, agents, onTrouble: (error) => console.error(error) })
  const probes = openProbes(floor.center.running.log)
  return {
    floor,
    probes,
    close: () => {
      probes.close()
      return floor.close()
    },
  }
}

/** The value that so many of them are not above. */
export const percentileOf = (values: readonly number[], ratio: number): number =>
  [...values].sort((a, b) => a - b)[Math.max(0, Math.ceil(values.length * ratio) - 1)] ?? Number.NaN

const measure = async (name: string, { floor, probes }: Opened, load: Parameters<Floor['call']>[0]) => {
  probes.clear()
  const started = process.cpuUsage()
  const counts = await floor.call(load)
  const { user, system } = process.cpuUsage(started)
  const { times } = probes
  const sample = (unit: Sample['unit'], value: number): Sample => ({ case: name, unit, value })
  return [
    sample('failed', counts.failed),
    sample('sent-again', counts.retransmissions + times.sentAgain),
    sample('ms-heard', percentileOf(counts.timesMs.get('ringing') ?? [], 0.99)),
    sample('ms-answer', percentileOf(times.answerMs, 0.99)),
    sample('ms-offer', percentileOf(times.offerMs, 0.99)),
    sample('cpu-us/call', (user + system) / Math.max(1, counts.successful)),
    sample('bytes', process.resourceUsage().maxRSS * 1024),
  ]
}

const rateCase = (callsPerSecond: number): Case => {
  const name = `center/${callsPerSecond}-per-s`
  return {
    name,
    needs: 'sipp',
    once: true,
    prepare: (size) => ({
      run: async () => {
        const calls = scaled(callsPerSecond * seconds, size, 10)
        const opened = await open(scaled((callsPerSecond * talkMs * agentsPerTalk) / 1_000, atLeastQuick(size), 10))
        try {
          await opened.floor.call({ calls: scaled(callsPerSecond * warmSeconds, size, 10), callsPerSecond, talkMs })
          return await measure(name, opened, { calls, callsPerSecond, talkMs })
        } finally {
          await opened.close()
        }
      },
    }),
  }
}

/** How many agents are needed depends on the rate, which a quick run leaves; only a test does with fewer calls than agents. */
const atLeastQuick = (size: Size): Size => (size.scale >= 0.1 ? { ...size, scale: 1 } : size)

const heldCase: Case = {
  name: 'center/held',
  needs: 'sipp',
  once: true,
  prepare: (size) => ({
    run: async () => {
      const calls = scaled(heldCalls, size, 50)
      const opened = await open(calls + 10)
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

/** @throws Error when it is not so within the time that the calls last. */
const until = async (is: () => boolean): Promise<void> => {
  for (const endMs = performance.now() + heldMs + (heldCalls / heldPerSecond) * 1_000; !is(); ) {
    if (performance.now() > endMs) throw new Error('not all calls came through')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

export const centerCases: readonly Case[] = [...rates.map(rateCase), heldCase]
