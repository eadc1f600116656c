import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serveApi } from '@callweave/server'
import { apiPath, openClient } from '@callweave/server/client'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { openVirtual, startMs } from '../../test/virtual-center.js'

const root = mkdtempSync(join(tmpdir(), 'cw-desk-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let made = 0
const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

const serve = async (lines: string[] = []) => {
  made += 1
  const path = apiPath(mkdtempSync(join(root, `${made}-`)))
  const day = await openVirtual(lines)
  const api = await serveApi(day.running, path)
  const client = openClient(path)
  ends.push(() => api.close())
  ends.push(() => client.close())
  /** Somebody who talks to `a1`. */
  const talks = async (): Promise<void> => {
    day.ready('a1')
    day.floor.arrive('100', '13900000001')
    await day.pass(1_000)
  }
  return { ...day, path, client, talks }
}

const raw = (path: string, method: string, at: string, body?: unknown) =>
  new Promise<{ readonly status: number; readonly text: string }>((done, refuse) => {
    const headers = body === undefined ? {} : { 'content-type': 'application/json' }
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
    asked.end(body === undefined ? undefined : JSON.stringify(body))
  })

describe('orders for an agent', () => {
  test('P5 P9 hold, retrieve and release; the next one finds no call', async () => {
    const { client, pass, talks, records } = await serve()
    await talks()
    const held = await client.order('a1', { do: 'hold' })
    expect(held).toMatchObject({ agent: { agent: 'a1', call: 1 }, call: null })
    await pass(1_000)
    expect((await client.agents())[0]?.state).toBe('hold')
    await client.order('a1', { do: 'retrieve' })
    await pass(1_000)
    expect((await client.agents())[0]?.state).toBe('talking')
    await client.order('a1', { do: 'release' })
    await pass(1_000)
    expect(await client.calls()).toEqual([])
    expect(records.map(({ outcome }) => outcome)).toEqual(['served'])
    await expect(client.order('a1', { do: 'hold' })).rejects.toMatchObject({
      code: 'illegal-state',
      message: expect.stringContaining('a1 is in no call'),
    })
  })

  test('P2 P4 P9 dial and tap say which call they began; force is a state that a supervisor orders', async () => {
    const { client, pass, talks, ready, running } = await serve()
    await talks()
    ready('a6')
    expect(await client.order('a1', { do: 'tap', extension: '5', mode: 'monitor' })).toMatchObject({ call: 2 })
    expect(await client.order('a2', { do: 'dial', to: '3' })).toMatchObject({ call: 3 })
    await client.order('a1', { do: 'transfer', to: { agent: 'a6' } })
    await pass(1_000)
    expect((await client.agents()).find(({ call }) => call === 1)).toMatchObject({ agent: 'a6', state: 'talking' })
    const order = { do: 'force', state: 'not-ready', reason: 'training' } as const
    expect(await client.order('a4', order)).toMatchObject({ agent: { state: 'not-ready', reason: 'training' } })
    expect(running.center.floor.agents.get('a4')?.reason).toBe('training')
  })

  test.each([
    ['an agent that there is not', 'nobody', { do: 'hold' }, 404, /there is no agent 'nobody'/],
    ['no call', 'a2', { do: 'release' }, 409, /a2 is in no call/],
    ['nobody consulted', 'a1', { do: 'complete' }, 409, /a1 has consulted nobody/],
    ['a number that leads nowhere', 'a1', { do: 'transfer', to: '777' }, 400, /nobody can be dialed .*'777'/],
    ['a queue that there is not', 'a1', { do: 'transfer', to: { queue: 'sevice' } }, 400, /Did you mean 'service'/],
    ['an agent to consult that there is not', 'a1', { do: 'consult', to: { agent: 'zoe' } }, 400, /agent called 'zoe'/],
    ['no number', 'a1', { do: 'transfer', to: { number: '1@x\r\n', trunk: 'main' } }, 400, /expected \{ do: 'hold'/],
    [
      'a target of no kind',
      'a1',
      { do: 'transfer', to: { agnt: 'a2' } },
      400,
      /^to: .*; to: what a phone dials, \{ agent \}/,
    ],
    ['another word', 'a1', { do: 'park' }, 400, /^do: .*expected \{ do: 'hold' \|/],
    ['no target', 'a1', { do: 'transfer' }, 400, /^to: .*expected/],
    ['something else in it', 'a1', { do: 'hold', admin: true }, 400, /admin/],
    ['a text without end', 'a1', { do: 'dial', to: '1'.repeat(65) }, 400, /^to: /],
    ['no object', 'a1', 'hold', 400, /expected/],
    ['a name of the prototype', '__proto__', { do: 'hold' }, 404, /no agent/],
  ])('%s', async (_, agent, order, status, says) => {
    const { path, talks, client, running } = await serve()
    await talks()
    const { seq } = running.log
    const answer = await raw(path, 'POST', `/agents/${agent}/desk`, order)
    expect(answer.status).toBe(status)
    const { error } = JSON.parse(answer.text) as { readonly error: { readonly code: string; readonly message: string } }
    expect(error.message).toMatch(says)
    expect(error.code).toBe(status === 409 ? 'illegal-state' : 'out-of-range')
    expect([running.log.seq, (await client.agents())[0]?.state]).toEqual([seq, 'talking'])
  })
})

describe('callers that are refused', () => {
  test('P11 for good or for a time, listed, and let in again', async () => {
    const { client, floor, pass, records } = await serve()
    expect(await client.blocks()).toEqual([])
    expect(await client.block({ number: '+4420*' })).toEqual({ number: '+4420*', untilMs: null })
    const lock = { number: '13900000001', untilMs: startMs + 60_000 }
    expect(await client.block({ number: '13900000001', forMs: 60_000 })).toEqual(lock)
    expect(await client.blocks()).toEqual([lock, { number: '+4420*', untilMs: null }])
    floor.arrive('100', '13900000001')
    await pass(1_000)
    expect(records.at(-1)).toMatchObject({ refused: 'blocked' })
    expect(await client.unblock('13900000001')).toEqual(lock)
    floor.arrive('100', '13900000001')
    await pass(1_000)
    expect((await client.calls()).length).toBe(1)
    expect(await client.unblock('+4420*')).toEqual({ number: '+4420*', untilMs: null })
    expect(await client.blocks()).toEqual([])
  })

  test('P11 S4 what was blocked and let in is so after a restart', async () => {
    const lines: string[] = []
    const { client, running } = await serve(lines)
    await client.block({ number: '555' })
    await client.block({ number: '556' })
    await client.unblock('555')
    await running.close()
    const again = await serve(lines)
    expect(await again.client.blocks()).toEqual([{ number: '556', untilMs: null }])
  })

  test.each([
    ['no number', { number: 'anna' }, 400, /this is no number to block.*'anna'.*0900/],
    ['no time', { number: '138', forMs: 0 }, 400, /^forMs: .*\{ number, forMs\? \}/],
    ['a time without end', { number: '138', forMs: 1e15 }, 400, /^forMs: /],
    ['nothing', {}, 400, /^number: /],
  ])('P11 %s', async (_, body, status, says) => {
    const { path, client } = await serve()
    const answer = await raw(path, 'POST', '/blocks', body)
    expect([answer.status, JSON.parse(answer.text).error.message]).toEqual([status, expect.stringMatching(says)])
    expect(await client.blocks()).toEqual([])
  })

  test('P11 what is not on the list cannot be let in: 404, with the beginning that refuses it', async () => {
    const { path, client, running } = await serve()
    await client.block({ number: '139*' })
    const { seq } = running.log
    const answers = [await raw(path, 'DELETE', '/blocks/555'), await raw(path, 'DELETE', '/blocks/13900000001')]
    expect(answers.map(({ status }) => status)).toEqual([404, 404])
    expect(answers.map(({ text }) => JSON.parse(text).error.message)).toEqual([
      "'555' is not on the block list",
      "'13900000001' is not on the block list, but begins as '139*', which is",
    ])
    expect(running.log.seq).toBe(seq)
  })
})
