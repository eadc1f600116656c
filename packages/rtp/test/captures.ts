/** The captured media that tests read: pcap files and tables of header fields. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The UDP payloads of a classic pcap file with Ethernet or Linux "cooked" frames of IPv4. */
export const udpPayloads = (folder: string, name: string): Uint8Array[] => {
  const bytes = readFileSync(join(folder, 'rtp', name))
  const little = bytes.readUInt32LE(0) === 0xa1b2c3d4
  const word = (at: number): number => (little ? bytes.readUInt32LE(at) : bytes.readUInt32BE(at))
  const linkBytes = word(20) === 113 ? 16 : 14
  const payloads: Uint8Array[] = []
  for (let at = 24; at < bytes.length; at += 16 + word(at + 8)) {
    const ip = at + 16 + linkBytes
    const udp = ip + ((bytes[ip] as number) & 15) * 4
    payloads.push(new Uint8Array(bytes.subarray(udp + 8, udp + bytes.readUInt16BE(udp + 4))))
  }
  return payloads
}

export interface CapturedPacket {
  readonly arrivedMs: number
  readonly sequence: number
  readonly timestamp: number
  readonly marker: boolean
  readonly payloadType: number
  readonly payloadBytes: number
  /** Four bytes of a telephone-event; empty for voice. */
  readonly event: Uint8Array
}

/** One side of a real call, its voice taken out. */
export const capturedPackets = (folder: string, name: string): CapturedPacket[] =>
  readFileSync(join(folder, 'rtp', name), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => {
      const [seconds, sequence, timestamp, marker, payloadType, , payloadBytes, event] = line.split(',')
      return {
        arrivedMs: Number(seconds) * 1_000,
        sequence: Number(sequence),
        timestamp: Number(timestamp),
        marker: marker === '1',
        payloadType: Number(payloadType),
        payloadBytes: Number(payloadBytes),
        event: new Uint8Array(Buffer.from(event ?? '', 'hex')),
      }
    })
