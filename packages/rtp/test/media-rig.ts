/** A media engine under a virtual clock, with phones that say tones and tell which ones they hear. */

import type { MediaFact } from '../src/engine/facts.js'
import type { MediaUser, PartyId, PartyMedia } from '../src/engine/media.js'
import { createMediaEngine, type MediaEngine, type MediaEngineOptions } from '../src/engine/media-engine.js'
import type { RecordingFiles } from '../src/engine/recording.js'
import { decodeInto, encodeInto, type Law, payloadTypeOf } from '../src/g711/laws.js'
import type { Address } from '../src/lock/source-lock.js'
import { createRtpHeader, headerBytes, type RtpHeader, readHeader, writeHeader } from '../src/packet/header.js'
import type { UdpPair, UdpPorts } from '../src/relay/udp-ports.js'
import type { RtcpPacket } from '../src/rtcp/packet.js'
import { readRtcp } from '../src/rtcp/read.js'
import { EventReceiver } from '../src/telephone-event/receiver.js'
import { TonePlayer } from '../src/tone/player.js'
import { randomOf } from './chance.js'

/** Tells of a file as it stands. */
export interface MemoryFile {
  bytes: Uint8Array
  isClosed: boolean
}

export interface Rig {
  readonly engine: MediaEngine
  readonly ports: MemoryPorts
  readonly facts: MediaFact[]
  readonly files: Map<string, MemoryFile>
  nowMs(): number
  /** A phone in a call of its own, agreed upon. */
  phone(options?: PhoneOptions): Phone
  /** Lets time pass: phones speak, the engine ticks, each 20 ms. */
  run(ms: number): void
}

export interface PhoneOptions {
  readonly hz?: number | null
  readonly law?: Law
  readonly eventType?: number | null
  readonly codecs?: PartyMedia['codecs']
  readonly lawType?: number
}

const codecNames: Readonly<Record<Law, string>> = { 'mu-law': 'pcmu/8000', 'a-law': 'pcma/8000' }

export class MemoryPorts implements UdpPorts {
  readonly counts = { received: 0, sent: 0, unsent: 0, tooLong: 0 }
  readonly opened = new Map<number, UdpPair>()
  readonly phones = new Map<string, Phone>()
  #ids = 0

  async open(): Promise<UdpPair> {
    const id = this.#ids
    this.#ids += 1
    const pair = { id, rtpPort: 10_000 + id * 2, rtcpPort: 10_001 + id * 2 }
    this.opened.set(id, pair)
    return pair
  }

  close({ id }: UdpPair): void {
    this.opened.delete(id)
  }

  send({ id }: UdpPair, isControl: boolean, bytes: Uint8Array, sizeBytes: number, { host, port }: Address): void {
    if (!this.opened.has(id)) throw new Error(`sent from pair ${id}, which is not open`)
    this.counts.sent += 1
    this.phones.get(`${host}:${isControl ? port - 1 : port}`)?.take(isControl, bytes.slice(0, sizeBytes))
  }

  flush(): void {}

  async poll(): Promise<void> {}

  async closeAll(): Promise<void> {
    this.opened.clear()
  }
}

export class Phone {
  readonly party: PartyId
  readonly address: Address
  readonly law: Law
  readonly media: PartyMedia
  /** What it was sent since `forget`. */
  heard: number[] = []
  keys: string[] = []
  controls: RtcpPacket[] = []
  headers: RtpHeader[] = []
  /** Packets without a payload, of a type that it does not know. */
  empty: RtpHeader[] = []
  isMuted = false
  ssrc: number
  sequence = 100
  timestamp = 5_000
  readonly #tone: TonePlayer | null
  readonly #events = new EventReceiver({
    onChange: ({ kind, key }) => {
      if (kind === 'released') this.keys.push(key)
    },
  })
  readonly #rig: Rig
  readonly #pair: UdpPair

  constructor(rig: Rig, number: number, { hz = null, law = 'a-law', eventType = 101, codecs }: PhoneOptions = {}) {
    const { party, rtpPort } = rig.engine.open()
    this.party = party
    this.#rig = rig
    this.#pair = [...rig.ports.opened.values()].find((pair) => pair.rtpPort === rtpPort) as UdpPair
    this.address = { host: '10.0.0.1', port: 20_000 + number * 2 }
    this.law = law
    this.ssrc = 0x1000 + number
    this.#tone = hz === null ? null : toneOf(hz)
    this.media = {
      remote: this.address,
      remoteControl: null,
      law,
      codecs: codecs ?? [{ payloadType: payloadTypeOf[law], codec: codecNames[law] }],
      eventType,
      isHeard: true,
    }
    rig.ports.phones.set(`${this.address.host}:${this.address.port}`, this)
    this.agree()
  }

  agree(changes: Partial<PartyMedia> = {}): void {
    this.#rig.engine.agree(this.party, { ...this.media, ...changes })
  }

  forget(): void {
    this.heard = []
    this.keys = []
    this.controls = []
    this.headers = []
    this.empty = []
  }

  /** 20 ms of what it says. */
  speak(): void {
    this.timestamp += 160
    if (this.#tone === null || this.isMuted) return
    const samples = new Int16Array(160)
    this.#tone.fill(samples)
    const codes = new Uint8Array(160)
    encodeInto(this.law, samples, codes)
    this.send(payloadTypeOf[this.law], codes, this.timestamp)
  }

  send(payloadType: number, payload: Uint8Array, timestamp: number, marker = false): void {
    const bytes = new Uint8Array(headerBytes + payload.length)
    this.sequence = (this.sequence + 1) & 0xffff
    writeHeader(bytes, { marker, payloadType, sequence: this.sequence, timestamp, ssrc: this.ssrc })
    bytes.set(payload, headerBytes)
    this.sendBytes(bytes)
  }

  sendBytes(bytes: Uint8Array, { isControl = false, from = this.address } = {}): void {
    this.#rig.engine.take({ pair: this.#pair, isControl, bytes, sizeBytes: bytes.length, ...from })
  }

  /** A key by telephone-event, as phones send it, `lost` packets of it left out. */
  press(event: number, lost: (packet: number) => boolean = () => false): void {
    const { timestamp } = this
    for (let i = 0; i < 8; i += 1) {
      const duration = Math.min(i + 1, 6) * 160
      const payload = Uint8Array.of(event, i >= 5 ? 0x8a : 10, duration >> 8, duration & 255)
      if (lost(i)) this.sequence += 1
      else this.send(this.media.eventType ?? 101, payload, timestamp, i === 0)
    }
    this.timestamp += 8 * 160
  }

  take(isControl: boolean, bytes: Uint8Array): void {
    if (isControl) {
      this.controls.push(...readRtcp(bytes, bytes.length).packets)
      return
    }
    const header = createRtpHeader()
    const fault = readHeader(bytes, bytes.length, header)
    if (fault !== null) throw new Error(`the engine sent what is no RTP: ${fault}`)
    this.headers.push(header)
    const payload = bytes.subarray(header.payloadStart, header.payloadStart + header.payloadBytes)
    if (header.payloadType === this.media.eventType) {
      this.#events.take(bytes, header.payloadStart, header.payloadBytes, header.timestamp, this.#rig.nowMs())
    } else if (header.payloadType === payloadTypeOf[this.law]) {
      const samples = new Int16Array(payload.length)
      decodeInto(this.law, payload, samples)
      for (const sample of samples) this.heard.push(sample)
    } else if (header.payloadBytes === 0) this.empty.push(header)
    else throw new Error(`the engine sent payload type ${header.payloadType}`)
  }

  /** Which of these tones it hears now, each as loud as it was said or nearly so. */
  hears(hz: readonly number[]): readonly number[] {
    this.heard = []
    this.#rig.run(600)
    const samples = this.heard.slice(-1_600)
    return hz.filter((each) => amplitudeOf(samples, each) > amplitude / 2)
  }
}

/** Who hears which tones, all at the same time. */
export const hearing = (rig: Rig, phones: readonly Phone[], hz: readonly number[]): readonly (readonly number[])[] => {
  for (const phone of phones) phone.heard = []
  rig.run(800)
  return phones.map(({ heard }) => {
    const samples = heard.slice(-1_600)
    return hz.filter((each) => samples.length === 1_600 && amplitudeOf(samples, each) > amplitude / 2)
  })
}

const amplitude = 1_800
export const toneOf = (hz: number): TonePlayer =>
  new TonePlayer([{ tones: [{ hz, dbm0: -22 }], lengthMs: 1_000 }], { repeats: true })

/** Of one frequency in samples: Goertzel. */
export const amplitudeOf = (samples: ArrayLike<number>, hz: number): number => {
  const coefficient = 2 * Math.cos((2 * Math.PI * hz) / 8_000)
  let [last, before] = [0, 0]
  for (let i = 0; i < samples.length; i += 1) {
    const next = (samples[i] as number) + coefficient * last - before
    before = last
    last = next
  }
  const power = last * last + before * before - coefficient * last * before
  return (2 * Math.sqrt(Math.max(0, power))) / Math.max(1, samples.length)
}

export const memoryFiles = (files: Map<string, MemoryFile>): RecordingFiles => ({
  create: (path) => {
    const file: MemoryFile = { bytes: new Uint8Array(0), isClosed: false }
    files.set(path, file)
    return {
      write: (bytes) => {
        const whole = new Uint8Array(file.bytes.length + bytes.length)
        whole.set(file.bytes)
        whole.set(bytes, file.bytes.length)
        file.bytes = whole
      },
      close: (header, done) => {
        file.bytes.set(header)
        file.isClosed = true
        done(null)
      },
    }
  },
})

export const factsTo = (facts: MediaFact[]): MediaUser => ({
  played: (party, token) => facts.push({ tell: 'played', party, token }),
  pressed: (party, key, durationMs) => facts.push({ tell: 'pressed', party, key, durationMs }),
  recorded: (party, token, lengthMs, because) => facts.push({ tell: 'recorded', party, token, lengthMs, because }),
  silent: (party, forMs) => facts.push({ tell: 'silent', party, forMs }),
  closed: (party, figures) => facts.push({ tell: 'closed', party, figures }),
  trouble: (error) => facts.push({ tell: 'trouble', error }),
})

export const createRig = async (options: Partial<MediaEngineOptions> = {}): Promise<Rig> => {
  const ports = new MemoryPorts()
  const facts: MediaFact[] = []
  const files = new Map<string, MemoryFile>()
  const clock = { nowMs: 1_000 }
  const phones: Phone[] = []
  const engine = await createMediaEngine({
    ports,
    nowMs: () => clock.nowMs,
    epochMs: 1_700_000_000_000,
    random: randomOf(7),
    user: factsTo(facts),
    files: memoryFiles(files),
    sparePairs: 12,
    ...options,
  })
  const rig: Rig = {
    engine,
    ports,
    facts,
    files,
    nowMs: () => clock.nowMs,
    phone: (of) => {
      const phone = new Phone(rig, phones.length, of)
      phones.push(phone)
      return phone
    },
    run: (ms) => {
      for (let passed = 0; passed < ms; passed += 20) {
        for (const phone of phones) phone.speak()
        clock.nowMs += 20
        engine.tick(clock.nowMs)
      }
    },
  }
  return rig
}
