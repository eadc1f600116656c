/** The composition, over the virtual board in place of the SIP switch. */
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { linear } from '@callweave/acd'
import { openCallStore } from '@callweave/cdr/sqlite'
import { checkDefinition } from '@callweave/center'
import { defineFunction } from '@callweave/ivr'
import { openClient } from '@callweave/server/client'
import { VirtualClock } from '@callweave/sim'
import { afterAll, expect, test } from 'vitest'
import { turns } from '../../test/virtual-center.js'
import { createFloor } from '../../test/virtual-floor.js'
import { type OpenEmbeddedOptions, openEmbedded } from './open-embedded.js'
import type { SwitchParts } from './open-switch.js'
import type { FolderLoss } from './watch-folder.js'

const root = mkdtempSync(join(tmpdir(), 'callweave-embedded-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

const asked: string[] = []

const vip = defineFunction('vip', {
  version: 1,
  simulate: () => ({ result: 'no', tookMs: 1 }),
  run: async ({ caller }, { signal }) => {
    if (caller === '999') await new Promise<void>((gone) => signal.addEventListener('abort', gone))
    asked.push(`${caller} ${signal.aborted ? 'gone' : 'there'}`)
    return caller === '138' ? 'yes' : 'no'
  },
})

const definition = checkDefinition({
  trunks: { main: { numbers: ['100', '200'], channels: 4 } },
  agents: {
    a1: { extension: '1', password: { secret: 'EXT_1' } },
    a2: { extension: '2', password: { secret: 'EXT_2' } },
    a3: { extension: '3' },
  },
  queues: { service: { strategy: linear, members: ['a1', 'a2'] } },
  prompts: { welcome: 'Welcome.' },
  functions: { vip },
  flows: {
    day: {
      start: { step: 'play', prompt: 'welcome', then: 'look' },
      look: {
        step: 'lookup',
        function: 'vip',
        args: { caller: '{caller}' },
        on: { yes: 'agent' },
        then: 'bye',
        onError: 'bye',
      },
      agent: { step: 'queue', queue: 'service' },
      bye: { step: 'hang-up', as: 'refused' },
    },
    message: { start: { step: 'voicemail', box: 'a1' } },
  },
  routes: [{ number: '200', flow: 'message' }, { flow: 'day' }],
})

const values: Record<string, string> = { EXT_1: 'one', EXT_2: 'two' }

const options = (name: string, over: Partial<OpenEmbeddedOptions> = {}) => {
  const clock = new VirtualClock(Date.now())
  const floor = createFloor(clock)
  const given: SwitchParts[] = []
  let closed = 0
  const troubles: unknown[] = []
  const written: string[] = []
  const lamps: string[] = []
  const listen = { host: '127.0.0.1', port: 5060, advertise: '127.0.0.1', transports: ['udp'] }
  const about = { ...listen, listens: [listen], rtpPorts: { from: 1, to: 2 } }
  const all: OpenEmbeddedOptions = {
    definition,
    project: root,
    folder: join(root, name),
    reveal: (secret) => values[secret],
    onTrouble: (error) => void troubles.push(error),
    onWritten: ({ type }) => void written.push(type),
    openSwitch: async (parts) => {
      given.push(parts)
      return {
        createSwitch: floor.createSwitch,
        about,
        registrations: () => [],
        messages: (extension, { fresh }) => void lamps.push(`${extension} ${fresh}`),
        size: () => 0,
        close: () => {
          closed += 1
        },
      }
    },
    ...over,
  }
  /** The board's own time goes on until that is so. */
  const until = async (is: () => boolean): Promise<void> => {
    while (!is()) {
      clock.runUntil(clock.nowMs() + 20)
      await turns()
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
  }
  const pass = (ms: number): void => void clock.runUntil(clock.nowMs() + ms)
  return { all, floor, given, troubles, written, lamps, pass, until, closed: () => closed }
}

test('a call goes through a center that openEmbedded put together, and its record is there when it has closed', async () => {
  const { all, floor, given, troubles, written, until } = options('whole')
  const center = await openEmbedded(all)
  const client = openClient(center.api.path)
  expect(given[0]?.phones).toEqual([
    { extension: '1', password: 'one', agent: 'a1', secret: 'EXT_1' },
    { extension: '2', password: 'two', agent: 'a2', secret: 'EXT_2' },
  ])
  expect(center.problems.map(({ path, message }) => `${path} ${message}`)).toEqual([
    'agents.a3.password the phone 3 has no password and cannot register',
  ])
  const welcome = given[0]?.sounds.find([{ sound: 'prompt', prompt: 'welcome', language: 'en' }])
  expect(welcome).not.toBeInstanceOf(Promise)
  expect((welcome as readonly Int16Array[])[0]?.length).toBeGreaterThan(2_000)

  await client.setAgentState('a1', { state: 'ready' })
  floor.arrive('100', '138')
  const { calls } = center.running.center
  await until(() => [...calls.calls.values()].some(({ agent }) => agent === 'a1'))
  expect(await client.calls()).toMatchObject([{ stage: 'talking', caller: '138', agent: 'a1', queue: 'service' }])
  expect((await client.health()).world).toBe('embedded')
  // The real function ran: its twin would have sent the caller away.
  floor.arrive('100', '139')
  await until(() => calls.calls.size === 1)

  const closing = center.close({ drainMs: 60_000 })
  expect(floor.arrive('100')).toBe(null)
  expect((await client.health()).state).toBe('closing')
  const person = floor.people.get('a1')
  if (person?.leg) floor.putDown(person.leg)
  await until(() => center.running.center.calls.legs.size === 0)
  expect(await closing).toEqual({ cleared: 0 })
  client.close()
  expect([existsSync(center.api.path), troubles]).toEqual([false, []])
  const store = openCallStore(center.folder.calls)
  expect(store.calls().map(({ caller }) => caller)).toEqual(['138', '139'])
  store.close()
  expect(written).toEqual(expect.arrayContaining(['log.opened', 'leg.arrived', 'offer.accepted', 'call.ended']))
  const again = options('whole')
  const next = await openEmbedded(again.all)
  expect(next.running.start.closed).toEqual([])
  await next.close()
})

test('a hurried end clears what a patient one would wait for', async () => {
  const { all, floor, until } = options('hurried')
  const center = await openEmbedded(all)
  floor.arrive('100', '138')
  await until(() => center.running.center.floor.entries.size === 1)
  const hurry = new AbortController()
  const closing = center.close({ drainMs: 3_600_000, hurry: hurry.signal })
  hurry.abort()
  await until(() => center.running.center.calls.legs.size === 0)
  expect(await closing).toEqual({ cleared: 1 })
})

test('secrets without a value are named, with the place for them, before anything is opened', async () => {
  const { all, given } = options('secrets', { reveal: (name) => (name === 'EXT_1' ? 'one' : undefined) })
  await expect(openEmbedded(all)).rejects.toMatchObject({
    code: 'definition-invalid',
    parts: {
      where: 'agents.a2.password',
      message: 'the secret EXT_2 has no value',
      remedy: expect.stringMatching(/EXT_2=\.\.\. into \.env/),
    },
  })
  expect([given, existsSync(all.folder)]).toEqual([[], false])
})

test('a second process is refused, and the first goes on', async () => {
  const first = options('twice')
  const center = await openEmbedded(first.all)
  const second = options('twice')
  await expect(openEmbedded(second.all)).rejects.toMatchObject({ code: 'illegal-state' })
  expect(second.given).toEqual([])
  const client = openClient(center.api.path)
  expect((await client.health()).state).toBe('running')
  client.close()
  await center.close()
})

test('a switch that cannot be opened leaves nothing behind: the next start finds all as it was', async () => {
  const taken = options('taken', { openSwitch: () => Promise.reject(new Error('the port is taken')) })
  await expect(openEmbedded(taken.all)).rejects.toThrow('the port is taken')
  const next = options('taken')
  await (await openEmbedded(next.all)).close()
  expect([taken.troubles, next.troubles, next.closed()]).toEqual([[], [], 0])
})

test('a caller who hangs up while a function is asked: its signal aborts', async () => {
  const { all, floor, written, until } = options('gone')
  const center = await openEmbedded(all)
  const leg = floor.arrive('100', '999')
  await until(() => written.includes('lookup.asked'))
  expect(asked).not.toContain('999 gone')
  floor.putDown(leg as NonNullable<typeof leg>)
  await until(() => asked.includes('999 gone'))
  await center.close()
})

test('a message lights the lamp of the agent whose box it is in, and the next start finds it lit', async () => {
  const first = options('lamps')
  const center = await openEmbedded(first.all)
  const leg = first.floor.arrive('200')
  await first.until(() => first.written.includes('leg.answered'))
  // Longer than a caller who hangs up at the tone.
  first.pass(2_000)
  first.floor.putDown(leg as NonNullable<typeof leg>)
  await first.until(() => first.written.includes('message.left'))
  await center.close()
  expect(first.lamps).toEqual(['1 1'])
  const next = options('lamps')
  await (await openEmbedded(next.all)).close()
  expect(next.lamps).toEqual(['1 1'])
})

test.skipIf(process.platform === 'win32')(
  'the folder is taken away: told once, and calls, records and the socket go on',
  async () => {
    const lost: FolderLoss[] = []
    const { all, floor, troubles, until } = options('away', { onLost: (loss) => void lost.push(loss) })
    const center = await openEmbedded(all)
    floor.arrive('100', '138')
    const { calls } = center.running.center
    await until(() => calls.calls.size === 1 && existsSync(center.folder.calls))
    await new Promise((resolve) => setTimeout(resolve, 1_200))
    rmSync(all.folder, { recursive: true })
    await until(() => lost.length > 0)
    expect(lost).toEqual([{ folder: center.folder.path, what: expect.anything(), lost: null }])
    expect([...(lost[0]?.what ?? [])].sort()).toEqual(['calls', 'journal', 'recordings', 'socket'])
    const client = openClient(center.api.path)
    expect(await client.calls()).toMatchObject([{ caller: '138' }])
    client.close()
    expect([existsSync(center.folder.recordings), statSync(center.api.path).mode & 0o077]).toEqual([true, 0])
    const closing = center.close()
    await until(() => calls.legs.size === 0)
    await closing
    expect([lost.length, troubles]).toEqual([1, []])
    // The call is in the journal, and its record comes from there.
    await (await openEmbedded(options('away').all)).close()
    const store = openCallStore(center.folder.calls)
    expect(store.calls().map(({ caller }) => caller)).toEqual(['138'])
    store.close()
  },
)
