/** RTCP of one party: what we report about every five seconds, what it reports of us, and the goodbye. */
import type { RandomStream } from '@callweave/core'
import { roundTripMs } from '../quality/reception.js'
import type { MediaLeg } from '../relay/media-leg.js'
import type { UdpPorts } from '../relay/udp-ports.js'
import type { RtcpPacket } from '../rtcp/packet.js'
import { RtcpSchedule } from '../rtcp/schedule.js'
import { type OutgoingRtcp, writeRtcp } from '../rtcp/write.js'

export interface ReportsOptions {
  readonly leg: MediaLeg
  readonly ports: UdpPorts
  readonly random: RandomStream
  /** ms since 1970 at instant 0 of the engine's clock. */
  readonly epochMs: number
}

export class Reports {
  /** From a report of the other side; null while there was none. */
  roundTripMs: number | null = null
  readonly #leg: MediaLeg
  readonly #ports: UdpPorts
  readonly #random: RandomStream
  readonly #epochMs: number
  /** Random (RFC 7022, 4.2): it says nothing of whose it is. */
  readonly #cname: string
  #schedule: RtcpSchedule | null = null
  #sentAtReport = 0

  constructor({ leg, ports, random, epochMs }: ReportsOptions) {
    this.#leg = leg
    this.#ports = ports
    this.#random = random
    this.#epochMs = epochMs
    this.#cname = `${random.int(2 ** 31).toString(36)}${random.int(2 ** 31).toString(36)}`
  }

  take(packet: RtcpPacket, nowMs: number): void {
    if (packet.kind !== 'sender-report' && packet.kind !== 'receiver-report') return
    const ours = packet.blocks.find(({ ssrc }) => ssrc === this.#leg.stream.ssrc)
    if (ours !== undefined) this.roundTripMs = roundTripMs(ours, this.#epochMs + nowMs) ?? this.roundTripMs
  }

  /** Sends a report where one is due. To be called each tick while media is agreed on. */
  tick(nowMs: number, scratch: Uint8Array): void {
    if (this.#schedule === null) {
      this.#schedule = new RtcpSchedule(nowMs, { random: this.#random })
      this.#schedule.setMembers(2, 2, true, nowMs)
    }
    if (nowMs < this.#schedule.dueAtMs || !this.#schedule.isDue(nowMs)) return
    const { packets } = this.#leg.stream
    const hasSent = packets !== this.#sentAtReport
    this.#sentAtReport = packets
    this.#send([this.#report(nowMs, hasSent), this.#name()], scratch)
  }

  /** Says goodbye to who was sent anything. */
  end(nowMs: number, scratch: Uint8Array): void {
    if (this.#leg.stream.packets === 0) return
    const { ssrc } = this.#leg.stream
    this.#send([this.#report(nowMs, false), this.#name(), { kind: 'goodbye', ssrcs: [ssrc], reason: '' }], scratch)
  }

  #report(nowMs: number, hasSent: boolean): OutgoingRtcp {
    const { stream, reception } = this.#leg
    const blocks = reception.received > 0 ? [reception.report(nowMs)] : []
    if (!hasSent) return { kind: 'receiver-report', ssrc: stream.ssrc, blocks }
    return {
      kind: 'sender-report',
      ssrc: stream.ssrc,
      atMs: this.#epochMs + nowMs,
      timestamp: stream.timestampAt(nowMs),
      packets: stream.packets,
      octets: stream.octets,
      blocks,
    }
  }

  #name(): OutgoingRtcp {
    return { kind: 'source-description', ssrc: this.#leg.stream.ssrc, cname: this.#cname }
  }

  #send(packets: readonly OutgoingRtcp[], scratch: Uint8Array): void {
    const to = this.#leg.lock.controlPeer
    if (to === null) return
    const sizeBytes = writeRtcp(packets, scratch)
    this.#schedule?.heard(sizeBytes)
    this.#ports.send(this.#leg.pair, true, scratch, sizeBytes, to)
  }
}
