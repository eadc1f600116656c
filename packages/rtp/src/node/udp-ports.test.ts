import { describe, expect, test } from 'vitest'
import { peer } from '../../../../scripts/peers.mjs'
import { portRange } from '../../../../scripts/ports.mjs'
import { udpPortsContract } from '../../test/udp-ports-contract.js'
import { createBatchPorts } from './batch-ports.js'
import { DgramPorts } from './dgram-ports.js'
import { openUdpPorts } from './open-ports.js'

const ports = await portRange(200)

describe('UdpPorts by node:dgram', () => {
  for (const [name, run] of Object.entries(udpPortsContract(async (options) => new DgramPorts(options), ports)))
    test(name, run)
})

const batches = peer('batches')
describe.skipIf(batches.missing)(`UdpPorts in batches${batches.note}`, () => {
  for (const [name, run] of Object.entries(udpPortsContract(createBatchPorts, ports))) test(name, run)

  test('are chosen where they are to be had, on IPv4', async () => {
    const range = { ...ports, onDatagram: () => undefined }
    const chosen = await openUdpPorts({ host: '127.0.0.1', ...range })
    expect(chosen).toMatchObject({ kind: 'batches', reason: null })
    await chosen.ports.closeAll()
    expect(await openUdpPorts({ host: '::1', ...range })).toMatchObject({
      kind: 'dgram',
      reason: 'batches are for IPv4 addresses, this is ::1',
    })
  })
})

test('a range without a pair is refused', async () => {
  const onDatagram = () => undefined
  for (const [leastPort, mostPort] of [
    [23_601, 23_602],
    [1_000, 2_000],
    [65_000, 66_000],
    [23_700, 23_600],
    [23_600.5, 23_700],
  ] as const)
    await expect(openUdpPorts({ host: '127.0.0.1', leastPort, mostPort, onDatagram })).rejects.toThrow(
      /no range of ports/,
    )
})

test('dgram is taken where it is wanted', async () => {
  const options = { host: '127.0.0.1', ...ports, onDatagram: () => undefined }
  expect(await openUdpPorts(options, { prefer: 'dgram' })).toMatchObject({ kind: 'dgram', reason: null })
})
