/**
 * The center: joins switch, flows and queues, and runs "the life of one call". It keeps no state of its own but the
 * table of legs; a call's place in its flow is ivr's, its place in a queue is acd's, and all three are folds of one log.
 *
 * Synchronous: `tell[...]` takes a fact from the switch and returns when everything that follows from it has been
 * logged and ordered. The switch must not tell anything from inside `do`.
 */
import { type Acd, type AcdDesk, createAcd, type Floor, type Offer } from '@callweave/acd'
import {
  type CallEnd,
  type CallId,
  type Clock,
  type CommandId,
  callId,
  commandId,
  type EndCause,
  type EventLog,
  type EventOf,
  type LegId,
  legId,
  type Random,
  type Switch,
  type SwitchFactType,
} from '@callweave/core'
import { createIvr, type Ivr, type IvrDesk } from '@callweave/ivr'
import type { CenterDefinition } from '../definition/center-definition.js'
import { unreadSources } from '../definition/sources.js'
import { type BlockLists, createBlockLists } from './block-lists.js'
import { createBoxes } from './boxes.js'
import { type Call, type CallTable, callFolds, createCallTable, type Leg } from './calls.js'
import { createDialing } from './dialing.js'
import { enterOptions } from './enter-options.js'
import type { Lookups } from './lookups.js'
import type { BlockedNumber } from './numbers.js'
import { partyFolds } from './parties.js'
import type { Desk } from './phones/desk.js'
import { createDialPlan } from './phones/dial-plan.js'
import { createPhones } from './phones/phones.js'
import { createReach } from './phones/reach.js'
import { createRouter } from './routes.js'
import { createTeller } from './tell.js'
import { createWaitingSounds } from './waiting-sounds.js'

export interface CenterOptions {
  readonly definition: CenterDefinition
  readonly log: EventLog
  readonly clock: Clock
  readonly random: Random
  readonly switch: Switch
  /** Who answers lookups: the registered functions, or their simulated twins. */
  readonly lookups: Lookups
}

/** One function for each fact that a switch can tell. */
export type Tell = { readonly [T in Exclude<SwitchFactType, 'digits.collected'>]: (fact: EventOf<T>) => void } & {
  /** `secret`: the digits of a secret input, which the fact itself carries as `x` only. */
  readonly 'digits.collected': (fact: EventOf<'digits.collected'>, secret?: string) => void
}

export interface Center extends BlockLists {
  /** The callers that are refused now, those of the definition among them. */
  blocked(): BlockedNumber[]
  readonly tell: Tell
  readonly floor: Floor
  readonly calls: CallTable
  readonly acd: Acd
  readonly ivr: Ivr
  /** What agents' screens and supervisors order. */
  readonly desk: Desk
  /** How many messages that nobody has heard lie in the box of an agent or a queue. */
  readonly boxes: ReadonlyMap<string, number>
  /** Numbers for a call and a leg that the switch is about to tell of; drawn just before it tells. */
  nextCall(): CallId
  nextLeg(): LegId
  /** After a replay of the log: makes the appointments that the state calls for. */
  resume(): void
}

export const createCenter = (options: CenterOptions): Center => {
  const { definition, log, clock, random, switch: board, lookups } = options
  const { sections } = definition
  if (definition.unread !== undefined) throw unreadSources(definition.unread)
  const table = createCallTable()
  log.fold(callFolds(table))
  const router = createRouter(sections)
  log.fold(router.folds)
  const plan = createDialPlan(sections, () => acd.floor)
  log.fold(plan.folds)
  log.fold(partyFolds(table, plan.agentAt))
  const reach = createReach()
  log.fold(reach.folds)
  const boxes = createBoxes()
  log.fold(boxes.folds)
  let lastCommand = 0
  const nextCommand = (): CommandId => {
    lastCommand += 1
    return commandId(lastCommand)
  }
  const nextCall = (): CallId => callId(table.lastCall + 1)
  const nextLeg = (): LegId => legId(table.lastLeg + 1)

  const hangUp = (leg: Leg, cause: EndCause = 'normal'): void =>
    board.do({ do: 'hang-up', command: nextCommand(), call: leg.call.id, leg: leg.id, cause })

  const acdDesk: AcdDesk = {
    nextLeg,
    ring: (offer) => {
      const call = table.calls.get(offer.entry.call) as Call
      board.do({
        do: 'originate',
        command: nextCommand(),
        call: call.id,
        leg: offer.leg,
        purpose: 'agent',
        toward: offer.agent.extension,
        trunk: null,
        callerShown: call.caller,
        ringTimeoutMs: offer.entry.queue.definition.ringTimeoutMs ?? defaultRingMs,
      })
    },
    stopRinging: (offer) => {
      const leg = table.legs.get(offer.leg)
      if (leg === undefined) return
      hangUp(leg, 'cancelled')
      teller.stopDialing(leg.call, offer.id)
    },
    dialBack: (offer, { number }, ringTimeoutMs) => {
      const call = table.calls.get(offer.entry.call) as Call
      // Whoever is still on the line, hearing that we will call back, need not be called.
      if (call.leg?.answered === true && !endings.has(call.id)) acd.reached(offer.id)
      else dialing.dial(call, { purpose: 'callback', toward: number, trunk: call.trunk, ringTimeoutMs })
    },
    callbackEnded: ({ call: id }, because) => {
      const call = table.calls.get(id)
      if (call !== undefined && because !== 'reached') teller.endIfOver(call)
    },
    connect: (offer, waitMs) => connect(offer, waitMs),
    giveBack: (id, outcome) => {
      const call = table.calls.get(id) as Call
      if (outcome.outcome === 'overflowed') enterQueue(call, outcome.to)
      else if (outcome.outcome !== 'callback' && !ivr.queueReturned(id, outcome.outcome)) leaveNowhere(call)
    },
    announce: (id, told) => sounds.announce(table.calls.get(id) as Call, told),
  }

  /** A party that was put through to the queue, or dialed it, and no flow knows how to go on with. */
  const leaveNowhere = (call: Call): void => {
    if (call.leg !== null && !endings.has(call.id)) hangUp(call.leg)
  }

  const connect = (offer: Offer, waitMs: number): void => {
    const { entry, agent } = offer
    const call = table.calls.get(entry.call) as Call
    const { leg } = call
    if (leg === null) return
    log.emit['screen.popped']({
      seq: log.next(),
      atMs: clock.nowMs(),
      type: 'screen.popped',
      call: call.id,
      agent: agent.id,
      queue: entry.queue.id,
      caller: call.caller,
      waitMs,
      chosen: ivr.chosen(call.id),
      tags: call.tags,
    })
    bridge(leg, offer.leg)
  }

  /** A caller whom nothing has answered yet is answered by whoever talks first. */
  const bridge = (leg: Leg, peer: LegId): void => {
    const call = leg.call.id
    if (!leg.answered) board.do({ do: 'answer', command: nextCommand(), call, leg: leg.id })
    board.do({ do: 'bridge', command: nextCommand(), call, leg: leg.id, peer })
  }

  const ivrDesk: IvrDesk = {
    command: (call, leg, body) => {
      const command = nextCommand()
      board.do({ ...body, command, call, leg })
      return command
    },
    nextCommand,
    queue: (id, intent) => {
      const call = table.calls.get(id) as Call
      sounds.expect(call, intent)
      enterQueue(call, intent.queue, intent)
    },
    transfer: (id, intent) => {
      const call = table.calls.get(id) as Call
      const toward = intent.number ?? intent.extension ?? acd.floor.agents.get(intent.agent ?? '')?.extension ?? ''
      const trunk = intent.number === null ? null : (intent.trunk ?? call.trunk)
      dialing.dial(call, { purpose: 'outside', toward, trunk, ringTimeoutMs: intent.ringTimeoutMs })
    },
    callBack: (id, { queue, number, delayMs }) => {
      const call = table.calls.get(id) as Call
      // Nothing is promised that may not be done.
      if (plan.isOutboundBlocked(number ?? call.caller, clock.nowMs())) return false
      const keepsPlace = call.queue === queue && call.leftPlaceMs > 0
      const promised = acd.callBack(id, {
        number: number ?? call.caller,
        queue,
        priority: sections.routes[call.route]?.priority ?? 0,
        ...(keepsPlace ? { virtualStartMs: call.leftPlaceMs } : none),
        ...(delayMs > 0 ? { dueAtMs: clock.nowMs() + delayMs } : none),
      })
      return promised !== null
    },
    lookup: (call, command, request) => {
      const stop = lookups.ask(request, (outcome) => {
        if (asked.get(call)?.command === command) asked.delete(call)
        ivr.lookupReturned(call, command, outcome)
      })
      if (stop !== undefined) asked.set(call, { command, stop })
    },
    end: (id, outcome) => {
      const call = table.calls.get(id) as Call
      endings.set(id, outcome)
      // Nobody has answered: whoever refuses so is closed, or has no room.
      const isClosed = outcome === 'refused' && call.leg?.answered === false
      if (call.leg !== null) hangUp(call.leg, isClosed ? 'unavailable' : 'normal')
    },
  }

  /** Lookups whose answer is not there yet, as far as they can be stopped. A flow waits for one at a time. */
  const asked = new Map<CallId, { readonly command: CommandId; readonly stop: () => void }>()
  const callerGone: Ivr['callerGone'] = (call) => {
    if (asked.size > 0) {
      asked.get(call)?.stop()
      asked.delete(call)
    }
    return ivr.callerGone(call)
  }

  /** What a flow said of its end, until the call's last leg is down. */
  const endings = new Map<CallId, CallEnd>()

  const enterQueue = (call: Call, queue: string, intent?: Parameters<IvrDesk['queue']>[1]): void => {
    const priority = (sections.routes[call.route]?.priority ?? 0) + (intent?.priority ?? 0)
    const preferred = intent?.preferred ?? preferredFor(call, queue)
    const place = acd.placeOf(call.caller, queue)
    const wants = intent?.wants ?? null
    // Most calls bring nothing, and share one empty object.
    const brings = priority !== 0 || wants !== null || preferred !== null || place !== null
    acd.enter(call.id, queue, brings ? enterOptions(priority, wants, preferred, place) : none)
    sounds.begin(call)
  }

  const preferredFor = (call: Call, queue: string): string | null => {
    const prefers = acd.floor.queues.get(queue)?.strategy.prefers
    if (prefers === undefined) return null
    return (prefers.agent === 'owner' ? sections.owners[call.caller] : acd.floor.lastAgents.get(call.caller)) ?? null
  }

  const acd = createAcd({ sections, log, clock, random, desk: acdDesk })
  const ivr = createIvr({ sections, log, clock, desk: ivrDesk })
  const dialing = createDialing({
    log,
    clock,
    switch: board,
    plan,
    acd,
    nextLeg,
    nextCommand,
    ended: (fact) => teller.tell['leg.ended'](fact),
  })
  const sounds = createWaitingSounds({
    sections,
    floor: acd.floor,
    switch: board,
    nextCommand,
    languageOf: (call) => ivr.positionOf(call)?.language,
  })
  const phones = createPhones({
    boxes,
    sections,
    log,
    clock,
    table,
    acd,
    ivr,
    plan,
    reach,
    switch: board,
    nextCommand,
    nextLeg,
    nextCall,
    hangUp,
    enterQueue: (call, queue) => enterQueue(call, queue),
    musicOf: sounds.musicOf,
    endings,
    callerLeft: (call, cause) => teller.callerLeft(call, cause),
  })
  const teller = createTeller({
    log,
    clock,
    table,
    acd,
    ivr: { ...ivr, callerGone },
    router,
    sounds,
    hangUp,
    endings,
    phones,
    dialing,
    agentAt: (extension) => acd.floor.agents.get(plan.agentAt(extension) ?? ''),
    bridge: (leg, peer) => bridge(leg, peer.id),
  })

  return {
    tell: teller.tell,
    floor: acd.floor,
    calls: table,
    acd,
    ivr,
    desk: phones.desk,
    boxes: boxes.messages,
    nextCall,
    nextLeg,
    ...createBlockLists(log, clock),
    blocked: () => router.blocked(clock.nowMs()),
    resume: () => {
      acd.resume()
      ivr.resume()
    },
  }
}

const defaultRingMs = 20_000
const none = {}
