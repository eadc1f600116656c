/**
 * What a call costs that is only answered: INVITE, 180, 200, ACK, BYE, 200 over UDP on the loopback, with sipp as caller. The
 * server is this process, which does nothing else, so that its processor time is that of its calls.
 */
import { createRealClock } from '@callweave/server'
import { type Case, scaled } from './case.js'
import { type AnsweringServer, openAnswering } from './sip-answering.js'
import { findSipp, runSipp } from './sipp.js'

const seconds = 6
/** So many calls have taught the compiler: at 500 a second the first 3,000 cost twice what later ones do. */
const warmUpCalls = 12_000
const warmUpRate = 2_000
const rates = [500, 1_000, 2_000, 3_000]

const uasCase = (callsPerSecond: number): Case => {
  const name = `uas/${callsPerSecond}-per-s`
  return {
    name,
    needs: 'sipp',
    prepare: (size) => {
      const program = findSipp()
      if (program === undefined) throw new TypeError('sipp is looked for before the case runs')
      const calls = scaled(callsPerSecond * seconds, size, 20)
      const clock = createRealClock()
      const load = { program, scenario: ['-sn', 'uac'] }
      const open = async (): Promise<AnsweringServer> => {
        const server = await openAnswering(clock)
        await runSipp({ ...load, to: server.address, calls: scaled(warmUpCalls, size, 20), callsPerSecond: warmUpRate })
        return server
      }
      let opened: Promise<AnsweringServer> | undefined
      return {
        run: async () => {
          opened ??= open()
          const server = await opened
          server.forget()
          const before = { ...server.counts }
          const started = process.cpuUsage()
          const { failed, retransmissions } = await runSipp({ ...load, to: server.address, calls, callsPerSecond })
          const { user, system } = process.cpuUsage(started)
          const ended = server.counts.ended - before.ended
          return [
            { case: name, unit: 'cpu-us/call', value: (user + system) / ended },
            { case: name, unit: 'failed', value: failed },
            { case: name, unit: 'sent-again', value: retransmissions + server.counts.sentAgain - before.sentAgain },
            { case: name, unit: 'bytes', value: process.resourceUsage().maxRSS * 1024 },
          ]
        },
        clean: async () => {
          clock.close()
          await (await opened)?.close()
        },
      }
    },
  }
}

export const uasCases: readonly Case[] = rates.map(uasCase)
