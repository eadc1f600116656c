/** Calls that begin at phones of ours: from one to another, to the outside, to queues and flows, and feature codes (P2, P3). */
import type { CallRefused, EventOf } from '@callweave/core'
import type { Call, Leg } from '../calls.js'
import { causeOf } from '../refusals.js'
import type { Codes } from './codes.js'
import type { Destination, Dialed } from './dial-plan.js'
import type { Lines, PhoneParts } from './lines.js'

export interface OwnCalls {
  /** A phone has dialed. */
  dialed(fact: EventOf<'leg.dialed'>): void
  /** Goes on with what was dialed, or asked for by `dial`. */
  begin(leg: Leg, dialed: string): void
  refuse(leg: Leg, because: CallRefused): void
}

export const createOwnCalls = (parts: PhoneParts, lines: Lines, codes: Codes): OwnCalls => {
  const { sections, log, clock, table, acd, ivr, plan, hangUp, enterQueue } = parts
  const spoken = sections.languages?.[0] ?? 'en'
  const saysUnknown = sections.prompts?.['unknown-number'] !== undefined

  const refuse = (leg: Leg, because: CallRefused): void => {
    const { call } = leg
    log.emit['call.refused']({ seq: log.next(), atMs: clock.nowMs(), type: 'call.refused', call: call.id, because })
    if (because === 'unknown-number' && saysUnknown) {
      lines.sayLast(leg, [{ sound: 'prompt', prompt: 'unknown-number', language: spoken }])
    } else hangUp(leg, causeOf(because))
  }

  /** The phone is the caller now, in a queue or a flow like any other. */
  const leadsInside = (call: Call, to: Extract<Destination, { readonly is: 'queue' | 'flow' }>): void => {
    log.emit['call.returned']({
      seq: log.next(),
      atMs: clock.nowMs(),
      type: 'call.returned',
      call: call.id,
      to: 'flow',
      because: 'dialed',
    })
    if (to.is === 'queue') enterQueue(call, to.queue)
    else ivr.enter(call.id, to.flow)
  }

  /** All at once (P6). Who broadcasts is answered now: the first who picks up is to hear at once. */
  const callGroup = (leg: Leg, { as, extensions }: Extract<Dialed, { readonly is: 'group' }>): void => {
    const others = extensions.filter((extension) => extension !== leg.party?.extension)
    if (others.length === 0) {
      refuse(leg, 'no-answer')
      return
    }
    for (const extension of others) {
      lines.ask(leg.call, as, { is: 'extension', extension, agent: plan.agentAt(extension) }, { by: leg })
    }
    if (as === 'broadcast') lines.answer(leg)
  }

  const begin = (leg: Leg, dialed: string): void => {
    const { call } = leg
    const read = plan.read(dialed, clock.nowMs())
    if (read.is === 'code') {
      codes.run(leg, read.code.code, read.argument)
      return
    }
    const agent = lines.agentOf(leg)
    if (sections.dialing?.needsLogIn === true && agent?.state === 'logged-out') {
      refuse(leg, 'logged-out')
      return
    }
    if (read.is === 'blocked') refuse(leg, 'blocked')
    else if (read.is === 'unknown') refuse(leg, 'unknown-number')
    else if (read.is === 'extension' && read.extension === leg.party?.extension) refuse(leg, 'busy')
    else {
      if (agent !== null) acd.engage(agent, call.id, 'dialed')
      if (read.is === 'group') callGroup(leg, read)
      else if (read.is === 'queue' || read.is === 'flow') leadsInside(call, read)
      else lines.ask(call, 'dialed', read, { by: leg })
    }
  }

  return {
    refuse,
    begin,
    dialed: (fact) => begin(table.legs.get(fact.leg) as Leg, fact.dialed),
  }
}
