// The far ends of many calls, in a process of its own: sends G.711 packets at t0 + n * 20 ms and takes what the switch makes
// of them. `cc bench media` starts it. A message {ports} tells which ports are its own; one {legs, warmMs, runMs} begins.
//
// Each payload carries its stream and its number. What comes is checked: sequence numbers and timestamps
// must go on as the packets do. Added jitter is by how much two packets of a stream stand otherwise apart than they were sent,
// so lateness of this process's sending has no part in it; lateness of its receiving has.
import { openUdpPorts } from '@callweave/rtp/node'

const { host, leastPort, mostPort, sockets } = JSON.parse(process.argv[2])
const tickMs = 20
const packetBytes = 172
const binsPerMs = 20
const mostMs = 400

/** Counts values of 0..mostMs; quantiles to 0.05 ms. */
class Histogram {
  bins = new Uint32Array(mostMs * binsPerMs)
  count = 0
  add(ms) {
    this.bins[Math.min(this.bins.length - 1, Math.max(0, Math.floor(ms * binsPerMs)))] += 1
    this.count += 1
  }
  quantile(q) {
    let left = this.count * q
    for (const [bin, count] of this.bins.entries()) {
      left -= count
      if (left <= 0) return (bin + 1) / binsPerMs
    }
    return 0
  }
}

const jitter = new Histogram()
const lateness = new Histogram()
let streams = []
let firstN = 0
let lastN = 0
const counts = { sent: 0, received: 0, outOfOrder: 0, broken: 0 }

/** When the last packets of each stream went: 64 of them, for what is older comes too late for any telephone. */
const kept = 64
let sentMs = new Float64Array(0)
const word = (bytes, at) => ((bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3]) >>> 0

const onDatagram = ({ isControl, bytes, sizeBytes }) => {
  if (isControl || sizeBytes !== packetBytes) return
  const nowMs = performance.now()
  const index = word(bytes, 12)
  const stream = streams[index]
  if (stream === undefined) return
  const n = word(bytes, 16)
  const sequence = (bytes[2] << 8) | bytes[3]
  const timestamp = word(bytes, 4)
  const wentMs = sentMs[index * kept + (n % kept)]
  const passed = n - stream.n
  if (stream.n >= 0) {
    if (passed <= 0) counts.outOfOrder += 1
    else if (
      ((sequence - stream.sequence) & 0xffff) !== (passed & 0xffff) ||
      ((timestamp - stream.timestamp) | 0) !== passed * 160
    )
      counts.broken += 1
    if (passed === 1 && n >= firstN && n < lastN) jitter.add(Math.abs(nowMs - stream.atMs - (wentMs - stream.wentMs)))
  }
  if (n >= firstN && n < lastN) counts.received += 1
  if (passed <= 0 && stream.n >= 0) return
  stream.n = n
  stream.sequence = sequence
  stream.timestamp = timestamp
  stream.atMs = nowMs
  stream.wentMs = wentMs
}

const { ports } = await openUdpPorts({ host, leastPort, mostPort, onDatagram })
const pairs = []
for (let i = 0; i < sockets; i += 1) pairs.push(await ports.open())
process.send({ ports: pairs.map(({ rtpPort }) => rtpPort) })

const packet = new Uint8Array(packetBytes).fill(0xd5)
const packetView = new DataView(packet.buffer)
const send = (index, n, nowMs) => {
  const { pair, to } = streams[index]
  packet[0] = 128
  packet[1] = 8
  packetView.setUint16(2, n & 0xffff)
  packetView.setUint32(4, n * 160)
  packetView.setUint32(8, index + 1)
  packetView.setUint32(12, index)
  packetView.setUint32(16, n)
  sentMs[index * kept + (n % kept)] = nowMs
  ports.send(pair, false, packet, packetBytes, to)
}

const run = async ({ legs, warmMs, runMs }) => {
  streams = legs.map((port, i) => ({
    pair: pairs[Math.floor((i * sockets) / legs.length)],
    to: { host, port },
    ...{ n: -1, sequence: 0, timestamp: 0, atMs: 0, wentMs: 0 },
  }))
  sentMs = new Float64Array(legs.length * kept)
  firstN = Math.ceil(warmMs / tickMs)
  lastN = firstN + Math.ceil(runMs / tickMs)
  const t0 = performance.now() + 50
  let cpu = process.cpuUsage()
  // Streams begin in 20 groups, a millisecond apart: phones know nothing of each other.
  for (let slot = 0; slot < (lastN + 1) * tickMs; ) {
    for (let nowMs = performance.now(); t0 + slot <= nowMs && slot < (lastN + 1) * tickMs; slot += 1) {
      const n = Math.floor(slot / tickMs)
      const isMeasured = n >= firstN && n < lastN
      if (slot === firstN * tickMs) cpu = process.cpuUsage()
      for (let i = slot % tickMs; i < streams.length; i += tickMs) {
        nowMs = performance.now()
        if (isMeasured) lateness.add(nowMs - t0 - slot)
        if (isMeasured) counts.sent += 1
        send(i, n, nowMs)
      }
      ports.flush()
    }
    await ports.poll(Math.max(0, t0 + slot - performance.now()))
  }
  const { user, system } = process.cpuUsage(cpu)
  for (const endMs = performance.now() + 400; performance.now() < endMs; ) await ports.poll(10)
  await ports.closeAll()
  process.send({
    ...counts,
    jitterMs: { p50: jitter.quantile(0.5), p99: jitter.quantile(0.99), p999: jitter.quantile(0.999) },
    ownLatenessMs: { p50: lateness.quantile(0.5), p99: lateness.quantile(0.99) },
    ownCpuRatio: (user + system) / 1_000 / ((lastN - firstN + 1) * tickMs),
  })
  process.disconnect()
}

process.once('message', run)
