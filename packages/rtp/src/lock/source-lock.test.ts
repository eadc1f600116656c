import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Address, SourceLock, type Verdict } from './source-lock.js'

const sdp: Address = { host: '10.0.0.5', port: 4_000 }
const nat: Address = { host: '203.0.113.9', port: 61_000 }
const stranger: Address = { host: '198.51.100.7', port: 40_000 }

interface Source extends Address {
  readonly ssrc: number
  sequence: number
}
const source = (address: Address, ssrc: number, sequence = 100): Source => ({ ...address, ssrc, sequence })

/** Sends `count` packets, one each 20 ms from `nowMs`. */
const send = (lock: SourceLock, from: Source, count: number, nowMs = 0): Verdict[] =>
  Array.from({ length: count }, (_, i) => {
    from.sequence = (from.sequence + 1) & 0xffff
    return lock.take(from.host, from.port, from.ssrc, from.sequence, nowMs + i * 20)
  })

describe('source lock', () => {
  test('the signalled address is believed at once', () => {
    const lock = new SourceLock({ signalled: sdp })
    expect(lock.peer).toEqual(sdp)
    expect(send(lock, source(sdp, 1), 3)).toEqual(['learned', 'accepted', 'accepted'])
  })

  test('behind NAT another is, after three packets in order', () => {
    const lock = new SourceLock({ signalled: sdp })
    expect(send(lock, source(nat, 1), 4)).toEqual(['candidate', 'candidate', 'learned', 'accepted'])
    expect(lock.peer).toEqual(nat)
    expect(lock.controlPeer).toEqual({ host: nat.host, port: 61_001 })
  })

  test('who is nearer to what was signalled takes over while learning, and who is not does not', () => {
    const lock = new SourceLock({ signalled: sdp })
    send(lock, source(stranger, 666), 5)
    expect(lock.peer).toEqual(stranger)
    expect(send(lock, source(nat, 2), 5)).toEqual(new Array(5).fill('stranger'))
    const sameHost = { host: sdp.host, port: 4_444 }
    expect(send(lock, source(sameHost, 3), 3)).toEqual(['candidate', 'candidate', 'learned'])
    expect(send(lock, source(sdp, 4), 1)).toEqual(['learned'])
    expect(send(lock, source(stranger, 666), 5)).toEqual(new Array(5).fill('stranger'))
    expect(lock.peer).toEqual(sdp)
  })

  test('after three seconds even the signalled address is a stranger, until it is signalled again', () => {
    const lock = new SourceLock({ signalled: sdp })
    const phone = source(nat, 1)
    send(lock, phone, 200)
    expect(send(lock, source(sdp, 2), 3, 4_000)).toEqual(['stranger', 'stranger', 'stranger'])
    const moved = { host: '10.0.0.6', port: 5_000 }
    lock.signal(moved)
    expect(lock.peer).toEqual(moved)
    expect(send(lock, source(moved, 2), 1, 5_000)).toEqual(['learned'])
  })

  test('the same address signalled again changes nothing', () => {
    const lock = new SourceLock({ signalled: sdp })
    send(lock, source(nat, 1), 10)
    lock.signal({ ...sdp })
    expect(lock.peer).toEqual(nat)
  })

  test('a NAT that forgets its mapping is followed by the numbers', () => {
    const lock = new SourceLock({ signalled: sdp })
    const phone = source(nat, 1, 65_500)
    send(lock, phone, 200)
    const elsewhere = { ...nat, port: 61_777 }
    expect(send(lock, source(elsewhere, 1, phone.sequence + 12), 4, 5_000)).toEqual([
      'candidate',
      'candidate',
      'moved',
      'accepted',
    ])
    expect(lock.peer).toEqual(elsewhere)
  })

  test('a new SSRC is taken from the same address', () => {
    const lock = new SourceLock({ signalled: sdp })
    send(lock, source(sdp, 1), 200)
    expect(send(lock, source(sdp, 2, 9_000), 4, 5_000)).toEqual(['candidate', 'candidate', 'renewed', 'accepted'])
  })

  test('where only the signalled host may send, no other does, with the right numbers either', () => {
    const lock = new SourceLock({ signalled: sdp, from: 'host' })
    expect(send(lock, source(nat, 1), 9)).toEqual(new Array(9).fill('stranger'))
    send(lock, source(sdp, 1, 100), 10)
    expect(send(lock, source(nat, 1, 110), 9)).toEqual(new Array(9).fill('stranger'))
    expect(lock.strangers).toBe(18)
  })

  test('any flood of strangers: once locked, nothing of it is accepted and the peer stays', () => {
    const packet = fc.record({
      port: fc.integer({ min: 1, max: 65_535 }),
      host: fc.constantFrom('198.51.100.7', '198.51.100.8', sdp.host),
      ssrc: fc.nat(0xffff_ffff),
      sequence: fc.nat(0xffff),
      atMs: fc.integer({ min: 4_000, max: 60_000 }),
    })
    fc.assert(
      fc.property(fc.array(packet, { maxLength: 60 }), fc.boolean(), (packets, isNat) => {
        const lock = new SourceLock({ signalled: sdp })
        const from = isNat ? nat : sdp
        const phone = source(from, 77, 100)
        send(lock, phone, 10)
        for (const { host, port, ssrc, sequence, atMs } of packets) {
          if (host === from.host && port === from.port) continue
          // The SSRC may leak; the numbers that come next do not.
          const isFar = Math.abs(sequence - phone.sequence) > 250
          const verdict = lock.take(host, port, isFar ? 77 : ssrc === 77 ? 78 : ssrc, sequence, atMs)
          expect(verdict).toBe('stranger')
        }
        expect(lock.peer).toEqual(from)
        expect(send(lock, phone, 1, 60_000)).toEqual(['accepted'])
      }),
    )
  })

  test('RTCP comes from the host of the peer, from one port', () => {
    const lock = new SourceLock({ signalled: sdp })
    expect(lock.takeControl(stranger.host, 1)).toBe(false)
    send(lock, source(nat, 1), 3)
    expect(lock.takeControl(nat.host, 61_555)).toBe(true)
    expect(lock.takeControl(nat.host, 61_556)).toBe(false)
    expect(lock.controlPeer).toEqual({ host: nat.host, port: 61_555 })
    expect(new SourceLock({ signalled: null }).controlPeer).toBe(null)
  })
})
