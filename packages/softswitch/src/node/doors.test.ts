import { peerOf } from '@callweave/sip/node'
import { expect, test } from 'vitest'
import { createDoors, type Door, mediaHostFor, mediaHosts } from './doors.js'

const doors: readonly Door[] = [
  { transport: 'UDP', host: '127.0.0.1', port: 5060 },
  { transport: 'TCP', host: '127.0.0.1', port: 5060 },
  { transport: 'UDP', host: '10.1.2.3', port: 5060 },
  { transport: 'TCP', host: '10.1.2.3', port: 5060 },
  { transport: 'UDP', host: '192.0.2.10', port: 5080 },
  { transport: 'UDP', host: '2001:db8::7', port: 5060 },
]
const peer = (host: string, transport: 'UDP' | 'TCP' = 'UDP') => peerOf({ transport, host, port: 5060 })
const at = (host: string, port = 5060) => ({ host, port })

test('a peer that was heard goes by the door that it was heard at, another by one of its family', () => {
  const { of } = createDoors(doors)
  expect(of({ ...peer('10.9.9.9'), local: at('10.1.2.3') })).toEqual(doors[2])
  expect(of({ ...peer('10.9.9.9', 'TCP'), local: at('10.1.2.3') })).toEqual(doors[3])
  expect(of(peer('2001:db8::9'))).toEqual(doors[5])
  expect(of(peer('198.51.100.7'))).toEqual(doors[0])
  expect(createDoors([]).of(peer('198.51.100.7'))).toBe(null)
})

test.each([
  ['the way that the system takes', '198.51.100.7', '192.0.2.10', at('192.0.2.10', 5080)],
  ['this machine for what is on it', '127.0.0.9', null, at('127.0.0.1')],
  ['none of this machine for what is not', '198.51.100.7', null, at('10.1.2.3')],
])('who was not heard of is spoken to by %s', async (_, host, route, local) => {
  expect((await createDoors(doors, async () => route).through(peer(host), null)).local).toEqual(local)
})

test('inside a dialog its door is kept; where there is one of its kind nothing is asked', async () => {
  const asked: string[] = []
  const { through } = createDoors(doors, async (host) => {
    asked.push(host)
    return '192.0.2.10'
  })
  const last = { ...peer('10.9.9.9'), local: at('10.1.2.3') }
  expect((await through(peer('10.8.8.8'), last)).local).toEqual(at('10.1.2.3'))
  expect((await through(peer('10.8.8.8', 'TCP'), last)).local).toEqual(at('10.1.2.3'))
  expect(await through(peer('2001:db8::9'), null)).toEqual(peer('2001:db8::9'))
  expect(asked).toEqual([])
})

test('media are bound to each address once, and not beside one that has them all', () => {
  expect(mediaHosts(doors)).toEqual(['127.0.0.1', '10.1.2.3', '192.0.2.10', '2001:db8::7'])
  expect(mediaHosts([at('10.1.2.3'), at('0.0.0.0', 5070), at('::1')])).toEqual(['0.0.0.0', '::1'])
  expect(mediaHosts([at('10.1.2.3'), at('::', 5070)])).toEqual(['::'])
  expect(mediaHostFor(['0.0.0.0', '::1'], '10.1.2.3')).toBe('0.0.0.0')
  expect(mediaHostFor(['0.0.0.0', '::1'], '::1')).toBe('::1')
  expect(mediaHostFor(['::'], '10.1.2.3')).toBe('::')
})
