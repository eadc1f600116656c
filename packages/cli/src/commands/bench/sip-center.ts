/**
 * Calls through a whole center: number -> flow -> queue -> agent -> call record. The center is this process, which does
 * nothing else, with journal and records on disk and its media thread; sipp calls, and answers for the agents.
 */
import { type Case, type Sample, type Size, scaled } from './case.js'
import { type Floor, openFloor } from './center-floor.js'
import { type CenterProbes, openProbes } from './center-probes.js'
import { findSipp, type SippCounts } from './sipp.js'

const seconds = 60
const warmSeconds = 10
const talkMs = 2_000
/** Agents for each who talks at a time. */
const agentsPerTalk = 1.5
const rates = [100, 200, 400]

export interface Opened {
  readonly floor: Floor
  readonly probes: CenterProbes
  readonly close: () => Promise<SippCounts>
}

/** @param callsPerSecond above which the switch refuses; default its own */
export const openProbed = async (agents: number, callsPerSecond?: number): Promise<Opened> => {
  const program = findSipp()
  if (program === undefined) throw new TypeError('sipp is looked for before the case runs')
  const overload = callsPerSecond === undefined ? {} : { overload: { callsPerSecond } }
  const floor = await openFloor({ program, agents, ...overload, onTrouble: (error) => console.error(error) })
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

export const measure = async (name: string, { floor, probes }: Opened, load: Parameters<Floor['call']>[0]) => {
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

/** So many that one is idle when the next call comes. */
export const agentsFor = ({ callsPerSecond, talkMs }: { callsPerSecond: number; talkMs: number }): number =>
  (callsPerSecond * talkMs * agentsPerTalk) / 1_000

const rateCase = (callsPerSecond: number): Case => {
  const name = `center/${callsPerSecond}-per-s`
  return {
    name,
    needs: 'sipp',
    once: true,
    prepare: (size) => ({
      run: async () => {
        const calls = scaled(callsPerSecond * seconds, size, 10)
        const opened = await openProbed(scaled(agentsFor({ callsPerSecond, talkMs }), atLeastQuick(size), 10))
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
export const atLeastQuick = (size: Size): Size => (size.scale >= 0.1 ? { ...size, scale: 1 } : size)

export const centerCases: readonly Case[] = rates.map(rateCase)
