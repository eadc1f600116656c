/**
 * Passes packets between bridged legs without decoding them: header read, source judged, arrival counted, tapped, header
 * rewritten in place, sent on. Nothing is allocated for a packet, but one view where the laws of the two legs differ.
 */
import { convertLaw } from '../g711/convert.js'
import { createRtpHeader, isRtcp, readHeader, rewriteHeader } from '../packet/header.js'
import { Reception } from '../quality/reception.js'
import type { RtcpPacket } from '../rtcp/packet.js'
import { readRtcp } from '../rtcp/read.js'
import type { MediaLeg } from './media-leg.js'
import type { Datagram, UdpPorts } from './udp-ports.js'

export interface RelayOptions {
  readonly ports: UdpPorts
  readonly nowMs: () => number
  /** Takes what the far end of a leg reports. */
  readonly onControl?: (leg: MediaLeg, packet: RtcpPacket) => void
}

export interface RelayCounts {
  /** No sound packet of RTP or RTCP. */
  unsound: number
  /** From a leg that nobody hears, to a leg without an address, or of a payload type that the other leg has not. */
  unheard: number
}

export class Relay {
  readonly counts: RelayCounts = { unsound: 0, unheard: 0 }
  readonly #ports: UdpPorts
  readonly #nowMs: () => number
  readonly #onControl: ((leg: MediaLeg, packet: RtcpPacket) => void) | undefined
  /** By the id of their pair. */
  readonly #legs: (MediaLeg | undefined)[] = []
  readonly #header = createRtpHeader()

  constructor({ ports, nowMs, onControl }: RelayOptions) {
    this.#ports = ports
    this.#nowMs = nowMs
    this.#onControl = onControl
  }

  add(leg: MediaLeg): void {
    this.#legs[leg.pair.id] = leg
  }

  /** Forgets a leg; who was bridged to it is bridged to nobody. Its pair is closed by its owner. */
  remove(leg: MediaLeg): void {
    this.#legs[leg.pair.id] = undefined
    this.unbridge(leg)
  }

  /** Lets two legs hear each other. */
  bridge(a: MediaLeg, b: MediaLeg): void {
    this.unbridge(a)
    this.unbridge(b)
    a.bridgedTo = b
    b.bridgedTo = a
  }

  unbridge(leg: MediaLeg): void {
    if (leg.bridgedTo?.bridgedTo === leg) leg.bridgedTo.bridgedTo = null
    leg.bridgedTo = null
  }

  /** Takes a datagram of any pair: the `onDatagram` of the ports. */
  take(datagram: Datagram): void {
    const leg = this.#legs[datagram.pair.id]
    if (leg === undefined) return
    const { bytes, sizeBytes } = datagram
    if (datagram.isControl || isRtcp(bytes, sizeBytes)) this.#takeControl(leg, datagram)
    else this.#takeMedia(leg, datagram)
  }

  #takeMedia(leg: MediaLeg, { bytes, sizeBytes, host, port }: Datagram): void {
    const header = this.#header
    if (readHeader(bytes, sizeBytes, header) !== null) {
      this.counts.unsound += 1
      return
    }
    const nowMs = this.#nowMs()
    const verdict = leg.lock.take(host, port, header.ssrc, header.sequence, nowMs)
    if (verdict === 'stranger' || verdict === 'candidate') return
    if (header.ssrc !== leg.reception.ssrc) leg.reception = new Reception({ ssrc: header.ssrc })
    if (
      leg.reception.take(header.sequence, header.payloadType === leg.eventType ? null : header.timestamp, nowMs) ===
      'jumped'
    )
      return
    leg.tap?.(bytes, header.payloadStart, header.payloadBytes, header.payloadType, header.timestamp, header.sequence)
    const to = leg.bridgedTo
    const peer = to?.peer
    const payloadType =
      leg.payloadTypes === null ? header.payloadType : (leg.payloadTypes[header.payloadType] as number)
    if (!to || !peer || payloadType < 0) {
      this.counts.unheard += 1
      return
    }
    const law = leg.lawsToConvert?.[header.payloadType] ?? null
    if (law !== null) {
      const payload = bytes.subarray(header.payloadStart, header.payloadStart + header.payloadBytes)
      convertLaw(law, payload, payload)
    }
    header.payloadType = payloadType
    to.stream.relay(header, nowMs)
    rewriteHeader(bytes, header)
    this.#ports.send(to.pair, false, bytes, sizeBytes, peer)
  }

  #takeControl(leg: MediaLeg, { bytes, sizeBytes, host, port, isControl }: Datagram): void {
    // RTCP on the port of RTP (RFC 5761) comes from the peer itself.
    const isPeer = isControl ? leg.lock.takeControl(host, port) : host === leg.peer?.host && port === leg.peer.port
    if (!isPeer) return
    const { packets, fault } = readRtcp(bytes, sizeBytes)
    if (fault !== null) this.counts.unsound += 1
    for (const packet of packets) {
      if (packet.kind === 'sender-report' && packet.ssrc === leg.reception.ssrc)
        leg.reception.takeSenderReport(packet.ntpMiddle, this.#nowMs())
      this.#onControl?.(leg, packet)
    }
  }
}
