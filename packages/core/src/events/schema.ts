/**
 * Every event there is. An event is a fact, in the past tense; it is never changed and never lost. The order of the
 * table is the order of a call's life and is part of the binary log's format: append, never reorder.
 */

import type { CallbackId, CallId, CommandId, LegId, OfferId } from '../ids.js'
import { type AgentState, agentStates } from '../states/agent.js'
import {
  callbackEnds,
  callEnds,
  callersBack,
  callRefusals,
  digitsEnds,
  endCauses,
  endedBys,
  knownAgentChanges,
  knownLookupFailures,
  knownReasons,
  knownTrunkFaults,
  offerRejections,
  offerWithdrawals,
  partyRoles,
  queueLefts,
  queueRefusals,
} from './codes.js'
import { code, flag, int, ms, name, names, nullable, openCode, personal, terms, text } from './field.js'

const agentStateNames = Object.keys(agentStates) as AgentState[]

const call = int<CallId>()
const leg = int<LegId>()
const offer = int<OfferId>()
const command = int<CommandId>()
const agent = name()
const queue = name()
const phone = personal(text())

export const eventSchema = {
  // the log itself
  'log.opened': {
    definitionHash: text(),
    world: code(['virtual', 'embedded', 'freeswitch']),
    seed: nullable(text()),
  },

  // told by the switch
  'trunk.busy': { trunk: name(), caller: phone, dialed: text() },
  'trunk.failed': { trunk: name(), because: openCode(knownTrunkFaults) },
  'trunk.restored': { trunk: name() },
  'leg.arrived': { call, leg, trunk: name(), channel: int(), caller: phone, dialed: text() },
  'leg.originated': { call, leg, command, toward: phone, purpose: code(['agent', 'outside', 'callback']) },
  'leg.ringing': { call, leg },
  'leg.answered': { call, leg },
  'leg.held': { call, leg },
  'leg.retrieved': { call, leg },
  'legs.bridged': { call, leg, peer: leg },
  'legs.unbridged': { call, leg, peer: leg },
  'leg.ended': { call, leg, by: code(endedBys), cause: code(endCauses) },
  'prompt.finished': { call, leg, command },
  'digits.collected': { call, leg, command, digits: personal(text()), because: code(digitsEnds) },
  'digit.pressed': { call, leg, digit: personal(name()) },
  'recording.finished': { call, leg, command, recording: text(), lengthMs: ms(), because: name() },
  'command.failed': { call, leg, command, because: name() },

  // the call and its way in
  'call.routed': { call, route: int(), flow: name(), tags: names() },
  'call.refused': { call, because: code(callRefusals) },
  'call.tagged': { call, tag: name() },
  'screen.popped': { call, agent, queue, caller: phone, waitMs: ms(), chosen: names(), tags: names() },
  'survey.answered': { call, question: name(), answer: name(), agent: nullable(name()), queue: nullable(name()) },
  'call.ended': { call, outcome: code(callEnds) },

  // the flow
  'flow.entered': { call, flow: name(), version: text() },
  'step.entered': { call, flow: name(), step: name() },
  'input.missed': { call, step: name(), kind: code(['no-input', 'no-match']), attempt: int() },
  'menu.chosen': { call, step: name(), key: name() },
  'input.collected': { call, step: name(), variable: name(), value: nullable(personal(text())) },
  'variable.set': { call, variable: name(), value: personal(text()) },
  'language.chosen': { call, language: name() },
  'lookup.asked': { call, step: name(), function: name(), version: int(), command },
  'lookup.returned': {
    call,
    step: name(),
    command,
    ok: flag(),
    result: personal(text()),
    tookMs: ms(),
    because: nullable(openCode(knownLookupFailures)),
  },
  'message.left': { call, box: name(), recording: text(), lengthMs: ms() },

  // the queue
  'queue.refused': { call, queue, because: code(queueRefusals) },
  'queue.entered': {
    call,
    queue,
    priority: int(),
    /** When the wait counts from: later than arrival for a callback or a call that took up its place again. */
    virtualStartMs: ms(),
    wants: nullable(terms()),
    /** The agent that a strategy would like first (the last who served the caller, the owner), if any. */
    preferred: nullable(name()),
    /** The promise to call back that waits here in place of a caller. */
    callback: nullable(int<CallbackId>()),
  },
  'queue.widened': { call, queue, stage: int() },
  'queue.announced': { call, queue, position: int(), estimatedWaitMs: nullable(ms()) },
  'queue.reprioritized': { call, queue, priority: int(), virtualStartMs: ms(), because: name() },
  'queue.left': { call, queue, because: code(queueLefts), waitMs: ms(), key: nullable(name()) },
  'offer.made': { call, offer, queue, agent, leg, because: name(), terms: terms(), attempt: int() },
  'offer.accepted': { call, offer, queue, agent },
  'offer.missed': { call, offer, queue, agent, misses: int() },
  'offer.rejected': { call, offer, queue, agent, because: code(offerRejections) },
  'offer.withdrawn': {
    call,
    offer,
    queue,
    agent,
    /** `unreached`: the agent was held for a callback and the caller could not be reached. */
    because: code(offerWithdrawals),
  },
  'abandoned.listed': { call, queue, caller: phone, waitMs: ms(), chosen: names() },
  'abandoned.cleared': { call, queue, because: code(['called-back', 'called-again', 'cleared']) },
  'callback.requested': { call, callback: int<CallbackId>(), queue, number: phone, dueAtMs: nullable(ms()) },
  'callback.dialed': { call, callback: int<CallbackId>(), queue, agent, attempt: int() },
  'callback.ended': { call, callback: int<CallbackId>(), queue, because: code(callbackEnds) },

  // the agent
  'agent.changed': {
    agent,
    from: code(agentStateNames),
    to: code(agentStateNames),
    because: openCode(knownAgentChanges),
    /** Why not ready: the center's own code (break, meal, training...) or one of ours */
    reason: nullable(openCode(knownReasons)),
    call: nullable(int<CallId>()),
    /** When the state ends by itself (timed wrap-up, a rest), if it does. */
    untilMs: nullable(ms()),
  },

  /** A state asked for while in a call: taken up when the call ends. `to: 'ready'` takes the wish back. */
  'agent.asked': { agent, to: code(['not-ready', 'logged-out', 'ready']), reason: nullable(name()) },

  // the roster and the rules, changed while calls are up
  'member.changed': { queue, agent, joined: flag(), level: int(), penalty: int(), weight: int() },
  'skill.changed': { agent, skill: name(), level: int() },
  'number.blocked': { number: phone, until: nullable(ms()) },
  'number.unblocked': { number: phone },

  /** The caller was dialed and not reached. `retryAtMs`: when the callback takes its place in the queue again, if it does. */
  'callback.failed': {
    call,
    callback: int<CallbackId>(),
    queue,
    agent,
    because: code(['no-answer', 'busy', 'failed']),
    attempt: int(),
    retryAtMs: nullable(ms()),
  },
  /** A callback that was put off, to an instant or to a next attempt, takes its place in the queue. */
  'callback.due': { call, callback: int<CallbackId>(), queue },
  /** Rules of a queue as JSON: what is named there holds from now on, the rest stays. */
  'rules.changed': { queue, rules: text() },
  /** Somebody new on the floor, logged out and in no queue yet: the agent's entry in `agents`, as JSON. */
  'agent.added': { agent, definition: text() },

  // phones of ours, told by the switch
  /** A phone of ours begins a call: `dialed` is what was dialed there. */
  'leg.dialed': { call, leg, extension: name(), dialed: phone },
  'conference.joined': { call, leg },
  'conference.left': { call, leg },
  /** `leg` hears what `onto` is in, and is heard there as `mode` says. */
  'leg.tapped': { call, leg, onto: leg, mode: code(['monitor', 'whisper', 'barge-in']) },
  'leg.untapped': { call, leg },
  /**
   * A phone asks that the other party of its call be put through: to a number (`toward`), or, after speaking first, to whom
   * another leg of the phone talks (`consulted`; `toward` is empty then).
   */
  'transfer.asked': { call, leg, toward: phone, consulted: nullable(leg) },

  // what agents and supervisors do with calls
  /** A call that the center begins for a phone of ours: it rings, and when it is picked up `what` follows. */
  'call.placed': { call, extension: name(), what: code(['dial', 'monitor', 'whisper', 'barge-in']), toward: phone },
  /** A feature code was dialed and done. `argument`: the digits after it. */
  'code.dialed': { call, extension: name(), agent: nullable(name()), code: name(), argument: text() },
  /**
   * Somebody is rung or dialed to take part in the call, by `leg`. `by`: the leg that asked for it; `backTo`: the extension
   * that is rung when nobody answers; `agent` and `extension` of a phone of ours, `trunk` of a number outside.
   */
  'party.asked': {
    call,
    leg,
    as: code(partyRoles),
    by: nullable(leg),
    agent: nullable(name()),
    extension: nullable(name()),
    trunk: nullable(name()),
    toward: phone,
    backTo: nullable(name()),
  },
  /** The party at `leg` is put through; `agent` has let go of it. */
  'call.transferred': {
    call,
    leg,
    agent: nullable(name()),
    kind: code(['blind', 'attended']),
    target: code(['extension', 'outside', 'queue', 'flow']),
    toward: phone,
  },
  /** Whom the call was put through to is not there, or has hung up: it goes back. */
  'call.returned': { call, to: code(['agent', 'flow']), because: name() },
  'conference.opened': { call, agent: nullable(name()) },
  /** A leg is brought from another call into this one. */
  'leg.moved': { call, leg, from: call, agent: nullable(name()) },
  /** The phone at `leg` takes the call that rings at `extension`. `instead`: the leg that rang there. */
  'call.picked': { call, leg, instead: leg, extension: name(), agent: nullable(name()) },
  /** A supervisor has ended the conversation of the agent. */
  'call.cleared': { call, agent: name() },
  /** Numbers that may not be dialed, or their beginnings. */
  'outbound.blocked': { number: phone, until: nullable(ms()) },
  'outbound.unblocked': { number: phone },

  /**
   * An extension of ours has a phone that can be rung, after it had none or rang in vain: one has registered, or answers
   * again.
   */
  'phone.registered': { extension: name() },
  /** It has none any more: logged off, run out, or silent when asked. */
  'phone.lost': { extension: name() },

  /**
   * The caller, at `leg`, has hung up on a line that the called party alone may clear: the agent's leg stays, and the caller is
   * called back, up to `untilMs`.
   */
  'caller.cleared': { call, leg, agent: nullable(name()), untilMs: ms() },
  /** The caller is back, at `leg`, and talks to the same agent. */
  'caller.back': { call, leg, how: code(callersBack) },

  /** The oldest `count` messages of the box were heard to their end, and are in it no more. */
  'messages.heard': { call, box: name(), count: int() },
} as const
