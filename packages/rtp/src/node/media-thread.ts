/**
 * Media in a thread of its own: whatever the application does, packets go out on time.
 *
 *     order -> with all others of this turn -> MessagePort -> fetched in the thread's next round, 20 ms at most
 *     packet -> thread -> fact -> with all others of its round -> MessagePort -> MediaUser
 *
 * Parties stand open in advance on both sides, so `open` returns at once.
 */
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { CallweaveError } from '@callweave/core'
import { tellFacts } from '../engine/facts.js'
import type { Media, MediaUser, PartyId, PartyPorts, SoundId } from '../engine/media.js'
import type { RecordingSink } from '../engine/recording.js'
import { Sounds } from '../engine/sounds.js'
import { eventOf } from '../telephone-event/payload.js'
import { keepLibc } from './libc.js'
import type { MediaOptions } from './media-here.js'
import {
  errorOf,
  type FileStep,
  type FromMedia,
  type MediaBegun,
  type MediaOrder,
  type MediaThreadData,
  type MediaUsage,
  type ThreadOrder,
  type Told,
  toldOf,
} from './media-messages.js'
import { MediaOrders } from './media-orders.js'
import { recordingFiles } from './recording-file.js'
import { createLife, holdExit, threadLimits } from './thread-life.js'

export interface MediaThreadOptions extends MediaOptions {
  /** `batches`, the default, is for Linux; `dgram` for anywhere, and what is taken where batches are not to be had. */
  readonly prefer?: 'batches' | 'dgram'
  /** Keeps what each party sent last, so many bytes of it. Default 0: nothing. */
  readonly ringBytes?: number
}

export interface MediaThread extends Media {
  readonly kind: 'batches' | 'dgram'
  /** Why it is not batches, in a sentence; null where it is, or nobody asked for them. */
  readonly reason: string | null
  usage(): Promise<MediaUsage>
}

/**
 * Starts the thread; resolves when its ports are open. When the thread dies, `trouble` is told once, then `closed` of each
 * party that was open; `open` is refused from then on.
 *
 * @throws CallweaveError `out-of-range` for a range without a pair of ports, `peer-failed` where none can be bound.
 */
export const openMedia = async (options: MediaThreadOptions): Promise<MediaThread> => {
  const { host, otherHosts = [], leastPort, mostPort, prefer = 'batches', sparePairs = defaultSpare } = options
  const { silentAfterMs = 30_000, from = 'any', ringBytes = 0 } = options
  const life = createLife()
  const posted = new Int32Array(new SharedArrayBuffer(4))
  const workerData: MediaThreadData = {
    ...{ host, otherHosts, leastPort, mostPort, prefer, silentAfterMs, from, ringBytes, life, posted },
    spareParties: sparePairs,
  }
  if (prefer === 'batches') await keepLibc()
  const worker = new Worker(new URL('./media.worker.js', import.meta.url), { workerData, resourceLimits: threadLimits })
  const letGo = holdExit(life)
  const gone = once(worker, 'exit').finally(letGo)
  gone.catch(() => undefined)
  const begun = await new Promise<MediaBegun>((resolve, reject) => {
    worker.once('error', reject)
    worker.once('message', resolve)
  })
  if (!begun.begun) {
    // Its ports are free again when it is gone.
    await gone
    throw errorOf(begun.failure)
  }
  const media = new ThreadMedia(worker, posted, options, begun)
  await media.stocked
  return media
}

const defaultSpare = 64
interface Asked {
  readonly resolve: (usage: MediaUsage) => void
  readonly reject: (error: CallweaveError) => void
}

const noFigures = { received: 0, sent: 0, lost: 0, jitterMs: 0, roundTripMs: null, mos: null, strangers: 0 }

class ThreadMedia implements MediaThread {
  readonly kind: 'batches' | 'dgram'
  readonly reason: string | null
  /** Resolves when parties stand open on this side. */
  readonly stocked: Promise<void>
  readonly #orders: MediaOrders
  readonly #user: MediaUser
  readonly #open = new Set<PartyId>()
  /** Numbered as the thread does. */
  readonly #sounds = new Sounds()
  readonly #files = new Map<number, RecordingSink>()
  readonly #asked = new Map<number, Asked>()
  readonly #gone: Promise<void>
  #spare: PartyPorts[] = []
  /** With fewer the thread is told at once how many were taken. */
  readonly #fewSpare: number
  #lastAsked = 0
  #isEnded = false
  #isDead = false
  #onStocked: () => void = () => undefined

  constructor(
    worker: Worker,
    posted: Int32Array,
    { user, sparePairs = defaultSpare }: MediaOptions,
    { kind, reason }: MediaBegun & { readonly begun: true },
  ) {
    this.kind = kind
    this.#fewSpare = sparePairs / 2
    this.reason = reason
    this.#orders = new MediaOrders(worker, posted)
    this.#user = user
    this.stocked = new Promise((resolve) => {
      this.#onStocked = resolve
    })
    worker.on('message', (told: FromMedia | MediaBegun) => {
      if (!('begun' in told)) this.#take(told)
      else if (!told.begun) this.#die(errorOf(told.failure).message)
    })
    this.#gone = new Promise((resolve) => {
      worker.once('exit', () => {
        this.#die('it ended')
        resolve()
      })
    })
    worker.on('error', (error) => this.#die(error.message))
  }

  get size(): number {
    return this.#open.size
  }

  open(): PartyPorts {
    if (this.#isEnded) throw new CallweaveError('illegal-state', { message: 'the media are ended' })
    const party = this.#isDead ? undefined : this.#spare.shift()
    if (party === undefined)
      throw new CallweaveError('peer-failed', {
        message: this.#isDead ? 'the media thread is gone' : 'no pair of ports is free for media',
        remedy: this.#isDead
          ? 'Start the switch again'
          : 'If many calls came in one instant the next finds one; else widen the port range',
      })
    this.#open.add(party.party)
    this.#orders.addQuietly({ order: 'took' })
    // What is ordered of the party next takes it along, unless many wait for theirs, as phones that ring.
    if (this.#spare.length < this.#fewSpare) this.#orders.soon()
    return party
  }

  agree(...args: Parameters<Media['agree']>): void {
    this.#order({ order: 'agree', args })
  }

  load(samples: Int16Array): SoundId {
    const known = this.#sounds.idOf(samples)
    if (known !== undefined) return known
    const shared = samples.buffer instanceof SharedArrayBuffer ? samples : sharedCopy(samples)
    this.#order({ order: 'load', args: [shared] })
    return this.#sounds.add(samples)
  }

  unload(sound: SoundId): void {
    if (this.#sounds.delete(sound)) this.#order({ order: 'unload', args: [sound] })
  }

  play(...args: Parameters<Media['play']>): void {
    this.#order({ order: 'play', args })
  }

  stopPlaying(...args: Parameters<Media['stopPlaying']>): void {
    this.#order({ order: 'stopPlaying', args })
  }

  bridge(...args: Parameters<Media['bridge']>): void {
    this.#order({ order: 'bridge', args })
  }

  part(...args: Parameters<Media['part']>): void {
    this.#order({ order: 'part', args })
  }

  join(...args: Parameters<Media['join']>): void {
    this.#order({ order: 'join', args })
  }

  tap(...args: Parameters<Media['tap']>): void {
    this.#order({ order: 'tap', args })
  }

  sendKeys(...args: Parameters<Media['sendKeys']>): void {
    const [, keys] = args
    const wrong = [...keys].find((key) => eventOf(key) < 0)
    if (wrong !== undefined)
      throw new CallweaveError('out-of-range', { message: 'no key', found: wrong, expected: '0-9, *, #, A-D' })
    this.#order({ order: 'sendKeys', args })
  }

  record(...args: Parameters<Media['record']>): void {
    this.#order({ order: 'record', args })
  }

  stopRecording(...args: Parameters<Media['stopRecording']>): void {
    this.#order({ order: 'stopRecording', args })
  }

  close(...args: Parameters<Media['close']>): void {
    this.#open.delete(args[0])
    this.#order({ order: 'close', args })
  }

  usage(): Promise<MediaUsage> {
    this.#lastAsked += 1
    const id = this.#lastAsked
    return new Promise((resolve, reject) => {
      if (this.#isDead || this.#isEnded) reject(isGone('it ended'))
      this.#asked.set(id, { resolve, reject })
      this.#order({ order: 'usage', id })
    })
  }

  async end(): Promise<void> {
    if (!this.#isEnded) this.#order({ order: 'end' })
    this.#isEnded = true
    this.#open.clear()
    await this.#gone
  }

  #order(order: MediaOrder | ThreadOrder): void {
    if (!this.#isDead && !this.#isEnded) this.#orders.add(order)
  }

  #take({ facts, spare, files, usage }: FromMedia): void {
    this.#spare.push(...spare)
    if (spare.length > 0) this.#onStocked()
    for (const step of files) this.#file(step)
    for (const each of usage) {
      this.#asked.get(each.id)?.resolve(each.usage)
      this.#asked.delete(each.id)
    }
    const told = facts.map((fact) =>
      fact.tell === 'trouble' ? { tell: fact.tell, error: errorOf(fact.error as Told) } : fact,
    )
    // Parties are numbered as they are opened, and taken in that order: those behind the first spare one were nobody's.
    const firstSpare = this.#spare[0]?.party ?? Number.POSITIVE_INFINITY
    tellFacts(
      this.#user,
      told.filter((fact) => fact.tell !== 'closed' || fact.party < firstSpare),
    )
  }

  #file(step: FileStep): void {
    if (step.step === 'create') this.#files.set(step.file, recordingFiles.create(step.path))
    else if (step.step === 'write') this.#files.get(step.file)?.write(step.bytes)
    else {
      this.#files.get(step.file)?.close(step.header, (failure, keptMs = 0) => {
        // Also while it ends: the thread waits for its files.
        const told = failure === null ? null : toldOf(failure)
        this.#orders.add({ order: 'filed', file: step.file, failure: told, keptMs })
        this.#orders.now()
      })
      this.#files.delete(step.file)
    }
  }

  #die(why: string): void {
    if (this.#isDead) return
    this.#isDead = true
    this.#spare = []
    for (const { reject } of this.#asked.values()) reject(isGone(why))
    this.#asked.clear()
    if (this.#isEnded) return
    const parties = [...this.#open]
    this.#open.clear()
    tellFacts(this.#user, [
      { tell: 'trouble', error: isGone(why) },
      ...parties.map((party) => ({ tell: 'closed', party, figures: noFigures }) as const),
    ])
  }
}

const isGone = (why: string): CallweaveError =>
  new CallweaveError('peer-failed', {
    message: `the media thread is gone: ${why}`,
    remedy: 'Start the switch again; no call can be heard until then',
  })

const sharedCopy = (samples: Int16Array): Int16Array => {
  const shared = new Int16Array(new SharedArrayBuffer(samples.byteLength))
  shared.set(samples)
  return shared
}
