/**
 * Nonsense to a whole center over real sockets: SIP with SDP, RTP and RTCP, each a message of somebody's with bytes changed,
 * from many addresses. Afterwards a call is made as ever, and nothing is left. And the tools that look for switches to break into.
 */
import { spawn } from 'node:child_process'
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fed } from '../../../scripts/inputs.mjs'
import { peer } from '../../../scripts/peers.mjs'
import { mutator } from './hostile/mutator.js'
import { sipSamples } from './hostile/samples.js'
import { type CenterRig, openCenterRig, says } from './phones/center-rig.js'
import { host, until, waits } from './phones/folder.js'
import { openOwnPhone } from './phones/own-phone.js'
import { runSipp } from './sipp/run-sipp.js'

/** A million where properties run at full count. */
const messages = Number(process.env.CALLWEAVE_RUNS ?? 0) >= 5_000 ? 1_000_000 : 20_000
const seed = Number(process.env.CALLWEAVE_SEED ?? 1)
/** A thread that also reads them takes 32 datagrams of a socket at a time: more would be lost before they are read. */
const burst = 25
const sources = 200

/** From as many addresses of this machine: the rate of each alone is limited. */
const openSources = (): Promise<readonly Socket[]> =>
  Promise.all(
    Array.from({ length: sources }, async (_, i) => {
      const socket = createSocket('udp4')
      socket.on('error', () => undefined)
      socket.bind(0, `127.0.2.${1 + i}`)
      await once(socket, 'listening')
      return socket
    }),
  )

/** A call that a flow serves by itself; while the switch says that it has too much to do, again. */
const callWorks = async (rig: CenterRig): Promise<void> => {
  const { folder, server } = rig
  const phone = await openOwnPhone({ folder, server, user: '13800001111', hz: says.caller })
  try {
    for (let tries = 0; ; tries += 1) {
      const call = phone.dial('100')
      await until('an answer', () => call.isUp() || call.end())
      if (!call.isUp() && call.statuses.includes(503) && tries < 20) {
        await waits(1_000)
        continue
      }
      expect(call.statuses).toContain(200)
      await waits(300)
      call.press('2')
      await until('the flow ends the call', () => call.end(), 30_000)
      break
    }
  } finally {
    await phone.close()
  }
  await rig.quiet()
  expect(rig.records.at(-1)).toMatchObject({ outcome: 'self-served', caller: '13800001111' })
}

describe(`${messages} messages of nonsense, seed ${seed}`, () => {
  let rig: CenterRig
  let sockets: readonly Socket[]

  beforeAll(async () => {
    rig = await openCenterRig()
    sockets = await openSources()
  })

  afterAll(async () => {
    for (const socket of sockets) socket.close()
    await rig.close()
  })

  /** `to`: a port of the switch for each message. */
  const flood = async (
    count: number,
    samples: readonly Uint8Array[],
    to: readonly number[],
    at: number,
  ): Promise<void> => {
    const mutate = mutator(seed + at)
    for (let i = 0; i < count; i += 1) {
      const bytes = mutate(samples[i % samples.length] as Uint8Array)
      sockets[i % sources]?.send(bytes, to[i % to.length] as number, host)
      if (i % burst === burst - 1) await new Promise((done) => setImmediate(done))
    }
  }

  test('P1 SIP and SDP: nothing throws, and calls are made as before', async ({ task }) => {
    await flood(messages * 0.6, sipSamples(rig.server.port), [rig.server.port], 0)
    fed(task, messages * 0.6)
    await until('what came of it is over', () => rig.center.running.center.calls.calls.size === 0, 30_000)
    await callWorks(rig)
    expect(rig.troubles).toEqual([])
    expect(rig.center.registrations()).toEqual([])
  })

  test('P1 RTP and RTCP, to a call that is up: it goes on, and its keys are its own', async ({ task }) => {
    const { folder, server } = rig
    const phone = await openOwnPhone({ folder, server, user: '13800002222', hz: says.caller })
    const since = rig.events.length
    const call = phone.dial('100')
    await until('it is up', () => call.isUp())
    const port = call.mediaPort()
    const rtp = Uint8Array.from({ length: 172 }, (_, i) => (i === 0 ? 0x80 : i === 1 ? 8 : i))
    const key = Uint8Array.from([0x80, 0xe5, 0, 1, 0, 0, 0, 160, 1, 2, 3, 4, 2, 0x8a, 0x03, 0x20])
    const report = Uint8Array.from([0x80, 200, 0, 6, ...Array.from({ length: 24 }, (_, i) => i)])
    const bye = Uint8Array.from([0x81, 203, 0, 1, 1, 2, 3, 4])
    await flood(messages * 0.4, [rtp, key, report, bye], [port, port + 1], 1)
    fed(task, messages * 0.4)
    await until('the call is over by the flow', () => call.end(), 30_000)
    await rig.quiet()
    // Nobody else pressed a key for it.
    expect(rig.events.slice(since).filter(({ type }) => type === 'menu.chosen')).toEqual([])
    await phone.close()
    await callWorks(rig)
    expect(rig.notices.filter(({ notice }) => notice === 'media-failed' || notice === 'center-failed')).toEqual([])
  })
})

const vicious = peer('sipvicious')
const sipp = peer('sipp')

/** From where the trunk brings calls: somebody else, or (the default of a trunk) all of this machine. */
const trunkPeers = [['192.0.2.1'], undefined]

describe.skipIf(vicious.missing).each(trunkPeers.map((peers) => ({ peers, of: peers?.join() ?? 'this machine' })))(
  `tools that look for switches to break into, trunk of $of${vicious.note}`,
  ({ peers }) => {
    let rig: CenterRig
    const folder = vicious.path.replace(/(sipvicious_)?svmap$/, '')
    const prefix = vicious.path.includes('sipvicious_') ? 'sipvicious_' : ''

    beforeAll(async () => {
      rig = await openCenterRig({ peers })
    })
    afterAll(() => rig.close())

    const told = (): readonly string[] =>
      rig.notices.flatMap((each) =>
        each.notice === 'stranger' ? [`${each.stranger.code} ${each.stranger.source}`] : [],
      )

    /** What it printed in so long. */
    const run = async (tool: string, ...args: string[]): Promise<string> => {
      const all = ['-p', `${rig.server.port}`, ...args, host]
      const child = spawn(join(folder, prefix + tool), all, {
        cwd: rig.folder,
        env: { ...process.env, HOME: rig.folder },
      })
      let text = ''
      const reads = (piece: Buffer): void => {
        text += piece.toString()
      }
      child.stdout.on('data', reads)
      child.stderr.on('data', reads)
      const stop = setTimeout(() => child.kill('SIGKILL'), 5_000)
      await once(child, 'close')
      clearTimeout(stop)
      return text
    }

    test('who gives away that it scans hears nothing at all, and is told of once', async () => {
      const said = await Promise.all([
        run('svmap', '-P', '45061'),
        run('svwar', '-P', '45062', '-m', 'REGISTER', '-e', '8000-8100'),
        run('svwar', '-P', '45064', '-m', 'INVITE', '-e', '8000-8020'),
        run('svcrack', '-P', '45063', '-u', '8001', '-r', '1000-1600', '-t', '0.01'),
      ])
      expect(said.join('\n')).not.toMatch(/Callweave|reqauth|password is|\| *8001 *\|/i)
      expect(told()).toEqual(['scanner 127.0.0.1'])
      expect(rig.center.registrations()).toEqual([])
    })

    test.skipIf(sipp.missing)(
      `who guesses a password is slowed, then refused, each told once${sipp.note}`,
      async () => {
        const keys = { caller: '8001', password: 'guessed' }
        const guesser = { program: sipp.path, to: rig.server, from: { host: '127.0.0.2' }, keys, timeoutMs: 8_000 }
        const { successful } = await runSipp('wrong-password', { ...guesser, calls: 100, callsPerSecond: 25 })
        expect(successful).toBeLessThan(25)
        expect(told().filter((each) => each.endsWith('.2'))).toEqual([
          'guesses-slowed 127.0.0.2',
          'guesses-refused 127.0.0.2',
        ])
        expect(rig.center.registrations()).toEqual([])
      },
    )
  },
)
