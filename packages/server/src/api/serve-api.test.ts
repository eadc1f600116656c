import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Journal } from '@callweave/core'
import { createMemoryJournal } from '@callweave/core/testing'
import { serveApi } from '@callweave/server'
import { apiPath, type CenterClient, openClient } from '@callweave/server/client'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { openVirtual, startMs, turns } from '../../test/virtual-center.js'

const root = mkdtempSync(join(tmpdir(), 'cw-api-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let made = 0
const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const serve = async (over: Parameters<typeof openVirtual>[1] = {}) => {
  made += 1
  const path = process.platform === 'win32' ? apiPath(join(root, `${made}`)) : join(root, `${made}.sock`)
  const day = await openVirtual([], over)
  const api = await serveApi(day.running, path)
  const client = openClient(path)
  ends.push(() => api.close())
  ends.push(() => client.close())
  return { ...day, api, path, client }
}

/** What any program could send. */
const raw = (path: string, method: string, at: string, body?: string, headers: Record<string, string> = {}) =>
  new Promise<{ status: number; text: string }>((done, refuse) => {
    const asked = request({ socketPath: path, method, path: at, headers })
    asked.on('error', refuse)
    asked.on('response', (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (piece: string) => {
        text += piece
      })
      answer.on('end', () => done({ status: answer.statusCode ?? 0, text }))
    })
    asked.end(body)
  })

const json = { 'content-type': 'application/json' }

describe('live state', () => {
  test('S1 calls, agents, queues and health, as they are now', async () => {
    const { client, floor, pass, ready } = await serve()
    ready('a1')
    floor.arrive('100', '13900000001')
    await pass(1_000)
    floor.arrive('100', '13900000002')
    floor.arrive('200', '13900000003')
    await pass(1_000)
    expect(await client.calls()).toEqual([
      expect.objectContaining({
        call: 1,
        stage: 'talking',
        caller: '13900000001',
        queue: 'service',
        agent: 'a1',
        legs: 2,
      }),
      expect.objectContaining({
        call: 2,
        stage: 'waiting',
        flow: { flow: 'day', step: 'start' },
        agent: null,
        legs: 1,
      }),
      expect.objectContaining({ call: 3, stage: 'flow', dialed: '200', flow: { flow: 'message', step: 'start' } }),
    ])
    const agents = await client.agents()
    expect(agents.length).toBe(12)
    expect(agents[0]).toMatchObject({ agent: 'a1', extension: '1', state: 'talking', call: 1, wanted: null })
    expect(await client.queues()).toEqual([
      {
        queue: 'service',
        waiting: 1,
        callbacks: 0,
        oldestAtMs: startMs + 1_000,
        members: { loggedIn: 1, ready: 0, all: 12 },
      },
    ])
    expect(await client.health()).toMatchObject({ state: 'running', world: 'virtual', calls: 3, legs: 4 })
  })

  test('S1 an agent is set ready, not ready with a reason, and asked while in a call', async () => {
    const { client, floor, pass } = await serve()
    expect(await client.setAgentState('a1', { state: 'ready' })).toMatchObject({ state: 'ready' })
    const resting = await client.setAgentState('a1', { state: 'not-ready', reason: 'break' })
    expect(resting).toMatchObject({ state: 'not-ready', reason: 'break' })
    await client.setAgentState('a1', { state: 'ready' })
    floor.arrive('100')
    await pass(1_000)
    const asked = await client.setAgentState('a1', { state: 'logged-out' })
    expect(asked).toMatchObject({ state: 'talking', wanted: { state: 'logged-out', reason: null } })
  })

  test('S4 the answer waits for the write, and says when there is none', async () => {
    const memory = createMemoryJournal()
    let write: (() => void) | undefined
    let fails = false
    const journal: Journal = {
      ...memory,
      append: async (events) => {
        if (fails) throw new RangeError('the disk is gone')
        await memory.append(events)
        if (events.some(({ type }) => type === 'agent.changed')) await new Promise<void>((resolve) => (write = resolve))
      },
    }
    const { client, running } = await serve({ journal })
    let answered = false
    const asking = client.setAgentState('a1', { state: 'ready' }).then(() => {
      answered = true
    })
    while (write === undefined) await turns()
    await client.health()
    expect([answered, running.center.floor.agents.get('a1')?.state]).toEqual([false, 'ready'])
    write()
    await asking
    expect(answered).toBe(true)
    fails = true
    await expect(client.setAgentState('a1', { state: 'not-ready' })).rejects.toMatchObject({ code: 'usage' })
    expect((await client.health()).state).toBe('failed')
  })
})

describe('what is refused', () => {
  test('S1 by its name and its code', async () => {
    const { client } = await serve()
    await expect(client.setAgentState('nobody', { state: 'ready' })).rejects.toMatchObject({ code: 'out-of-range' })
    await expect(client.setAgentState('../calls', { state: 'ready' })).rejects.toMatchObject({ code: 'out-of-range' })
    await expect(client.setAgentState('a1', { state: 'asleep' as 'ready' })).rejects.toMatchObject({
      code: 'out-of-range',
      message: expect.stringContaining('state'),
    })
  })

  test.each([
    ['no JSON', '{"state":', 400],
    ['no object', '"ready"', 400],
    ['nothing', '', 400],
    ['something else in it', '{"state":"ready","admin":true}', 400],
    ['a name of the prototype', '{"__proto__":{"state":"ready"}}', 400],
    ['a reason without end', JSON.stringify({ state: 'ready', reason: 'x'.repeat(65) }), 400],
    ['more than anybody asks', JSON.stringify({ state: 'x'.repeat(20_000) }), 413],
  ])('S1 %s', async (_, body, status) => {
    const { path, client } = await serve()
    const answer = await raw(path, 'POST', '/agents/a1/state', body, json)
    expect(answer.status).toBe(status)
    expect(JSON.parse(answer.text)).toEqual({ error: { code: expect.any(String), message: expect.any(String) } })
    expect(answer.text).not.toContain('node_modules')
    expect((await client.agents())[0]?.state).toBe('logged-out')
  })

  test('S1 another way, another kind', async () => {
    const { path } = await serve()
    expect((await raw(path, 'GET', '/nothing')).status).toBe(404)
    expect((await raw(path, 'DELETE', '/calls')).status).toBe(404)
    expect((await raw(path, 'POST', '/agents/a1/state', 'state=ready', { 'content-type': 'text/x' })).status).toBe(415)
    expect((await raw(path, 'POST', '/agents/%zz/state', '{}', json)).status).toBe(400)
  })
})

describe.skipIf(process.platform === 'win32')('the socket', () => {
  test("is the owner's alone, and nothing else is left beside it", async () => {
    const { path, api } = await serve()
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(root).filter((name) => name.startsWith(`${made}.`))).toEqual([`${made}.sock`])
    await api.close()
    expect(readdirSync(root).filter((name) => name.startsWith(`${made}.`))).toEqual([])
  })

  test('of a process that was killed is taken over; one that answers is not', async () => {
    const { path, running } = await serve()
    await expect(serveApi(running, path)).rejects.toMatchObject({ code: 'illegal-state' })
    writeFileSync(`${path}.left`, '')
    const api = await serveApi(running, `${path}.left`)
    const client = openClient(`${path}.left`)
    expect((await client.health()).state).toBe('running')
    client.close()
    await api.close()
    await expect(serveApi(running, join(root, 'x'.repeat(100)))).rejects.toMatchObject({ code: 'out-of-range' })
  })

  const answering = async (answer: string): Promise<CenterClient> => {
    made += 1
    const path = join(root, `${made}.sock`)
    const server = createServer((socket) => {
      socket.on('error', () => {})
      socket.once('data', () => socket.end(answer))
    })
    await new Promise<void>((resolve) => void server.listen(path, resolve))
    const client = openClient(path)
    ends.push(() => server.close())
    ends.push(() => client.close())
    return client
  }
  const http = (body: string, status = '200 OK'): string =>
    `HTTP/1.1 ${status}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`

  test.each([
    ['no HTTP', 'hello'],
    ['half an answer', 'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n['],
    ['no JSON', http('<html>')],
    ['another version', http('[{"call":"one"}]')],
    ['an error that is none of ours', http('{}', '500 Oh')],
  ])('S1 a client who is answered with %s says so', async (_, answer) => {
    await expect((await answering(answer)).calls()).rejects.toMatchObject({ code: 'peer-failed' })
  })

  test('S1 a client with nobody there says so', async () => {
    const client = openClient(join(root, 'nobody.sock'))
    await expect(client.health()).rejects.toMatchObject({
      code: 'peer-failed',
      message: expect.stringContaining('cc start'),
    })
    client.close()
  })
})
