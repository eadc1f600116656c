/** What every implementation of `UdpPorts` keeps, on loopback. */
import { setImmediate as turn } from 'node:timers/promises'
import { expect } from 'vitest'
import type { UdpPair, UdpPorts, UdpPortsOptions } from '../src/relay/udp-ports.js'

export type OpenPorts = (options: UdpPortsOptions) => Promise<UdpPorts>

const host = '127.0.0.1'
interface Range {
  readonly leastPort: number
  readonly mostPort: number
}

interface Got {
  readonly pair: UdpPair
  readonly isControl: boolean
  readonly payload: Uint8Array
  readonly from: string
}

interface Rig {
  readonly ports: UdpPorts
  readonly got: Got[]
  /** Called with each datagram, after it is in `got`. */
  onGot: (got: Got) => void
  /** Polls until so many have come. */
  until(count: number): Promise<void>
  /** Polls a few times more than anything needs. */
  settle(): Promise<void>
}

const rigOf = async (open: OpenPorts, range: Omit<UdpPortsOptions, 'onDatagram'>): Promise<Rig> => {
  const got: Got[] = []
  const ports = await open({
    ...range,
    onDatagram: ({ pair, isControl, bytes, sizeBytes, host: from, port }) => {
      const each = { pair, isControl, payload: new Uint8Array(bytes.subarray(0, sizeBytes)), from: `${from}:${port}` }
      got.push(each)
      rig.onGot(each)
    },
  })
  const rig: Rig = {
    ports,
    got,
    onGot: () => undefined,
    async until(count) {
      for (let polls = 0; got.length < count; polls += 1) {
        if (polls > 3_000) throw new Error(`${got.length} of ${count} datagrams came`)
        await ports.poll(1)
        await turn()
      }
    },
    async settle() {
      for (let i = 0; i < 20; i += 1) {
        await ports.poll(1)
        await turn()
      }
    },
  }
  return rig
}

const rtpOf = ({ rtpPort }: UdpPair) => ({ host, port: rtpPort })
const rtcpOf = ({ rtcpPort }: UdpPair) => ({ host, port: rtcpPort })
const bytesOf = (...values: number[]): Uint8Array => Uint8Array.from(values)

/** Named cases; each opens ports of its own, out of a range that nobody else binds: 100 or more. */
export const udpPortsContract = (open: OpenPorts, range: Range): Readonly<Record<string, () => Promise<void>>> => {
  // From an odd one on, which is passed over.
  const leastPort = range.leastPort + 1
  const { mostPort } = range
  /** Three pairs. */
  const few = range.leastPort
  const casesOf =
    (run: (rig: Rig) => Promise<void>, changes: Partial<UdpPortsOptions> = {}) =>
    async () => {
      const rig = await rigOf(open, { host, leastPort, mostPort, ...changes })
      try {
        await run(rig)
      } finally {
        await rig.ports.closeAll()
      }
    }
  return {
    'pairs are even and odd, inside the range, each once': casesOf(async ({ ports }) => {
      const pairs = [await ports.open(), await ports.open(), await ports.open()]
      for (const { rtpPort, rtcpPort } of pairs) {
        expect(rtpPort % 2).toBe(0)
        expect(rtcpPort).toBe(rtpPort + 1)
        expect(rtpPort > leastPort && rtcpPort <= mostPort).toBe(true)
      }
      expect(new Set(pairs.map(({ rtpPort }) => rtpPort)).size).toBe(3)
      expect(pairs.map(({ id }) => id)).toEqual([0, 1, 2])
    }),

    'datagrams arrive on their port, with where they came from': casesOf(async (rig) => {
      const [a, b] = [await rig.ports.open(), await rig.ports.open()]
      rig.ports.send(a, false, bytesOf(1, 2, 3, 4), 3, rtpOf(b))
      rig.ports.send(b, true, bytesOf(9), 1, rtcpOf(a))
      rig.ports.flush()
      await rig.until(2)
      const [first, second] = [...rig.got].sort((x, y) => Number(x.isControl) - Number(y.isControl))
      expect(first).toEqual({ pair: b, isControl: false, payload: bytesOf(1, 2, 3), from: `${host}:${a.rtpPort}` })
      expect(second).toEqual({ pair: a, isControl: true, payload: bytesOf(9), from: `${host}:${b.rtcpPort}` })
      await rig.settle()
      expect(rig.ports.counts).toEqual({ received: 2, sent: 2, unsent: 0, tooLong: 0 })
    }),

    'a buffer may be used again at once': casesOf(async (rig) => {
      const [a, b] = [await rig.ports.open(), await rig.ports.open()]
      const bytes = new Uint8Array(4)
      for (let i = 0; i < 100; i += 1) {
        bytes.fill(i)
        rig.ports.send(a, false, bytes, 4, rtpOf(b))
      }
      bytes.fill(255)
      rig.ports.flush()
      await rig.until(100)
      expect(rig.got.map(({ payload }) => payload[3])).toEqual(Array.from({ length: 100 }, (_, i) => i))
    }),

    'many from many: each arrives once, in its order': casesOf(async (rig) => {
      const pairs = await Promise.all(Array.from({ length: 20 }, () => rig.ports.open()))
      for (let i = 0; i < 50; i += 1)
        for (const [at, pair] of pairs.entries())
          rig.ports.send(pair, false, bytesOf(at, i), 2, rtpOf(pairs[(at + 1) % 20] as UdpPair))
      rig.ports.flush()
      await rig.until(1_000)
      for (const at of pairs.keys()) {
        const from = rig.got.filter(({ payload }) => payload[0] === at)
        expect(from.map(({ payload }) => payload[1])).toEqual(Array.from({ length: 50 }, (_, i) => i))
        expect(new Set(from.map(({ pair }) => pair))).toEqual(new Set([pairs[(at + 1) % 20]]))
      }
    }),

    'what a datagram brought may be rewritten and sent on': casesOf(async (rig) => {
      const [a, b, c] = [await rig.ports.open(), await rig.ports.open(), await rig.ports.open()]
      rig.onGot = ({ pair, payload }) => {
        if (pair !== b) return
        payload[0] = 7
        rig.ports.send(b, false, payload, payload.length, rtpOf(c))
      }
      rig.ports.send(a, false, bytesOf(1, 5), 2, rtpOf(b))
      await rig.until(2)
      expect(rig.got[1]).toMatchObject({ pair: c, payload: bytesOf(7, 5) })
    }),

    '1,500 bytes are taken, more are counted and dropped': casesOf(async (rig) => {
      const [a, b] = [await rig.ports.open(), await rig.ports.open()]
      rig.ports.send(a, false, new Uint8Array(1_501), 1_501, rtpOf(b))
      expect(rig.ports.counts.unsent).toBe(1)
      rig.ports.send(a, false, new Uint8Array(1_500), 1_500, rtpOf(b))
      await rig.until(1)
      expect(rig.got[0]?.payload.length).toBe(1_500)
      const { createSocket } = await import('node:dgram')
      const stranger = createSocket('udp4')
      await new Promise<void>((done) => stranger.send(new Uint8Array(1_501), b.rtpPort, host, () => done()))
      await new Promise<void>((done) => stranger.close(done))
      await rig.settle()
      expect(rig.got.length).toBe(1)
      expect(rig.ports.counts.tooLong).toBe(1)
    }),

    'an empty datagram is one': casesOf(async (rig) => {
      const [a, b] = [await rig.ports.open(), await rig.ports.open()]
      rig.ports.send(a, false, new Uint8Array(0), 0, rtpOf(b))
      await rig.until(1)
      expect(rig.got[0]?.payload.length).toBe(0)
    }),

    'nothing comes from a closed pair, and its id is given again': casesOf(async (rig) => {
      const [a, b] = [await rig.ports.open(), await rig.ports.open()]
      rig.ports.send(a, false, bytesOf(1), 1, rtpOf(b))
      rig.ports.close(b)
      rig.ports.send(a, false, bytesOf(1), 1, rtpOf(b))
      await rig.settle()
      expect(rig.got).toEqual([])
      const c = await rig.ports.open()
      expect(c.id).toBe(b.id)
      expect(c.rtpPort).not.toBe(b.rtpPort)
      rig.ports.close(b)
      rig.ports.send(b, false, bytesOf(2), 1, rtpOf(c))
      rig.ports.send(a, false, bytesOf(3), 1, rtpOf(c))
      await rig.until(1)
      expect(rig.got.at(-1)?.payload[0]).toBe(3)
    }),

    'a pair may be closed by what it brought': casesOf(async (rig) => {
      const [a, b] = [await rig.ports.open(), await rig.ports.open()]
      rig.onGot = ({ pair }) => rig.ports.close(pair)
      for (let i = 0; i < 10; i += 1) rig.ports.send(a, false, bytesOf(i), 1, rtpOf(b))
      await rig.until(1)
      await rig.settle()
      expect(rig.got.length).toBe(1)
    }),

    'where nobody listens, nothing happens': casesOf(async (rig) => {
      const [a, b] = [await rig.ports.open(), await rig.ports.open()]
      const gone = rtpOf(b)
      rig.ports.close(b)
      for (let i = 0; i < 5; i += 1) {
        rig.ports.send(a, false, bytesOf(1), 1, gone)
        await rig.settle()
      }
      rig.ports.send(a, false, bytesOf(2), 1, rtpOf(a))
      await rig.until(1)
      expect(rig.got[0]?.payload[0]).toBe(2)
    }),

    'an address that cannot be is counted, not thrown': casesOf(async (rig) => {
      const a = await rig.ports.open()
      const wrong = ['', 'phone.example', '300.1.1.1', '1.2.3', '::1'].map((each) => ({ host: each, port: 4_000 }))
      for (const to of [...wrong, { host, port: 0 }, { host, port: 70_000 }, { host, port: Number.NaN }])
        rig.ports.send(a, false, bytesOf(1), 1, to)
      await rig.settle()
      expect(rig.ports.counts).toMatchObject({ sent: 0, unsent: 8 })
    }),

    'an address that is not of this machine is told': casesOf(
      async ({ ports }) => {
        await expect(ports.open()).rejects.toMatchObject({ code: 'peer-failed' })
        await expect(ports.open()).rejects.toThrow(/cannot be bound.*address is one of this machine/)
      },
      { host: '192.0.2.1' },
    ),

    'a pair has the same ports on each of our addresses, and sends by the one that is named': casesOf(
      async (rig) => {
        const [a, b] = [await rig.ports.open(), await rig.ports.open()]
        const other = '127.0.0.2'
        rig.ports.sendFrom?.(a, other)
        rig.ports.send(a, false, bytesOf(1), 1, { host: other, port: b.rtpPort })
        rig.ports.send(b, true, bytesOf(2), 1, { host: other, port: a.rtcpPort })
        rig.ports.flush()
        await rig.until(2)
        const [first, second] = [...rig.got].sort((x, y) => Number(x.isControl) - Number(y.isControl))
        expect(first).toEqual({ pair: b, isControl: false, payload: bytesOf(1), from: `${other}:${a.rtpPort}` })
        expect(second).toEqual({ pair: a, isControl: true, payload: bytesOf(2), from: `${host}:${b.rtcpPort}` })
        rig.ports.sendFrom?.(a, '127.0.0.9')
        rig.ports.send(a, true, bytesOf(3), 1, rtcpOf(b))
        rig.ports.flush()
        await rig.until(3)
        expect(rig.got[2]).toMatchObject({ isControl: true, from: `${host}:${a.rtcpPort}` })
        // What another program holds on one of them is held.
        const { createSocket } = await import('node:dgram')
        const taken = createSocket('udp4')
        await new Promise<void>((done) => taken.bind(few + 4, other, done))
        await expect(rig.ports.open()).rejects.toMatchObject({ code: 'peer-failed' })
        await new Promise<void>((done) => taken.close(done))
        expect((await rig.ports.open()).rtpPort).toBe(few + 4)
      },
      { otherHosts: ['127.0.0.2'], leastPort: few, mostPort: few + 5 },
    ),

    'closed twice is closed, and opens no more': casesOf(async ({ ports }) => {
      const pair = await ports.open()
      await ports.closeAll()
      await ports.closeAll()
      await ports.poll(0)
      ports.send(pair, false, bytesOf(1), 1, rtpOf(pair))
      ports.flush()
      expect(ports.counts).toMatchObject({ sent: 0, unsent: 1 })
      await expect(ports.open()).rejects.toMatchObject({ code: 'peer-failed' })
    }),

    'ports that others hold are passed over; where none is left, it says so': casesOf(
      async (rig) => {
        const { createSocket } = await import('node:dgram')
        const other = createSocket('udp4')
        await new Promise<void>((done) => other.bind(few + 3, host, done))
        const pairs = [await rig.ports.open(), await rig.ports.open()]
        expect(pairs.map(({ rtpPort }) => rtpPort)).toEqual([few, few + 4])
        await expect(rig.ports.open()).rejects.toMatchObject({ code: 'peer-failed' })
        await new Promise<void>((done) => other.close(done))
        rig.ports.close(pairs[0] as UdpPair)
        const later = [await rig.ports.open(), await rig.ports.open()]
        expect(later.map(({ rtpPort }) => rtpPort).sort()).toEqual([few, few + 2])
      },
      { leastPort: few, mostPort: few + 5 },
    ),
  }
}
