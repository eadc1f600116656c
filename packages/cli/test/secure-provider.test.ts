/** A provider over TLS that we register with: two centers, each a process of its own; ours trusts it, or does not. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { makeCertificate, type TestCertificate } from '../../../scripts/certificates.mjs'
import { peer } from '../../../scripts/peers.mjs'
import { type Program, startProgram } from './program.js'
import { run } from './run.js'

const openssl = peer('openssl')

const centerText = (more: string): string => `import { checkDefinition } from '@callweave/center'

export default checkDefinition({
  agents: {},
  queues: {},
  prompts: { hello: 'Hello.' },
  flows: { day: { start: { step: 'hang-up', prompt: 'hello', as: 'self-served' } } },
  routes: [{ flow: 'day' }],
  ${more}
})
`
/** Two phones: a person, and the center that registers as the other. */
const theirs = `trunks: {}, extensions: {
  '8002': { password: { secret: 'EXT_8002' } },
  '8003': { password: { secret: 'EXT_8003' } },
}`
const ours = (port: number): string => `trunks: {
  main: {
    numbers: ['100'],
    channels: 2,
    registration: { registrar: 'sips:localhost:${port}', username: '8003', password: { secret: 'PROVIDER' } },
  },
}`

interface Ours {
  readonly isTrusted: boolean
  readonly password?: string
  /** As people read it, in place of lines of JSON. */
  readonly asText?: boolean
}

describe.skipIf(openssl.missing)(`a provider over TLS${openssl.note}`, () => {
  const made = mkdtempSync(join(tmpdir(), 'cw-provider-'))
  const provider = join(made, 'provider')
  const running: Program[] = []
  let shown: TestCertificate
  let projects = 0

  beforeAll(() => {
    mkdirSync(provider)
    writeFileSync(join(provider, 'center.mts'), centerText(theirs))
    writeFileSync(join(provider, '.env'), 'EXT_8002=two\nEXT_8003=three\n')
    // Nobody connects to us: it only has to be there.
    shown = makeCertificate(openssl.path, made, 'ours', 'DNS:localhost')
  })
  afterEach(async () => {
    for (const program of running.splice(0).reverse()) {
      program.signal('SIGTERM')
      await program.ended
    }
  })
  afterAll(() => rmSync(made, { recursive: true, force: true }))

  const started = (
    project: string,
    ports: string,
    tls: TestCertificate,
    env: Record<string, string>,
    json: boolean,
  ) => {
    const files = ['--tls-cert', tls.file, '--tls-key', tls.keyFile]
    const args = ['start', 'center.mts', '--listen', '127.0.0.1:0', '--rtp-ports', ports, ...files]
    const program = startProgram([...args, ...(json ? ['--json'] : [])], project, env)
    running.push(program)
    return program
  }

  /** Its certificate is for `names`. */
  const open = async (name: string, names: string, { isTrusted, password = 'three', asText = false }: Ours) => {
    const certificate = makeCertificate(openssl.path, made, name, names)
    const them = started(provider, '34200-34299', certificate, {}, true)
    const { sip } = (await them.json({ notice: 'ready' })) as { readonly sip: { readonly port: number } }
    projects += 1
    const project = join(made, `ours-${projects}`)
    mkdirSync(project)
    writeFileSync(join(project, 'center.mts'), centerText(ours(sip.port + 1)))
    const env = { PROVIDER: password, ...(isTrusted ? { NODE_EXTRA_CA_CERTS: certificate.file } : {}) }
    return { them, us: started(project, '34300-34399', shown, env, !asText) }
  }
  const isRegistered = (them: Program): boolean => them.lines.some((line) => line.includes('phone-registered'))

  test('P1 that is trusted: registered, and its calls come and end over the same connection', async () => {
    const { them, us } = await open('localhost', 'DNS:localhost', { isTrusted: true })
    expect((await them.json({ notice: 'phone-registered', extension: '8003' })).source).toMatch(/^TLS 127\.0\.0\.1:/)
    // It says its prompt and hangs up; a BYE that did not come would leave the phone there.
    expect((await run(['dial', '8003', '--as', '8002'], { cwd: provider })).code).toBe(0)
    expect(await us.json({ notice: 'call-ended' })).toMatchObject({ outcome: 'self-served' })
    expect(await them.json({ notice: 'call-ended' })).toMatchObject({ outcome: 'served' })
  })

  test.each([
    ['nobody vouches for', 'stranger', 'DNS:localhost', false, /signed by nobody whom we trust.*NODE_EXTRA_CA_CERTS/],
    ['is somebody else', 'other', 'DNS:sip.example.com', true, /TLS localhost: its certificate is for another name/],
  ] as const)('P1 that %s: not registered with, and it is said why', async (_, name, names, isTrusted, says) => {
    const { them, us } = await open(name, names, { isTrusted })
    expect((await us.json({ notice: 'trouble' })).message).toMatch(says)
    expect(await us.json({ notice: 'trunk-failed' })).toMatchObject({ trunk: 'main', because: 'unsent' })
    expect(isRegistered(them)).toBe(false)
  })

  test('P1 that takes another password: told once, with what to do', async () => {
    const { them, us } = await open('localhost', 'DNS:localhost', {
      isTrusted: true,
      password: 'guessed',
      asText: true,
    })
    const told = (): readonly string[] => us.errors.filter((line) => line.includes('trunk main: takes no calls'))
    await expect.poll(() => told().length).toBeGreaterThan(0)
    await new Promise((done) => void setTimeout(done, 1_000))
    expect(told()).toEqual([
      expect.stringMatching(
        /takes no calls \(user name or password are refused\)\. The provider refuses user name or password: see username/,
      ),
    ])
    expect(isRegistered(them)).toBe(false)
  })
})
