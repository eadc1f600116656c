/** Writes compound RTCP packets (RFC 3550, 6.1): a report first, then the name of the source, then a goodbye. */
import { CallweaveError } from '@callweave/core'
import { setWord16, setWord32 } from '../packet/header.js'
import {
  blockBytes,
  type Goodbye,
  ntpOf,
  packetTypeOf,
  type ReceiverReport,
  type ReportBlock,
  type SenderReport,
  type SourceDescription,
} from './packet.js'

/** What we send; `ntpMiddle` follows from the instant. */
export type OutgoingRtcp = Omit<SenderReport, 'ntpMiddle'> | ReceiverReport | SourceDescription | Goodbye

const mostBlocks = 31
const mostTextBytes = 255

/**
 * Writes the packets one after the other from the start of `bytes`; returns how many bytes they took.
 *
 * @throws CallweaveError `out-of-range` where there is no room, more than 31 blocks or sources, or text over 255 bytes
 * or outside ASCII; what was written by then is of no use.
 */
export const writeRtcp = (packets: readonly OutgoingRtcp[], bytes: Uint8Array): number => {
  let at = 0
  for (const packet of packets) {
    const end = at + sizeOf(packet)
    check(end <= bytes.length, 'no room for the packet', bytes.length)
    bytes.fill(0, at, end)
    writeOne(packet, bytes, at)
    bytes[at] = 128 | countOf(packet)
    bytes[at + 1] = packetTypeOf[packet.kind]
    setWord16(bytes, at + 2, (end - at) / 4 - 1)
    at = end
  }
  return at
}

const countOf = (packet: OutgoingRtcp): number => {
  switch (packet.kind) {
    case 'sender-report':
    case 'receiver-report':
      return packet.blocks.length
    case 'goodbye':
      return packet.ssrcs.length
    case 'source-description':
      return 1
  }
}

const sizeOf = (packet: OutgoingRtcp): number => {
  check(countOf(packet) <= mostBlocks, 'too many for one packet', countOf(packet))
  switch (packet.kind) {
    case 'sender-report':
      return 28 + packet.blocks.length * blockBytes
    case 'receiver-report':
      return 8 + packet.blocks.length * blockBytes
    case 'source-description':
      checkText(packet.cname)
      // The header, the source, the item, and at least one zero behind it.
      return 8 + ceil4(2 + packet.cname.length + 1)
    case 'goodbye':
      checkText(packet.reason)
      return 4 + packet.ssrcs.length * 4 + (packet.reason === '' ? 0 : ceil4(1 + packet.reason.length))
  }
}

const writeOne = (packet: OutgoingRtcp, bytes: Uint8Array, at: number): void => {
  switch (packet.kind) {
    case 'sender-report': {
      const { seconds, fraction } = ntpOf(packet.atMs)
      setWord32(bytes, at + 4, packet.ssrc)
      setWord32(bytes, at + 8, seconds)
      setWord32(bytes, at + 12, fraction)
      setWord32(bytes, at + 16, packet.timestamp)
      setWord32(bytes, at + 20, packet.packets)
      setWord32(bytes, at + 24, packet.octets)
      writeBlocks(packet.blocks, bytes, at + 28)
      return
    }
    case 'receiver-report':
      setWord32(bytes, at + 4, packet.ssrc)
      writeBlocks(packet.blocks, bytes, at + 8)
      return
    case 'source-description':
      setWord32(bytes, at + 4, packet.ssrc)
      bytes[at + 8] = 1
      writeText(packet.cname, bytes, at + 9)
      return
    case 'goodbye':
      packet.ssrcs.forEach((ssrc, i) => {
        setWord32(bytes, at + 4 + i * 4, ssrc)
      })
      if (packet.reason !== '') writeText(packet.reason, bytes, at + 4 + packet.ssrcs.length * 4)
      return
  }
}

const writeBlocks = (blocks: readonly ReportBlock[], bytes: Uint8Array, start: number): void => {
  for (const [i, block] of blocks.entries()) {
    const at = start + i * blockBytes
    const lost = Math.max(-8_388_608, Math.min(8_388_607, block.lost))
    setWord32(bytes, at, block.ssrc)
    setWord32(bytes, at + 4, lost & 0xff_ffff)
    bytes[at + 4] = Math.max(0, Math.min(255, Math.floor(block.lostRatio * 256)))
    setWord32(bytes, at + 8, block.highest)
    setWord32(bytes, at + 12, block.jitter)
    setWord32(bytes, at + 16, block.lastReport)
    setWord32(bytes, at + 20, block.delaySince)
  }
}

/** A length and that many bytes. */
const writeText = (text: string, bytes: Uint8Array, at: number): void => {
  bytes[at] = text.length
  for (let i = 0; i < text.length; i += 1) bytes[at + 1 + i] = text.charCodeAt(i)
}

const ceil4 = (size: number): number => Math.ceil(size / 4) * 4

const checkText = (text: string): void =>
  check(/^[ -~]*$/.test(text) && text.length <= mostTextBytes, 'no text for RTCP, which takes 255 of ASCII', text)

const check = (isRight: boolean, message: string, found: unknown): void => {
  if (!isRight) throw new CallweaveError('out-of-range', { message, found })
}
