/** A provider that we register with, played by sipp; and a proxy of the npm package `sip` on the way, which stays in it. */
import { afterEach, describe, expect, test } from 'vitest'
import { peer } from '../../../scripts/peers.mjs'
import { type NpmProxy, startNpmProxy } from './npm-proxy.js'
import { type CenterRig, openCenterRig, says } from './phones/center-rig.js'
import { freePort, host, listens, until, waits } from './phones/folder.js'
import { type OwnPhone, openOwnPhone } from './phones/own-phone.js'
import { runSipp, type SippOptions, type SippResult } from './sipp/run-sipp.js'

const sipp = peer('sipp')
const well = { exitCode: 0, failed: 0 }
/** With what sipp complained of. */
const expectOf = (result: SippResult) =>
  expect(result, `${result.errors} ${JSON.stringify(Object.entries(result.messages).filter(([, n]) => n > 0))}`)
const closing: (() => Promise<unknown>)[] = []

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

describe.skipIf(sipp.missing)(`a provider that we register with${sipp.note}`, () => {
  const nobody = { host, port: 9 }
  const run = (scenario: string, over: Partial<SippOptions>): Promise<SippResult> =>
    runSipp(scenario, { program: sipp.path, to: nobody, timeoutMs: 60_000, ...over })

  /** sipp at its port, and a center that registers there. */
  const open = async (scenario: string, over: Partial<SippOptions> = {}, proxies?: readonly string[]) => {
    const port = await freePort()
    const playing = run(scenario, { from: { port }, service: '100', ...over })
    await (over.transport === 'TCP' ? waits(1_000) : listens(port))
    const registration = {
      registrar: `sip:${host}:${port}${over.transport === 'TCP' ? ';transport=tcp' : ''}`,
      username: 'us',
      password: { secret: 'PROVIDER' },
    }
    const rig = await openCenterRig({ trunk: { registration, ...(proxies === undefined ? {} : { proxies }) } })
    let isOpen = true
    const close = async (): Promise<void> => {
      if (isOpen) await rig.close()
      isOpen = false
    }
    closing.push(close)
    return { rig, playing, port, close }
  }
  const chenOf = async (rig: CenterRig): Promise<OwnPhone> => {
    const about = { folder: rig.folder, server: rig.server, user: '8003', password: 'password-of-EXT_8003' }
    const chen = await openOwnPhone({ ...about, hz: says.ana })
    closing.push(() => chen.close())
    expect(await chen.register()).toBe(200)
    return chen
  }
  const callOut = async (rig: CenterRig): Promise<void> => {
    const since = rig.events.length
    const call = (await chenOf(rig)).dial('95551')
    await rig.event('legs.bridged', since)
    await waits(300)
    call.sip.hangUp()
    await rig.quiet()
    expect(rig.records.at(-1)).toMatchObject({ direction: 'out', trunk: 'main', outcome: 'served' })
  }

  test.each(['UDP', 'TCP'] as const)(
    'P1 over %s: challenged, registered for as long as it grants, called at our Contact, renewed, taken back',
    async (transport) => {
      const { rig, playing, close } = await open('provider-challenges', { transport })
      const arrived = await rig.event('leg.arrived')
      expect(arrived).toMatchObject({ trunk: 'main', dialed: '100', caller: '13800001111' })
      await rig.event('call.ended')
      // Granted for 20 s, so renewed after 10; its answer is on the way when the second challenge has come.
      await waits(11_500)
      await close()
      expectOf(await playing).toMatchObject({ ...well, successful: 1 })
      expect(rig.all('trunk.failed')).toEqual([])
      expect(rig.troubles).toEqual([])
    },
  )

  test('P1 423: a longer time is asked for at once', async () => {
    const { rig, playing, close } = await open('provider-wants-longer')
    await waits(2_000)
    await close()
    expectOf(await playing).toMatchObject({ ...well, successful: 1 })
    expect(rig.all('trunk.failed')).toEqual([])
  })

  test('P1 a wrong password: answered once, told once, and the group takes no calls out', async () => {
    const { rig, playing } = await open('provider-refuses')
    expect(await rig.event('trunk.failed')).toMatchObject({ trunk: 'main', because: 'credentials' })
    const call = (await chenOf(rig)).dial('95551')
    await until('the phone is told', () => call.end())
    expectOf(await playing).toMatchObject({ ...well, successful: 1, unexpected: 0 })
    expect(rig.all('trunk.failed').length).toBe(1)
    expect(rig.all('leg.originated').length).toBe(rig.all('leg.dialed').length)
    expect(rig.all('legs.bridged')).toEqual([])
  })

  test('P2 a call out is challenged, too: the password is right, and From is at the provider', async () => {
    const { rig, playing, close } = await open('provider-challenges-calls', { calls: 2 })
    await waits(300)
    await callOut(rig)
    expectOf(await playing).toMatchObject({ ...well, successful: 2 })
    await close()
  })

  test("P1 sipp's -sn branchs grants at once, without naming our Contact: registered, and taken back at the end", async () => {
    const { rig, playing, close } = await open('branchs')
    await waits(2_000)
    await close()
    const { messages, errors } = await playing
    expect([messages['0_REGISTER_Recv'], messages['1_200_Sent']]).toEqual([1, 1])
    // It waits for a call by then, and complains of what came in its place: only who is registered takes that back.
    expect(errors).toMatch(/received 'REGISTER [\s\S]*Expires: 0/)
    expect(rig.all('trunk.failed')).toEqual([])
  })

  describe('behind a proxy that stays in the way', () => {
    let proxy: NpmProxy
    const openProxy = async (): Promise<void> => {
      proxy = await startNpmProxy('127.0.0.21')
      closing.push(() => proxy.close())
    }
    const there = (): string => `${proxy.host}:${proxy.port}`
    const gone = (): readonly string[] => [...proxy.gone].sort()

    test('P2 registered and called by it, with a Route; we hang up', async () => {
      await openProxy()
      const { rig, playing, close } = await open('provider-challenges-calls', { calls: 2 }, [there()])
      await waits(300)
      await callOut(rig)
      expectOf(await playing).toMatchObject({ ...well, successful: 2 })
      await close()
      expect(rig.all('trunk.failed')).toEqual([])
      const calls = gone().filter((each) => !each.startsWith('REGISTER'))
      expect(calls).toEqual(['ACK routed', 'BYE routed', 'INVITE routed', 'INVITE routed'])
      expect(gone()).toContain('REGISTER routed')
    })

    /** Of a trunk without registration: the proxy is the peer. */
    const behind = async (): Promise<CenterRig> => {
      await openProxy()
      const rig = await openCenterRig({ trunk: { proxies: [there()] } })
      closing.push(() => rig.close())
      return rig
    }
    const whole = ['ACK routed', 'BYE routed', 'INVITE']

    test.each(['answer', 'answers-and-leaves'])(
      'P2 a call out to %s: all of it goes by the proxy',
      async (scenario) => {
        const rig = await behind()
        const port = await freePort()
        proxy.sendOn('5551', { host, port })
        const playing = run(scenario, { from: { port } })
        await waits(300)
        if (scenario === 'answer') await callOut(rig)
        else {
          const call = (await chenOf(rig)).dial('95551')
          await until('the other end has hung up', () => call.end())
        }
        expectOf(await playing).toMatchObject({ ...well, successful: 1 })
        await rig.quiet()
        expect(gone()).toEqual(whole)
      },
    )

    test.each([
      ['call', '100'],
      ['waits-for-bye', '104'],
    ] as const)('P1 a call in, %s: all of it goes by the proxy', async (scenario, service) => {
      const rig = await behind()
      proxy.sendOn(service, rig.server)
      expect(await run(scenario, { to: proxy, service })).toMatchObject({ ...well, successful: 1 })
      await rig.quiet()
      expect(gone()).toEqual(whole)
    })
  })
})
