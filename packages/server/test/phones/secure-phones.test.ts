/** Softphones that others wrote, over TCP and TLS: registered, calling each other, and what they make of our certificate. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { makeCertificate, type TestCertificate } from '../../../../scripts/certificates.mjs'
import { peer } from '../../../../scripts/peers.mjs'
import { type Baresip, type BaresipOptions, startBaresip } from './baresip.js'
import { type CenterRig, openCenterRig, says } from './center-rig.js'
import { host, until, waits } from './folder.js'
import { type Linphone, type LinphoneOptions, startLinphone } from './linphone.js'
import { msOf } from './sounds.js'

const [baresip, linphone, openssl] = [peer('baresip'), peer('linphone'), peer('openssl')]
const missing = baresip.missing || linphone.missing || openssl.missing
const talkMs = 1_200
const leastMs = 600

describe.skipIf(missing)(`phones over streams${baresip.note}${linphone.note}${openssl.note}`, () => {
  const made = mkdtempSync(join(tmpdir(), 'callweave-secure-'))
  const opened: { close(): Promise<unknown> }[] = []
  let rig: CenterRig
  let ours: TestCertificate
  let stranger: TestCertificate
  let phones = 0

  const portOf = (transport: 'tcp' | 'tls'): number => rig.server.port + (transport === 'tls' ? 1 : 0)
  /** By that name of ours. */
  const at = (transport: 'tcp' | 'tls', extension: string, host: string) => {
    phones += 1
    const server = { host, port: portOf(transport) }
    const folder = join(rig.folder, `phone-${phones}`)
    return { folder, server, transport, user: extension, password: `password-of-EXT_${extension}` }
  }
  const bare = async (over: Partial<BaresipOptions> & ReturnType<typeof at>): Promise<Baresip> => {
    const phone = await startBaresip({ program: baresip.path, hz: says.ana, ...over })
    opened.push(phone)
    return phone
  }
  const lin = async (over: Partial<LinphoneOptions> & ReturnType<typeof at>): Promise<Linphone> => {
    const program = linphone.path.replace(/sh$/, '')
    const phone = await startLinphone({ program, hz: says.ben, authorities: ours.file, ...over })
    opened.push(phone)
    return phone
  }
  const openRig = async (certificate: TestCertificate): Promise<void> => {
    rig = await openCenterRig({ listen: { tls: certificate } })
    opened.push(rig)
  }
  const refusals = (): readonly string[] =>
    rig.notices.flatMap((one) => (one.notice === 'certificate-refused' ? [String(one.error)] : []))

  beforeAll(() => {
    ours = makeCertificate(openssl.path, made, 'center', 'DNS:localhost,IP:127.0.0.1')
    stranger = makeCertificate(openssl.path, made, 'stranger', 'DNS:sip.example.com')
  })
  afterEach(async () => {
    for (const one of opened.splice(0).reverse()) await one.close()
  })
  afterAll(() => rmSync(made, { recursive: true, force: true }))

  test.each(['tcp', 'tls'] as const)(
    'P3 over %s: both register, call and hear each other, and either ends it',
    async (transport) => {
      await openRig(ours)
      // baresip asks DNS for every name, linphone compares certificates with names only.
      const name = transport === 'tls' ? 'localhost' : host
      const ana = await bare(at(transport, '8001', host))
      const ben = await lin(at(transport, '8002', name))
      await rig.registered('8001')
      await rig.registered('8002')
      const addresses = rig.center.registrations().map(({ address }) => address.split(' ')[0])
      expect(addresses).toEqual([transport.toUpperCase(), transport.toUpperCase()])
      const target = (number: string, by: string): string => `sip:${number}@${by}:${portOf(transport)}`
      for (const caller of ['baresip', 'linphone']) {
        const since = rig.events.length
        if (caller === 'baresip') {
          ana.say('dial', target('8002', host))
          await rig.event('leg.ringing', since)
          ben.say('answer')
        } else {
          ben.listen()
          const rung = ana.events.filter(({ type }) => type === 'CALL_INCOMING').length
          ben.say(`call ${target('8001', name)};transport=${transport}`)
          await ana.event('CALL_INCOMING', rung + 1)
          ana.say('accept')
        }
        await rig.event('legs.bridged', since)
        await waits(talkMs)
        if (caller === 'baresip') ben.say('terminate')
        else ana.say('hangup')
        await rig.quiet()
        await until(`ana hears ben, called by ${caller}`, () => msOf(ana.heard(), says.ben) >= leastMs)
        await until(`ben hears ana, called by ${caller}`, () => msOf(ben.heard(), says.ana) >= leastMs)
        expect(rig.records.at(-1)).toMatchObject({ direction: 'internal', outcome: 'served' })
      }
      expect([rig.troubles, refusals()]).toEqual([[], []])
    },
  )

  test.each([
    ['that trusts somebody else', () => ours, () => stranger],
    ['that knows us by another name than our certificate', () => stranger, () => stranger],
  ] as const)('a phone %s does not register, and it is said why, once', async (_, shown, trusted) => {
    await openRig(shown())
    await lin({ ...at('tls', '8002', 'localhost'), authorities: trusted().file })
    await until('it is told', () => refusals().length > 0)
    // It has tried again at once.
    await waits(1_000)
    expect(refusals()).toEqual([expect.stringMatching(/TLS 127\.0\.0\.1: it does not take our certificate/)])
    expect(refusals()[0]).toMatch(/reach us by a name or an address that stands in it/)
    expect(rig.center.registrations()).toEqual([])
  })
})
