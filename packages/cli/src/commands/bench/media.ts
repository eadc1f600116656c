/** Many calls of two legs at once over the loopback: how evenly their packets go through, and what that costs. */
import type { MediaUser, PartyMedia } from '@callweave/rtp/engine'
import { type MediaThread, openMedia } from '@callweave/rtp/node'
import { type Case, type Sample, type Size, scaled } from './case.js'
import { compileRelay } from './media-relay.js'
import { host, pin, type Source, type SourceReport, startSource } from './media-source.js'

interface Load {
  readonly calls: number
  readonly prefer: 'batches' | 'dgram'
  /** The main thread stands still for 40 ms every half second. */
  readonly isStalled?: boolean
}

const warmMs = 2_000
const publishedMs = 8_000
const leastMs = 100
/** A source that is later than this measures itself. */
const mostOwnLatenessMs = 5
const mostTries = 3
/** Two seconds of each leg. */
const ringBytes = 16_000

const quiet: MediaUser = {
  played: () => undefined,
  pressed: () => undefined,
  recorded: () => undefined,
  silent: () => undefined,
  closed: () => undefined,
  trouble: (error) => {
    throw error
  },
}

const mediaOf = (port: number): PartyMedia => ({
  remote: { host, port },
  remoteControl: null,
  law: 'a-law',
  codecs: [{ payloadType: 8, codec: 'pcma/8000' }],
  eventType: 101,
  isHeard: true,
})

/** What one run of the source against a switch gave. */
interface Measured {
  readonly report: SourceReport
  readonly cpuMs: number
  readonly spanMs: number
  readonly bytes: number
}

/** Smaller ones are for tests, which share their process and their machine. */
const isMeasured = ({ scale }: Size): boolean => scale >= 0.1

const order = (legs: readonly number[], size: Size) => ({
  legs,
  warmMs: scaled(warmMs, size, leastMs),
  runMs: scaled(publishedMs, size, leastMs),
})

const openCalls = (media: MediaThread, source: Source, legs: number): readonly number[] => {
  const parties = Array.from({ length: legs }, (_, leg) => {
    const { party, rtpPort } = media.open()
    media.agree(party, mediaOf(source.remotePort(leg, legs)))
    return { party, rtpPort }
  })
  for (let leg = 0; leg < legs; leg += 2) media.bridge(parties[leg]?.party as number, parties[leg + 1]?.party as number)
  return parties.map(({ rtpPort }) => rtpPort)
}

const stall = (): void => {
  for (const untilMs = performance.now() + 40; performance.now() < untilMs; );
}

const measureOurs = async ({ calls, prefer, isStalled = false }: Load, size: Size): Promise<Measured> => {
  const legs = 2 * scaled(calls, size)
  const starting = startSource(isMeasured(size))
  const media = await openMedia({
    ...{ host, leastPort: 26_000, mostPort: 31_998, user: quiet, prefer, ringBytes },
    sparePairs: legs,
  }).catch(async (error: unknown) => {
    await starting.then((source) => source.kill())
    throw error
  })
  const source = await starting.catch(async (error: unknown) => {
    await media.end()
    throw error
  })
  const stalling = isStalled ? setInterval(stall, 500) : undefined
  try {
    if (media.kind !== prefer) throw new Error(`no ${prefer} here: ${media.reason}`)
    if (isMeasured(size)) await pin(process, 0)
    const ports = openCalls(media, source, legs)
    const before = await media.usage()
    const processBefore = process.cpuUsage()
    const startedMs = performance.now()
    const report = await source.run(order(ports, size))
    const after = await media.usage()
    const { user, system } = process.cpuUsage(processBefore)
    // Where Node does not tell the CPU of a thread, that of the process is told.
    const cpuMs = before.cpuMs === null || after.cpuMs === null ? (user + system) / 1_000 : after.cpuMs - before.cpuMs
    return { report, cpuMs, spanMs: performance.now() - startedMs, bytes: process.memoryUsage().rss }
  } finally {
    clearInterval(stalling)
    source.kill()
    await media.end()
  }
}

const samplesOf = (name: string, { report, cpuMs, spanMs, bytes }: Measured): readonly Sample[] => [
  { case: name, unit: 'ms-jitter', value: report.jitterMs.p99 },
  { case: name, unit: 'lost-percent', value: (100 * Math.max(0, report.sent - report.received)) / report.sent },
  { case: name, unit: 'cpu-percent', value: (100 * cpuMs) / spanMs },
  { case: name, unit: 'bytes', value: bytes },
  { case: name, unit: 'ms-own', value: report.ownLatenessMs.p99 },
  { case: name, unit: 'own-cpu-percent', value: 100 * report.ownCpuRatio },
]

/**
 * Runs until the source was on time itself. Where it never is, only what it says of itself is told: the other figures would be
 * of the machine.
 */
const unlessVoid = async (name: string, size: Size, measure: () => Promise<Measured>): Promise<readonly Sample[]> => {
  for (let tried = 1; ; tried += 1) {
    const measured = await measure()
    const { broken, ownLatenessMs } = measured.report
    if (broken > 0) throw new Error(`${broken} packets came with numbers that do not follow`)
    const samples = samplesOf(name, measured)
    if (ownLatenessMs.p99 <= mostOwnLatenessMs || !isMeasured(size)) return samples
    if (tried === mostTries) return samples.filter(({ unit }) => unit === 'ms-own' || unit === 'own-cpu-percent')
  }
}

const ourCase = (name: string, load: Load): Case => ({
  name,
  prepare: (size) => ({
    run: () => unlessVoid(name, size, () => measureOurs(load, size)),
  }),
})

const measureC = async (relay: NonNullable<ReturnType<typeof compileRelay>>, legs: number, size: Size) => {
  const source = await startSource(isMeasured(size))
  try {
    const { ports, end } = await relay.start(legs, (leg) => source.remotePort(leg, legs))
    const startedMs = performance.now()
    const report = await source.run(order(ports, size)).catch(async (error: unknown) => {
      await end()
      throw error
    })
    const spanMs = performance.now() - startedMs
    return { report, spanMs, cpuMs: await end(), bytes: 0 }
  } finally {
    source.kill()
  }
}

const inC = (name: string, calls: number): Case => ({
  name,
  prepare: (size) => {
    const relay = compileRelay()
    if (relay === null) throw new Error('the relay in C cannot be compiled')
    return {
      run: async () => {
        const samples = await unlessVoid(name, size, () => measureC(relay, 2 * scaled(calls, size), size))
        return samples.filter(({ unit }) => unit !== 'bytes')
      },
      clean: () => relay.clean(),
    }
  },
})

const canCompile = (): boolean => {
  const relay = compileRelay()
  relay?.clean()
  return relay !== null
}

export const mediaCases = (): readonly Case[] => {
  const dgram = ourCase('dgram/250-calls', { calls: 250, prefer: 'dgram' })
  if (process.platform !== 'linux') return [dgram]
  return [
    ourCase('batches/600-calls', { calls: 600, prefer: 'batches' }),
    ourCase('batches/700-calls', { calls: 700, prefer: 'batches' }),
    ourCase('batches/500-calls-stalled', { calls: 500, prefer: 'batches', isStalled: true }),
    dgram,
    ...(canCompile() ? [inC('in-c/600-calls', 600)] : []),
  ]
}
