import { createSocket } from 'node:dgram'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeCertificate } from '../../../scripts/certificates.mjs'
import { peer } from '../../../scripts/peers.mjs'
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

test('each address is looked at; two that have a port in common are said', async () => {
  const several = ['--listen', '127.0.0.52:0', '--listen', '192.0.2.77:5060']
  const { code, stdout } = await run(['doctor', '--listen', '127.0.0.1:0', ...several], { cwd: project })
  expect(code).toBe(1)
  expect(stdout).toMatch(/✔ +address +127\.0\.0\.1: this machine alone/)
  expect(stdout).toMatch(/✔ +address +127\.0\.0\.52: this machine alone/)
  expect(stdout).toMatch(/✘ +address +192\.0\.2\.77 is no address/)
  for (const host of ['127\\.0\\.0\\.1', '127\\.0\\.0\\.52'])
    expect(stdout).toMatch(new RegExp(`media ports +UDP ${host} 16384-32767`))
  const twice = await run(['doctor', '--listen', '0.0.0.0:5999', '--listen', '127.0.0.1:5999'], { cwd: project })
  expect(twice.code).toBe(1)
  expect(twice.stdout).toMatch(/✘ +address +127\.0\.0\.1:5999 and 0\.0\.0\.0:5999 have a port in common/)
})

const openssl = peer('openssl')
describe.skipIf(openssl.missing)(`a certificate${openssl.note}`, () => {
  const made = (name: string, names: string, days?: number) => makeCertificate(openssl.path, cwd, name, names, days)
  const checked = async (cert: string, key: string) => {
    const { checks, code } = await ask(['--tls-cert', cert, '--tls-key', key])
    const mine = ['certificate', 'tls-key', 'certificate-dates', 'certificate-names']
    return { code, states: checks.flatMap(({ check, state }) => (mine.includes(check) ? [[check, state]] : [])) }
  }

  test('that is right is said with its names', async () => {
    const { file, keyFile } = made('right', 'DNS:pbx.example.com,IP:127.0.0.1')
    expect((await checked(file, keyFile)).states).toEqual([
      ['certificate', 'fine'],
      ['tls-key', 'fine'],
      ['certificate-dates', 'fine'],
      ['certificate-names', 'fine'],
    ])
    const { stdout } = await run(['doctor', '--tls-cert', file, '--tls-key', keyFile], { cwd: project })
    expect(stdout).toMatch(/for whom +pbx\.example\.com, 127\.0\.0\.1/)
  })

  test('that ends within 14 days, and one for nobody, are warnings', async () => {
    const { file, keyFile } = made('short', '', 13)
    expect((await checked(file, keyFile)).states.slice(2)).toEqual([
      ['certificate-dates', 'warning'],
      ['certificate-names', 'warning'],
    ])
    const { file: longer, keyFile: key } = made('longer', 'DNS:x', 15)
    expect((await checked(longer, key)).states[2]).toEqual(['certificate-dates', 'fine'])
  })

  test('with the key of another, with none, or that is not there, fails; cc start refuses it, too', async () => {
    const ours = made('ours', 'DNS:x')
    const other = made('other', 'DNS:x')
    const none = join(cwd, 'none.pem')
    writeFileSync(join(cwd, 'no.pem'), 'no certificate')
    const cases = [
      [ours.file, other.keyFile, [1], /this is not the key of .*ours\.pem\n +where +.*other-key\.pem/],
      [ours.file, join(cwd, 'no.pem'), [1], /this is no key.*\n +where +.*no\.pem/],
      [join(cwd, 'no.pem'), ours.keyFile, [0], /this is no certificate.*\n +where +.*no\.pem/],
      [none, ours.keyFile, [0], /this file cannot be read.*\n +where +.*none\.pem/],
      [ours.file, none, [1], /this file cannot be read.*\n +where +.*none\.pem/],
    ] as const
    for (const [cert, key, wrong, says] of cases) {
      const { code, states } = await checked(cert, key)
      expect(code).toBe(1)
      expect(states.flatMap(([, state], place) => (state === 'failed' ? [place] : []))).toEqual(wrong)
      const args = ['start', '--listen', '127.0.0.1:0', '--tls-cert', cert, '--tls-key', key]
      const started = await run(args, { cwd: project })
      expect(started.code).toBe(2)
      expect(started.stderr).toMatch(says)
      expect(started.stderr).not.toMatch(/\n +at /)
    }
  })

  test('without its key is no question', async () => {
    const { file } = made('alone', 'DNS:x')
    const { code, stderr } = await run(['doctor', '--tls-cert', file], { cwd: project })
    expect(code).toBe(2)
    expect(stderr).toMatch(/--tls-key/)
  })
})

test('in Chinese', async () => {
  const { stdout } = await run(['doctor', '--lang', 'zh-CN', '--listen', '192.0.2.77:5060'], { cwd: project })
  expect(stdout).toMatch(/192\.0\.2\.77 不是本机地址/)
})
