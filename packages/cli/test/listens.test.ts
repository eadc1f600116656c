/** `cc start --listen` given several times, and which of them the test phone calls. */
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { makeCertificate } from '../../../scripts/certificates.mjs'
import { peer } from '../../../scripts/peers.mjs'
import { type Program, startProgram } from './program.js'
import { run } from './run.js'

const hasIpv6 = Object.values(networkInterfaces()).some((all) => all?.some(({ address }) => address === '::1'))
const cwd = mkdtempSync(join(tmpdir(), 'cw-listens-'))
const project = join(cwd, 'center')
const running: Program[] = []

beforeAll(() => {
  mkdirSync(project)
  writeFileSync(
    join(project, 'center.mts'),
    `import { checkDefinition } from '@callweave/center'

export default checkDefinition({
  agents: { ana: { extension: '8001', password: { secret: 'EXT_8001' } } },
  queues: {},
  trunks: {
    main: { numbers: ['100'], channels: 2 },
    six: { numbers: ['200'], channels: 2, peers: ['::1'] },
  },
  prompts: { hello: 'Hello.' },
  flows: { day: { start: { step: 'hang-up', prompt: 'hello', as: 'self-served' } } },
  routes: [{ flow: 'day' }],
})
`,
  )
  writeFileSync(join(project, '.env'), 'EXT_8001=one\n')
})
afterEach(async () => {
  for (const program of running.splice(0)) {
    program.signal('SIGTERM')
    await program.ended
  }
})
afterAll(() => rmSync(cwd, { recursive: true, force: true }))

const start = (listens: readonly string[], ...more: readonly string[]): Program => {
  const at = listens.flatMap((each) => ['--listen', each])
  const program = startProgram(['start', ...at, '--rtp-ports', '34200-34399', ...more], project)
  running.push(program)
  return program
}

interface Sip {
  readonly listens: readonly { readonly host: string; readonly port: number; readonly transports: readonly string[] }[]
}

const dialed = async (number: string) => {
  const { code, stdout } = await run(['dial', number, '--json'], { cwd: project })
  const [first] = stdout.split('\n').map((line) => (line === '' ? null : (JSON.parse(line) as { server?: string })))
  return { code, server: first?.server }
}

test('each is printed with what a phone is given', async () => {
  const program = start(['127.0.0.1:0', '127.0.0.52:0'], '--advertise', '127.0.0.62/32=127.0.0.52')
  const line = (pattern: RegExp) => expect.poll(() => program.errors.join('\n'), { timeout: 30_000 }).toMatch(pattern)
  await line(/SIP +127\.0\.0\.1:\d+ \(UDP, TCP\)\n *SIP +127\.0\.0\.52:\d+ \(UDP, TCP\)/)
  await line(/server 127\.0\.0\.1:\d+ or\s+127\.0\.0\.52:\d+/)
})

test.skipIf(!hasIpv6)(
  `a test phone calls where the trunk of the number takes calls${hasIpv6 ? '' : ' (this machine has no ::1)'}`,
  async () => {
    const ready = await start(['[::1]:0', '127.0.0.1:0'], '--json').json({ notice: 'ready' })
    const [six, four] = (ready.sip as Sip).listens
    expect([six?.host, four?.host]).toEqual(['::1', '127.0.0.1'])
    expect(await dialed('200')).toEqual({ code: 0, server: `[::1]:${six?.port}` })
    expect(await dialed('100')).toMatchObject({ code: 0, server: `[::1]:${six?.port}` })
  },
)

test('and not at one from which the trunk takes none', async () => {
  const text = ['127.0.0.52:0', '127.0.0.1:0']
  const ready = await start(text, '--json').json({ notice: 'ready' })
  const { listens } = ready.sip as Sip
  expect(await dialed('100')).toEqual({ code: 0, server: `127.0.0.52:${listens[0]?.port}` })
})

const openssl = peer('openssl')

test.skipIf(openssl.missing)(`P1 with a certificate each takes TLS at its next port${openssl.note}`, async () => {
  const { file, keyFile } = makeCertificate(openssl.path, cwd, 'pbx', 'IP:127.0.0.1,IP:127.0.0.52')
  const tls = ['--tls-cert', file, '--tls-key', keyFile]
  const ready = await start(['127.0.0.1:0', '127.0.0.52:0'], ...tls, '--json').json({ notice: 'ready' })
  const { listens } = ready.sip as Sip
  expect(listens.length).toBe(2)
  for (const { host, port, transports } of listens) {
    expect(transports).toEqual(['UDP', 'TCP', 'TLS'])
    const socket = connect({ host, port: port + 1, ca: readFileSync(file) })
    await once(socket, 'secureConnect')
    expect(socket.authorized).toBe(true)
    socket.destroy()
  }
})

test.each([
  [
    'the same twice',
    ['127.0.0.1:5999', '127.0.0.1:5999'],
    /listened at already, by --listen 127\.0\.0\.1:5999 +where +--listen 127\.0\.0\.1:5999/,
  ],
  [
    'an address that is not ours',
    ['127.0.0.1:0', '192.0.2.77'],
    /no address of this machine +where +--listen 192\.0\.2\.77:5060/,
  ],
  ['none that can be read', ['127.0.0.1:0', '127.0.0.1:99999'], /--listen/],
] as const)('%s is refused, and which it was is said', async (_, listens, says) => {
  const program = start(listens)
  expect(await program.ended).not.toBe(0)
  expect(program.errors.join(' ')).toMatch(says)
})

test('in Chinese, what is refused', async () => {
  const program = start(['127.0.0.1:5999', '127.0.0.1:5999'], '--lang', 'zh-CN')
  expect(await program.ended).not.toBe(0)
  expect(program.errors.join(' ')).toMatch(/已由 --listen 127\.0\.0\.1:5999 监听/)
})
