/**
 * The thread of the media: an engine, its ports and the loop, and nothing else. It blocks while it waits for packets, so its
 * orders are fetched in each round, and what it has to tell goes out once a round.
 */
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import { createMediaEngine, type MediaEngine } from '../engine/media-engine.js'
import { MediaLoop } from '../relay/media-loop.js'
import { applyOrder } from './apply-order.js'
import { createChance } from './chance.js'
import {
  errorOf,
  type MediaBegun,
  type MediaThreadData,
  type ThreadOrder,
  type ToMedia,
  toldOf,
} from './media-messages.js'
import { MediaOutbox } from './media-outbox.js'
import { type OpenedPorts, openUdpPorts } from './open-ports.js'
import { packetRings } from './packet-rings.js'
import { isAskedToEnd, setSafe } from './thread-life.js'

const data = workerData as MediaThreadData
const owner = parentPort as NonNullable<typeof parentPort>
const outbox = new MediaOutbox((told, transfer) => owner.postMessage(told, transfer))
const nowMs = (): number => performance.now()

const open = async (): Promise<OpenedPorts & { readonly media: MediaEngine }> => {
  let engine: MediaEngine | null = null
  const { prefer, silentAfterMs, from, ringBytes } = data
  const opened = await openUdpPorts({ ...data, onDatagram: (datagram) => engine?.take(datagram) }, { prefer })
  const made = createMediaEngine({
    ports: opened.ports,
    nowMs,
    epochMs: performance.timeOrigin,
    random: createChance(),
    user: outbox.user,
    files: outbox.files,
    silentAfterMs,
    from,
    ...(ringBytes > 0 ? { tap: packetRings(ringBytes) } : {}),
  })
  engine = await made.catch(async (error: unknown) => {
    await opened.ports.closeAll()
    throw error
  })
  return { ...opened, media: engine }
}

const run = async ({ media, ports, kind }: OpenedPorts & { readonly media: MediaEngine }): Promise<void> => {
  /** Parties that stand open for the owner, who takes them without asking. */
  let spare = 0
  let skippedTicks = 0
  let isEnding = false

  const doThreadOrder = (order: ThreadOrder): void => {
    switch (order.order) {
      case 'took':
        spare -= 1
        break
      case 'filed':
        outbox.filed(order.file, order.failure === null ? null : errorOf(order.failure), order.keptMs)
        break
      case 'usage':
        outbox.addUsage(order.id, {
          cpuMs: cpuMs(),
          received: ports.counts.received,
          sent: ports.counts.sent,
          sounds: media.sounds,
          skippedTicks,
        })
        break
      case 'end':
        isEnding = true
        void media.end()
        break
    }
  }
  const openSpare = (): void => {
    try {
      for (; !isEnding && spare < data.spareParties; spare += 1) outbox.addSpare(media.open())
    } catch {
      // The pool is being filled; why it cannot be, it tells itself.
    }
  }
  /** Goes on while each filling of the pool gives more: 100 calls a second take 200 pairs, and a round is up to 20 ms. */
  const replenish = async (): Promise<void> => {
    for (let before = -1; !isEnding && before < spare && spare < data.spareParties; ) {
      before = spare
      openSpare()
      if (spare < data.spareParties) await media.refill()
    }
  }
  let taken = 0
  /** A word that both threads have says whether there are any: to ask the port costs as much as relaying a packet. */
  const takeOrders = (): void => {
    const posted = Atomics.load(data.posted, 0)
    if (posted === taken) return
    taken = posted
    for (let turn = receiveMessageOnPort(owner); turn !== undefined; turn = receiveMessageOnPort(owner))
      for (const order of turn.message as ToMedia) {
        if (!('args' in order)) doThreadOrder(order)
        else tried(media, order)
      }
  }
  const endRound = (): void => {
    outbox.send()
    if (media.isEnded || isAskedToEnd(data.life)) loop.stop()
  }
  /** Ports that block while they wait leave no turn in which the pool could fill by itself. */
  const isBlocking = kind === 'batches'
  await replenish()
  outbox.send()
  const loop = new MediaLoop({
    ports,
    nowMs,
    onTick: (dueAtMs) => media.tick(dueAtMs),
    onRound: () => {
      takeOrders()
      if (isBlocking && spare < data.spareParties && !isEnding) return replenish().then(endRound)
      openSpare()
      endRound()
      return isEnding ? yieldTurns() : undefined
    },
    onSkipped: (ticks) => {
      skippedTicks += ticks
    },
  })
  await loop.run()
  outbox.send()
}

/** The steps of an end wait for each other, and a round may be 20 ms. */
const yieldTurns = async (): Promise<void> => {
  for (let i = 0; i < 16; i += 1) await Promise.resolve()
}

const tried = (media: MediaEngine, order: Parameters<typeof applyOrder>[1]): void => {
  try {
    applyOrder(media, order)
  } catch (error) {
    outbox.user.trouble(error)
  }
}

/** Of this thread; Node tells it from 24 on. */
const cpuMs = (): number | null => {
  if (process.threadCpuUsage === undefined) return null
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1_000
}

/** Ports opened by C outlive their thread: they are closed whatever happens. Those of Node end with it: nobody waits for them. */
const live = async (): Promise<void> => {
  const opened = await open()
  try {
    owner.postMessage({ begun: true, kind: opened.kind, reason: opened.reason } satisfies MediaBegun)
    await run(opened)
  } catch (error) {
    opened.ports.closeAll().catch(() => undefined)
    throw error
  }
}

try {
  await live()
  setSafe(data.life)
  owner.close()
} catch (error) {
  owner.postMessage({ begun: false, failure: toldOf(error) } satisfies MediaBegun)
  setSafe(data.life)
  process.exit()
}
