import { checkDefinition } from '@callweave/center'
import { expect, test } from 'vitest'
import { phonesOf } from './phones.js'
import { settingsOf } from './switch-settings.js'

const definitionOf = (trunks: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  checkDefinition({
    trunks,
    agents: { ana: { extension: '1', password: { secret: 'EXT_1' } }, ben: { extension: '2' } },
    extensions: { '90': { password: { secret: 'EXT_90' } } },
    queues: {},
    flows: { day: { start: { step: 'hang-up', as: 'refused' } } },
    routes: [{ flow: 'day' }],
    ...more,
  })

const main = { numbers: ['100'], channels: 3 }
const reveal = (name: string): string => `the value of ${name}`

test('phones with their passwords; a trunk is open to this machine alone, until it says to whom', () => {
  const { sections } = definitionOf({
    main,
    carrier: { ...main, numbers: ['200'], peers: ['203.0.113.0/24'], proxies: ['sip.example', '[2001:db8::7]:5080'] },
    provider: {
      ...main,
      numbers: ['300'],
      registration: { registrar: 'sip:provider.example', username: 'us', password: { secret: 'PROVIDER' } },
    },
  })
  const { phones } = phonesOf(sections, reveal)
  expect(phones.map(({ extension, agent }) => [extension, agent])).toEqual([
    ['1', 'ana'],
    ['90', null],
  ])
  expect(settingsOf({ sections, phones, reveal })).toEqual({
    extensions: {
      '1': { password: 'the value of EXT_1' },
      '2': { password: null },
      '90': { password: 'the value of EXT_90' },
    },
    trunks: {
      main: { channels: 3, numbers: ['100'], addresses: [{ network: '127.0.0.0/8' }, { network: '::1/128' }] },
      carrier: {
        channels: 3,
        numbers: ['200'],
        addresses: [{ network: '203.0.113.0/24' }],
        peers: [
          { host: 'sip.example', port: null, transport: 'UDP' },
          { host: '2001:db8::7', port: 5080, transport: 'UDP' },
        ],
      },
      provider: {
        channels: 3,
        numbers: ['300'],
        addresses: [],
        registration: {
          registrar: 'sip:provider.example',
          username: 'us',
          secret: { password: 'the value of PROVIDER' },
        },
      },
    },
  })
})

test('P2 how much phones may call out: all alike, but for those that are named', () => {
  const { sections } = definitionOf(
    { main },
    { dialing: { outbound: { callsAtOnce: 3, minutesPerDay: 60, of: { '90': { minutesPerDay: 0 } } } } },
  )
  const { phones } = phonesOf(sections, reveal)
  const { extensions } = settingsOf({ sections, phones, reveal })
  expect(extensions['1']?.outbound).toEqual({ callsAtOnce: 3, minutesPerDay: 60 })
  expect(extensions['90']?.outbound).toEqual({ callsAtOnce: 3, minutesPerDay: 0 })
})

test('P12 the phone that rings when the center is silent is one of the definition', () => {
  const { sections } = definitionOf({ main }, { dialing: { fallback: '90' } })
  expect(settingsOf({ sections, phones: [], reveal }).fallback).toEqual({ to: [{ extension: '90' }] })
  const { sections: without } = definitionOf({ main })
  expect(settingsOf({ sections: without, phones: [], reveal }).fallback).toBeUndefined()
  const outside = definitionOf({ main: { ...main, prefix: '7' } }, { dialing: { fallback: ['90', '75550100'] } })
  expect(settingsOf({ sections: outside.sections, phones: [], reveal }).fallback).toEqual({
    to: [{ extension: '90' }, { number: '5550100', trunk: 'main' }],
  })
  expect(() => definitionOf({ main }, { dialing: { fallback: '91' } })).toThrow(/dialing\.fallback: .*'91'/)
})

test('the password of a trunk is looked for as those of phones', () => {
  const { sections } = definitionOf({
    main: { ...main, registration: { registrar: 'sip:p.example', username: 'us', password: { secret: 'PROVIDER' } } },
  })
  const given = (name: string): string | undefined => (name === 'PROVIDER' ? undefined : 'x')
  expect(() => phonesOf(sections, given)).toThrow(
    /trunks\.main\.registration\.password: the secret PROVIDER has no value/,
  )
})

test.each([
  [{ peers: ['203.0.113.7:5060'] }, /an address or a prefix, without a port/],
  [{ peers: ['carrier.example'] }, /an address or a prefix/],
  [{ peers: ['203.0.113.0/33'] }, /an address or a prefix/],
  [{ peers: [] }, /leave peers out/],
  [{ proxies: ['sip:carrier.example'] }, /a host with a port or without/],
  [
    { registration: { registrar: 'provider.example', username: 'us', password: { secret: 'P' } } },
    /sip:provider\.example/,
  ],
  [
    { registration: { registrar: 'sip:p.example', username: 'us', password: 'written out' } },
    /a secret is named, never written/,
  ],
])('a trunk with %j is refused', (over, says) => {
  expect(() => definitionOf({ main: { ...main, ...over } })).toThrow(says)
})
