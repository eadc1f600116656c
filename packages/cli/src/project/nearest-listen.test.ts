import { loopbackPeers } from '@callweave/center'
import { expect, test } from 'vitest'
import { nearestListen, peersOf } from './nearest-listen.js'

const office = { host: '192.0.2.10', port: 5060 }
const here = { host: '127.0.0.1', port: 5062 }
const six = { host: '::1', port: 5064 }

test.each([
  ['one that there is', [office], loopbackPeers, office],
  ['this machine where its calls are taken', [office, here], loopbackPeers, here],
  ['the network that the trunk is in', [here, office], ['192.0.2.0/24'], office],
  ['IPv6 where the trunk is', [here, six], ['::1'], six],
  ['this machine where no address is in a network of the trunk', [office, here], ['198.51.100.7'], here],
  ['the first where a provider alone may call', [office, { ...office, port: 5070 }], [], office],
  ['the loopback of one that is every address', [{ host: '0.0.0.0', port: 5060 }], [], { ...here, port: 5060 }],
  ['that of IPv6', [{ host: '::', port: 5060 }], loopbackPeers, { ...six, port: 5060 }],
] as const)('a test phone calls %s', (_, listens, peers, called) => {
  expect(nearestListen(listens, peers)).toEqual(called)
})

test('a trunk without peers takes calls of this machine, one that registers those of its provider', () => {
  expect(peersOf({})).toBe(loopbackPeers)
  expect(peersOf({ peers: ['198.51.100.0/24'] })).toEqual(['198.51.100.0/24'])
  const password = { secret: 'PROVIDER' }
  expect(peersOf({ registration: { registrar: 'sip:p.example', username: 'us', password } })).toEqual([])
})
