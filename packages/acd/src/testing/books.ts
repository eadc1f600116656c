/** What the log alone says must hold: kept in step with the events, without a look at the floor. */
import type { EventOf, Listeners } from '@callweave/core'

interface QueueBook {
  entered: number
  left: number
  present: number
}

export interface Books {
  readonly listeners: Listeners
  readonly queues: ReadonlyMap<string, QueueBook>
  readonly accepted: ReadonlyMap<string, number>
  /** Offers that have not ended. */
  readonly open: ReadonlySet<number>
}

export interface BooksOptions {
  /** Whether a queue may tell a caller a higher position than before. */
  readonly mayRise: (queue: string) => boolean
  readonly hungUp: (call: number) => boolean
}

export const createBooks = ({ mayRise, hungUp }: BooksOptions): Books => {
  const queues = new Map<string, QueueBook>()
  const accepted = new Map<string, number>()
  const open = new Set<number>()
  const ringsAt = new Map<string, number>()
  const told = new Map<number, number>()
  const waits = new Map<number, { readonly queue: string; readonly callback: boolean }>()
  const book = (queue: string): QueueBook => {
    const known = queues.get(queue) ?? { entered: 0, left: 0, present: 0 }
    queues.set(queue, known)
    return known
  }
  const ended = ({
    offer,
    agent,
  }: EventOf<'offer.accepted' | 'offer.missed' | 'offer.rejected' | 'offer.withdrawn'>) => {
    if (!open.delete(offer)) throw new Error(`offer ${offer} ends twice`)
    if (ringsAt.get(agent) !== offer) throw new Error(`offer ${offer} ends at ${agent}, where it never rang`)
    ringsAt.delete(agent)
  }
  return {
    queues,
    accepted,
    open,
    listeners: {
      'queue.entered': ({ call, queue, callback }) => {
        if (waits.has(call)) throw new Error(`call ${call} waits in two queues`)
        waits.set(call, { queue, callback: callback !== null })
        book(queue).entered += 1
        book(queue).present += 1
        told.delete(call)
      },
      'queue.left': ({ call, queue, waitMs }) => {
        if (waits.get(call)?.queue !== queue) throw new Error(`call ${call} leaves ${queue} and was not there`)
        if (waitMs < 0) throw new Error(`call ${call} waited ${waitMs} ms`)
        waits.delete(call)
        book(queue).left += 1
        book(queue).present -= 1
      },
      'queue.announced': ({ call, queue, position }) => {
        const before = told.get(call)
        if (before !== undefined && position > before && !mayRise(queue)) {
          throw new Error(`call ${call} was told ${before}, then ${position}`)
        }
        told.set(call, position)
      },
      'offer.made': ({ offer, agent, call, queue }) => {
        const entry = waits.get(call)
        if (entry?.queue !== queue) throw new Error(`call ${call} is offered and waits nowhere`)
        if (hungUp(call) && !entry.callback) throw new Error(`call ${call} rings at ${agent} and the caller is gone`)
        if (ringsAt.has(agent)) throw new Error(`${agent} has two offers`)
        open.add(offer)
        ringsAt.set(agent, offer)
      },
      'offer.accepted': (event) => {
        ended(event)
        accepted.set(event.agent, (accepted.get(event.agent) ?? 0) + 1)
      },
      'offer.missed': ended,
      'offer.rejected': ended,
      'offer.withdrawn': ended,
      'agent.changed': ({ agent, from, to }) => {
        if (from === 'logged-out') accepted.set(agent, 0)
        if (from === to && to !== 'not-ready') throw new Error(`${agent} goes from ${from} to ${to}`)
      },
    },
  }
}
