import { createSocket } from 'node:dgram'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { run } from './run.js'

const cwd = mkdtempSync(join(tmpdir(), 'cw-doctor-'))
const project = join(cwd, 'center')
beforeAll(async () => {
  await run(['init', 'center', '--template', 'minimal', '--yes'], { cwd })
})
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

interface Answer {
  readonly ok: boolean
  readonly checks: readonly { readonly check: string; readonly state: string; readonly remedy: string | null }[]
}

const ask = async (args: readonly string[] = [], folder = project) => {
  const { code, stdout } = await run(['doctor', '--json', '--listen', '127.0.0.1:0', ...args], { cwd: folder })
  const answer = JSON.parse(stdout) as Answer
  return { code, ...answer, of: (name: string) => answer.checks.find(({ check }) => check === name) }
}

test('a project that was just made can run; each check is named, and what is fine has no remedy', async () => {
  const { code, ok, checks } = await ask(['--rtp-ports', '21000-21999'])
  expect([code, ok]).toEqual([0, true])
  expect(checks.map(({ check }) => check)).toEqual(
    expect.arrayContaining([
      'node',
      'clock',
      'disk',
      'koffi',
      'espeak',
      'address',
      'sip-port',
      'rtp-ports',
      'definition',
      'secrets',
    ]),
  )
  for (const { state, remedy } of checks) expect(remedy === null).toBe(state === 'fine')
})

test('a port that is taken, media ports that are taken, and an address that is not ours are said, with the cure', async () => {
  const sockets = [createSocket('udp4'), createSocket('udp4'), createSocket('udp4'), createSocket('udp4')]
  try {
    const bind = (socket: (typeof sockets)[number], port: number): Promise<number> =>
      new Promise((done, failed) => {
        socket.once('error', failed)
        socket.bind(port, '127.0.0.1', () => done(socket.address().port))
      })
    const [first, ...media] = sockets as [(typeof sockets)[number], ...typeof sockets]
    const port = await bind(first, 0)
    const taken = await run(['doctor', '--listen', `127.0.0.1:${port}`], { cwd: project })
    expect(taken.code).toBe(1)
    expect(taken.stdout).toMatch(new RegExp(`✘ +SIP port +127\\.0\\.0\\.1:${port} is taken\\n +Find who has it`))
    for (const [i, socket] of media.entries()) await bind(socket, 22_500 + i)
    expect((await ask(['--rtp-ports', '22500-22503'])).of('rtp-ports')).toMatchObject({ state: 'warning' })
  } finally {
    for (const socket of sockets) socket.close()
  }
  const { stdout, code } = await run(['doctor', '--listen', '192.0.2.77:5060'], { cwd: project })
  expect(code).toBe(1)
  expect(stdout).toMatch(/✘ +address +192\.0\.2\.77 is no address of this machine\n +Listen at one that is/)
})

test('a definition with mistakes and a secret without a value fail; without a project too', async () => {
  expect((await ask([], cwd)).of('definition')).toMatchObject({ state: 'failed' })
  writeFileSync(join(project, '.env'), 'EXT_8001=x\n')
  const { code, of } = await ask()
  expect(code).toBe(1)
  expect(of('secrets')).toMatchObject({ state: 'failed', remedy: expect.stringMatching(/EXT_8002=/) })
  writeFileSync(join(project, 'wrong.ts'), 'export default { trunks: {}, queues: 3 }')
  expect((await ask(['wrong.ts'])).of('definition')).toMatchObject({ state: 'failed' })
})

test('in Chinese', async () => {
  const { stdout } = await run(['doctor', '--lang', 'zh-CN', '--listen', '192.0.2.77:5060'], { cwd: project })
  expect(stdout).toMatch(/192\.0\.2\.77 不是本机地址/)
})
