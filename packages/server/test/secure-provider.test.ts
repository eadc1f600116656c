/** A provider over TLS: another center, in this process; ours is a process of its own that trusts it, or does not. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { peer } from '../../../scripts/peers.mjs'
import { type Program, startProgram } from '../../cli/test/program.js'
import { type CenterRig, openCenterRig, says } from './phones/center-rig.js'
import { makeCertificate } from './phones/certificates.js'
import { until, waits } from './phones/folder.js'
import { openOwnPhone } from './phones/own-phone.js'

const openssl = peer('openssl')

const centerText = (registrar: string): string => `import { checkDefinition } from '@callweave/center'

export default checkDefinition({
  name: 'behind',
  trunks: {
    main: {
      numbers: ['100'],
      channels: 2,
      registration: { registrar: '${registrar}', username: '8003', password: { secret: 'PROVIDER' } },
    },
  },
  agents: {},
  queues: {},
  prompts: { hello: 'Hello.' },
  flows: { day: { start: { step: 'hang-up', prompt: 'hello', as: 'self-served' } } },
  routes: [{ flow: 'day' }],
})
`

interface Ours {
  readonly isTrusted: boolean
  readonly password?: string
  /** As people read it, in place of lines of JSON. */
  readonly asText?: boolean
}

describe.skipIf(openssl.missing)(`a provider over TLS${openssl.note}`, () => {
  const made = mkdtempSync(join(tmpdir(), 'callweave-provider-'))
  const closing: (() => Promise<unknown>)[] = []
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close()
  })
  afterAll(() => rmSync(made, { recursive: true, force: true }))

  /** Its certificate is for `names`; ours is shown nobody. */
  const open = async (
    name: string,
    names: string,
    { isTrusted, password = 'password-of-EXT_8003', asText = false }: Ours,
  ) => {
    const theirs = makeCertificate(openssl.path, made, name, names)
    const ours = makeCertificate(openssl.path, made, 'ours', 'DNS:localhost')
    const rig = await openCenterRig({ listen: { tls: theirs } })
    closing.push(() => rig.close())
    const project = mkdtempSync(join(made, 'project-'))
    writeFileSync(join(project, 'center.mts'), centerText(`sips:localhost:${rig.server.port + 1}`))
    const env = { PROVIDER: password, ...(isTrusted ? { NODE_EXTRA_CA_CERTS: theirs.file } : {}) }
    const tls = ['--tls-cert', ours.file, '--tls-key', join(made, 'ours-key.pem')]
    const program = startProgram(
      [
        'start',
        'center.mts',
        '--listen',
        '127.0.0.1:0',
        '--rtp-ports',
        '34200-34299',
        ...(asText ? [] : ['--json']),
        ...tls,
      ],
      project,
      env,
    )
    closing.push(() => {
      program.signal('SIGTERM')
      return program.ended
    })
    return { rig, program }
  }

  const callIn = async (rig: CenterRig, program: Program): Promise<void> => {
    const { folder, server } = rig
    const about = { folder, server, user: '8002', password: 'password-of-EXT_8002' }
    const ben = await openOwnPhone({ ...about, hz: says.ben })
    closing.push(() => ben.close())
    expect(await ben.register()).toBe(200)
    const since = rig.events.length
    ben.dial('8003')
    await rig.event('legs.bridged', since)
    await program.json({ notice: 'call-ended', outcome: 'self-served' })
    await rig.quiet()
  }

  test('P1 that is trusted: registered, and its calls come over the same connection', async () => {
    const { rig, program } = await open('localhost', 'DNS:localhost', { isTrusted: true })
    await program.json({ notice: 'ready' })
    await rig.registered('8003')
    expect(rig.center.registrations()[0]?.address).toMatch(/^TLS 127\.0\.0\.1:/)
    await callIn(rig, program)
  })

  test.each([
    ['nobody vouches for', 'stranger', 'DNS:localhost', false, /signed by nobody whom we trust.*NODE_EXTRA_CA_CERTS/],
    ['is somebody else', 'other', 'DNS:sip.example.com', true, /TLS localhost: its certificate is for another name/],
  ] as const)('P1 that %s: not registered with, and it is said why', async (_, name, names, isTrusted, says) => {
    const { rig, program } = await open(name, names, { isTrusted })
    expect((await program.json({ notice: 'trouble' })).message).toMatch(says)
    expect(await program.json({ notice: 'trunk-failed' })).toMatchObject({ trunk: 'main', because: 'unsent' })
    expect(rig.center.registrations()).toEqual([])
  })

  test('P1 that takes another password: told once, with what to do', async () => {
    const { rig, program } = await open('localhost', 'DNS:localhost', {
      isTrusted: true,
      password: 'guessed',
      asText: true,
    })
    const told = () => program.errors.filter((line) => line.includes('trunk main: failed'))
    await until('it is told', () => told().length > 0)
    await waits(1_000)
    expect(told()).toEqual([
      expect.stringMatching(/failed \(credentials\)\. The provider refuses user name or password: see username/),
    ])
    expect(rig.center.registrations()).toEqual([])
  })
})
