/** The scenarios are read by sipp and, where sipp can play both sides, fit each other; the runner says what went wrong. */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { peer } from '../../../../scripts/peers.mjs'
import { runSipp, type SippAddress } from './run-sipp.js'

const sipp = peer('sipp')
const host = '127.0.0.1'

/** Bound and never read from: whoever calls it waits. */
const silence = createSocket('udp4')
const nobody: { address: SippAddress } = { address: { host, port: 0 } }

beforeAll(async () => {
  silence.bind(0, host)
  await once(silence, 'listening')
  nobody.address = { host, port: silence.address().port }
})

afterAll(() => {
  silence.close()
})

const freePort = async (): Promise<number> => {
  const socket = createSocket('udp4')
  socket.bind(0, host)
  await once(socket, 'listening')
  const { port } = socket.address()
  socket.close()
  await once(socket, 'close')
  return port
}

const names = readdirSync(import.meta.dirname).flatMap((file) => (file.endsWith('.xml') ? [file.slice(0, -4)] : []))

/** Both sides played by sipp; the caller's INVITE comes again when the other one is not yet up. */
const play = async (caller: string, called: string, timeoutMs = 20_000) => {
  const port = await freePort()
  const options = { program: sipp.path, timeoutMs }
  return Promise.all([
    runSipp(caller, { ...options, to: { host, port } }),
    runSipp(called, { ...options, to: nobody.address, from: { port } }),
  ])
}

describe.skipIf(sipp.missing)(`scenarios of sipp${sipp.note}`, () => {
  test('every one is read by sipp', async () => {
    expect(names.length).toBeGreaterThan(25)
    const runs = names.map((name) => runSipp(name, { program: sipp.path, to: nobody.address, timeoutMs: 2_000 }))
    for (const [i, { exitCode, errors }] of (await Promise.all(runs)).entries())
      expect({ name: names[i], exitCode, errors }).toEqual({ name: names[i], exitCode: null, errors: '' })
  })

  test.each([
    ['call', 'answer'],
    ['call', 'forked-180s'],
    ['lost-ack', 'answer'],
    ['cancel', 'rings-until-cancelled'],
  ])('%s and %s fit each other', async (caller, called) => {
    for (const result of await play(caller, called))
      expect(result).toMatchObject({ exitCode: 0, successful: 1, failed: 0, unexpected: 0, errors: '' })
  })

  test('what a scenario does not expect fails its call, and is told', async () => {
    // The phone waits in vain for an ACK until it is stopped.
    const [caller] = await play('call', 'busy', 2_000)
    expect(caller).toMatchObject({ exitCode: 1, successful: 0, failed: 1, unexpected: 1 })
    expect(caller.errors).toContain('486 Busy Here')
  })

  test('a lost ACK: the 200s that came again are counted', async () => {
    const [caller] = await play('lost-ack', 'answer')
    expect(caller.messages['4_200_Retrans']).toBeGreaterThan(0)
  })

  test('a run is stopped when its time is over', async () => {
    const result = await runSipp('call', { program: sipp.path, to: nobody.address, timeoutMs: 300 })
    expect(result).toMatchObject({ exitCode: null, successful: 0 })
  })

  test('a scenario that is no scenario ends at once, with what sipp says of it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'callweave-scenario-'))
    try {
      const path = join(folder, 'broken.xml')
      writeFileSync(path, '<scenario name="broken"><nonsense/></scenario>')
      const { exitCode, errors } = await runSipp(path, { program: sipp.path, to: nobody.address })
      expect(exitCode).not.toBe(0)
      expect(errors).toContain('xml scenario file')
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
