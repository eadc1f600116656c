/**
 * Media in the thread that calls it. Nothing moves but in `take` and `tick`, and nothing is told but at the end of those:
 * under `MediaLoop` that is a thread of its own, under a virtual clock a test.
 */
import { CallweaveError, type RandomStream } from '@callweave/core'
import { MediaLeg } from '../relay/media-leg.js'
import { Relay } from '../relay/relay.js'
import type { Datagram, UdpPorts } from '../relay/udp-ports.js'
import type { RtcpPacket } from '../rtcp/packet.js'
import { Conversation } from './conversation.js'
import { Conversations } from './conversations.js'
import { type MediaFact, type RecordingEnd, tellFacts } from './facts.js'
import { Incoming } from './incoming.js'
import type { Media, MediaToken, MediaUser, PartyId, PartyMedia, PartyPorts, Playable, SoundId } from './media.js'
import { createScratch, Party, type TapMode } from './party.js'
import { Player } from './player.js'
import { PortPool } from './port-pool.js'
import { Recording, type RecordingFiles, type RecordingOptions } from './recording.js'
import { Reports } from './reports.js'
import { Sounds } from './sounds.js'

/** Sees each packet that was accepted from a party, before it is passed on. Copies what it keeps. */
export type PartyTap = (
  party: PartyId,
  bytes: Uint8Array,
  start: number,
  sizeBytes: number,
  payloadType: number,
  timestamp: number,
  sequence: number,
) => void

export interface MediaEngineOptions {
  /** Their `onDatagram` is the engine's `take`. */
  readonly ports: UdpPorts
  /** A clock that never jumps, in ms: the one that ticks come by. */
  readonly nowMs: () => number
  /** ms since 1970 at instant 0 of that clock; for sender reports. */
  readonly epochMs: number
  /** One that cannot be guessed: SSRCs and first numbers come from it. */
  readonly random: RandomStream
  readonly user: MediaUser
  readonly files: RecordingFiles
  /** Pairs of ports that are kept open for calls to come. Default 16. */
  readonly sparePairs?: number
  /** Nothing from a party for so long is told. Default 30,000. */
  readonly silentAfterMs?: number
  /** Who may send: `any`, the default, until the source is locked, or only the host that was signalled. */
  readonly from?: 'host' | 'any'
  readonly tap?: PartyTap
}

export interface MediaEngine extends Media {
  take(datagram: Datagram): void
  /** 20 ms, of all parties. What it sends is to be flushed after it. */
  tick(dueAtMs: number): void
  /** Resolves when the spare pairs are open again, or cannot be. */
  refill(): Promise<void>
  /** Sounds that are loaded. */
  readonly sounds: number
  /** All parties are closed, and so are the ports. */
  readonly isEnded: boolean
}

/** Resolves when the spare pairs are open. @throws CallweaveError `peer-failed` where not one can be. */
export const createMediaEngine = async (options: MediaEngineOptions): Promise<MediaEngine> => {
  const engine = new LocalMedia(options)
  await engine.start()
  return engine
}

const unitsPerMs = 8
const controlBytes = 1_000
/** The watches over silence, of either way, need no more. */
const watchTicks = 25

class LocalMedia implements MediaEngine {
  isEnded = false
  readonly #options: MediaEngineOptions
  readonly #pool: PortPool
  readonly #relay: Relay
  readonly #parties = new Map<PartyId, Party>()
  /** Those that anything was ordered of. Hundreds stand open for calls to come, and a tick passes them by. */
  readonly #active = new Set<Party>()
  /** By the id of their pair. */
  readonly #byPair: (Party | undefined)[] = []
  readonly #conversations = new Conversations()
  readonly #sounds = new Sounds()
  readonly #scratch = createScratch()
  readonly #control = new Uint8Array(controlBytes)
  #facts: MediaFact[] = []
  #lastParty = 0
  #ticks = 0
  /** Files that are being closed. */
  #closing = 0
  #onFilesClosed: (() => void) | null = null
  #ending: Promise<void> | null = null

  constructor(options: MediaEngineOptions) {
    this.#options = options
    const { ports, nowMs, sparePairs = 16 } = options
    this.#pool = new PortPool(ports, sparePairs, (error) => this.#tell({ tell: 'trouble', error }))
    this.#relay = new Relay({ ports, nowMs, onControl: (leg, packet) => this.#takeReport(leg, packet) })
  }

  async start(): Promise<void> {
    await this.#pool.begin()
  }

  refill(): Promise<void> {
    return this.#pool.fill()
  }

  get size(): number {
    return this.#parties.size
  }

  get sounds(): number {
    return this.#sounds.size
  }

  take(datagram: Datagram): void {
    this.#relay.take(datagram)
    if (this.#facts.length > 0) this.#flush()
  }

  tick(dueAtMs: number): void {
    const { ports } = this.#options
    this.#ticks += 1
    for (const party of this.#active) this.#listen(party, dueAtMs)
    this.#conversations.mix()
    for (const party of this.#active) {
      const wasServed = party.isServed
      if (!party.send(dueAtMs, ports, this.#scratch) && party.player !== null) {
        this.#tell({ tell: 'played', party: party.id, token: party.player.token })
        party.player = null
      }
      if (wasServed !== party.isServed) this.#conversations.refresh(party.conversation)
      if (party.media !== null) party.reports.tick(dueAtMs, this.#control)
      if ((this.#ticks + party.id) % watchTicks === 0) {
        this.#watch(party, dueAtMs)
        party.keepAlive(dueAtMs, ports, this.#scratch)
      }
    }
    if (this.#facts.length > 0) this.#flush()
  }

  open(): PartyPorts {
    if (this.#ending !== null) throw new CallweaveError('illegal-state', { message: 'the media are ended' })
    const { random, nowMs, ports, epochMs, from = 'any', tap } = this.#options
    const pair = this.#pool.take()
    this.#lastParty += 1
    const id = this.#lastParty
    const start = { ssrc: randomWord(random), sequence: random.int(2 ** 16), timestamp: randomWord(random) }
    const leg = new MediaLeg({ pair, lock: { signalled: null, from }, start })
    const incoming = new Incoming({ leg, nowMs, onKey: (key, durationMs) => this.#pressed(id, key, durationMs) })
    leg.tap = (bytes, at, sizeBytes, payloadType, timestamp, sequence) => {
      incoming.take(bytes, at, sizeBytes, payloadType, timestamp, sequence)
      tap?.(id, bytes, at, sizeBytes, payloadType, timestamp, sequence)
    }
    const reports = new Reports({ leg, ports, random, epochMs })
    const party = new Party({ id, leg, incoming, reports, conversation: new Conversation() })
    party.conversation.members.add(party)
    this.#parties.set(id, party)
    return { party: id, rtpPort: pair.rtpPort, rtcpPort: pair.rtcpPort }
  }

  agree(id: PartyId, media: PartyMedia): void {
    const party = this.#parties.get(id)
    if (party === undefined) return
    const { leg } = party
    // Nothing is taken before: what a stranger sends to a spare port teaches nobody anything.
    if (party.media === null) {
      this.#relay.add(leg)
      this.#byPair[leg.pair.id] = party
      party.heardAtMs = this.#options.nowMs()
    }
    if (media.eventType !== party.media?.eventType) party.keysOut.clear()
    if (media.remote !== null) leg.lock.signal(media.remote)
    if (media.remoteControl !== null) leg.lock.signalControl(media.remoteControl)
    if (media.from !== undefined && media.from !== party.media?.from)
      this.#options.ports.sendFrom?.(leg.pair, media.from)
    leg.eventType = media.eventType ?? -1
    party.media = media
    this.#active.add(party)
    party.incoming.agree(media)
    this.#conversations.refreshAround(party)
  }

  load(samples: Int16Array): SoundId {
    return this.#sounds.idOf(samples) ?? this.#sounds.add(samples)
  }

  unload(sound: SoundId): void {
    this.#sounds.delete(sound)
  }

  play(id: PartyId, token: MediaToken, what: readonly Playable[], loop: boolean): void {
    this.#serve(id, (party) => {
      const parts = what.map((each) =>
        'sound' in each ? (this.#sounds.get(each.sound) ?? 0) : Math.round(each.silenceMs * unitsPerMs) || 0,
      )
      party.player = new Player(token, parts, loop)
    })
  }

  stopPlaying(id: PartyId): void {
    this.#serve(id, (party) => {
      party.player = null
    })
  }

  bridge(id: PartyId, peerId: PartyId): void {
    const party = this.#parties.get(id)
    const peer = this.#parties.get(peerId)
    if (party === undefined || peer === undefined || party === peer) return
    this.#conversations.bridge(party, peer)
  }

  part(id: PartyId): void {
    const party = this.#parties.get(id)
    if (party !== undefined) this.#conversations.part(party)
  }

  join(id: PartyId, conference: number): void {
    const party = this.#parties.get(id)
    if (party !== undefined) this.#conversations.join(party, conference)
  }

  tap(id: PartyId, ontoId: PartyId, mode: TapMode): void {
    const party = this.#parties.get(id)
    const onto = this.#parties.get(ontoId)
    if (party === undefined || onto === undefined || party === onto) return
    this.#conversations.tap(party, onto, mode)
  }

  sendKeys(id: PartyId, keys: string, eachMs = 100): void {
    this.#serve(id, (party) => party.keysOut.press(keys, eachMs, party.leg.eventType >= 0))
  }

  record(id: PartyId, token: MediaToken, { file, ...options }: RecordingOptions & { readonly file: string }): void {
    const party = this.#parties.get(id)
    if (party === undefined) return
    this.#endRecording(party, 'stopped')
    this.#active.add(party)
    try {
      const sink = this.#options.files.create(file)
      party.recording = new Recording(token, party.incoming.law ?? 'mu-law', sink, options)
      party.incoming.want('recording')
    } catch (error) {
      this.#tell({ tell: 'trouble', error })
      this.#tell({ tell: 'recorded', party: id, token, lengthMs: 0, because: 'stopped' })
    }
  }

  stopRecording(id: PartyId): void {
    const party = this.#parties.get(id)
    if (party !== undefined) this.#endRecording(party, 'stopped')
  }

  close(id: PartyId): void {
    const party = this.#parties.get(id)
    if (party === undefined) return
    const { leg } = party
    party.incoming.end()
    this.#endRecording(party, 'stopped')
    this.#conversations.leave(party)
    if (party.media !== null) {
      party.reports.end(this.#options.nowMs(), this.#control)
      this.#relay.remove(leg)
      this.#byPair[leg.pair.id] = undefined
    }
    this.#parties.delete(id)
    this.#active.delete(party)
    this.#options.ports.close(leg.pair)
    void this.#pool.fill()
    this.#tell({ tell: 'closed', party: id, figures: party.figures() })
  }

  end(): Promise<void> {
    this.#ending ??= this.#end()
    return this.#ending
  }

  async #end(): Promise<void> {
    for (const id of [...this.#parties.keys()]) this.close(id)
    if (this.#closing > 0)
      await new Promise<void>((done) => {
        this.#onFilesClosed = done
      })
    await this.#pool.end()
    await this.#options.ports.closeAll()
    this.isEnded = true
    this.#flush()
  }

  /** Changes what we send to a party ourselves. */
  #serve(id: PartyId, change: (party: Party) => void): void {
    const party = this.#parties.get(id)
    if (party === undefined) return
    const wasServed = party.isServed
    this.#active.add(party)
    change(party)
    if (wasServed !== party.isServed) this.#conversations.refresh(party.conversation)
  }

  #listen(party: Party, dueAtMs: number): void {
    const { incoming, recording } = party
    incoming.tick(dueAtMs)
    if (recording === null) return
    const because = recording.take(
      incoming.hasVoice ? incoming.codes : null,
      incoming.law ?? 'mu-law',
      incoming.samples,
    )
    if (because !== null) this.#endRecording(party, because)
  }

  #endRecording(party: Party, because: RecordingEnd): void {
    const { recording, id } = party
    if (recording === null) return
    party.recording = null
    party.incoming.unwant('recording')
    this.#closing += 1
    const { token, lengthMs } = recording
    recording.end((failure, keptMs = 0) => {
      this.#closing -= 1
      if (failure !== null) this.#tell({ tell: 'trouble', error: failure })
      this.#tell({ tell: 'recorded', party: id, token, lengthMs: failure === null ? lengthMs : keptMs, because })
      if (this.#closing === 0) this.#onFilesClosed?.()
    })
  }

  #pressed(id: PartyId, key: string, durationMs: number): void {
    const party = this.#parties.get(id)
    if (party === undefined) return
    this.#tell({ tell: 'pressed', party: id, key, durationMs })
    const other = party.conversation.otherOf(party)
    const passes = other?.leg.eventType === -1 ? party.leg.eventType >= 0 : party.leg.bridgedTo === null
    if (other === null || !passes || !other.isReached || !party.isHeard) return
    // The other has no telephone-events, or what it hears is mixed: the key is made anew.
    this.#serve(other.id, () => {
      try {
        other.keysOut.press(key, Math.min(8_000, Math.max(40, durationMs)), other.leg.eventType >= 0)
      } catch {
        // More keys than anybody presses: those are left out.
      }
    })
  }

  #takeReport(leg: MediaLeg, packet: RtcpPacket): void {
    this.#byPair[leg.pair.id]?.reports.take(packet, this.#options.nowMs())
  }

  #watch(party: Party, nowMs: number): void {
    const received = party.incoming.receivedBefore + party.leg.reception.received
    if (received !== party.heard || !party.isHeard) {
      party.heard = received
      party.heardAtMs = nowMs
      party.isSilent = false
      return
    }
    const forMs = nowMs - party.heardAtMs
    if (party.isSilent || forMs < (this.#options.silentAfterMs ?? 30_000)) return
    party.isSilent = true
    this.#tell({ tell: 'silent', party: party.id, forMs })
  }

  #tell(fact: MediaFact): void {
    this.#facts.push(fact)
  }

  #flush(): void {
    const facts = this.#facts
    this.#facts = []
    tellFacts(this.#options.user, facts)
  }
}

const randomWord = (random: RandomStream): number => random.int(2 ** 16) * 2 ** 16 + random.int(2 ** 16)
