/**
 * One call in a world of its own: the shipped engine, a clock moved by hand and a desk that writes down what it is asked.
 * Sounds and lookups come to their end when the script wants to go on; for keys, voices and queues it has to speak.
 */
import {
  type CallEnd,
  type CallEvent,
  type CallId,
  type CommandId,
  callId,
  commandId,
  createEventLog,
  type DigitsEnd,
  type EndedBy,
  legId,
  type RandomStream,
  type Sound,
} from '@callweave/core'
import { Temporal } from 'temporal-polyfill'
import { codeOf } from '../definition/functions.js'
import { createSoundLengths } from '../definition/prompt-length.js'
import { type FullSections, type IvrSections, withDefaults } from '../definition/sections.js'
import { compileFlows } from '../engine/compile.js'
import type {
  CollectCommand,
  IvrCommand,
  LookupOutcome,
  LookupRequest,
  QueueIntent,
  TransferIntent,
} from '../engine/desk.js'
import { createIvrOf, type Ivr } from '../engine/ivr.js'
import type { FlowSet } from '../engine/node.js'
import { createTestClock, type TestClock } from './clock.js'
import { createTestRandom } from './random.js'

export interface CallOptions {
  /** For simulated answers. Default 1. */
  readonly seed?: number
  readonly dialed?: string
  readonly caller?: string
  /** When the call comes, as `2026-10-05T09:30:00+08:00` or in ms since 1970. Default Monday 2026-01-05, 12:00 UTC. */
  readonly at?: string | number
  readonly tags?: readonly string[]
  readonly language?: string
}

/** What the call waits for. */
export type Doing =
  | { readonly is: 'sound'; readonly command: CommandId; readonly sounds: readonly Sound[] }
  | { readonly is: 'keys'; readonly command: CommandId; readonly collect: CollectCommand }
  | { readonly is: 'recording'; readonly command: CommandId }
  | { readonly is: 'lookup'; readonly command: CommandId; readonly request: LookupRequest }
  | { readonly is: 'queue'; readonly intent: QueueIntent }
  | { readonly is: 'transfer'; readonly intent: TransferIntent }
  | { readonly is: 'nothing' }
  | { readonly is: 'ended'; readonly outcome: CallEnd }

export interface TestWorld {
  readonly call: CallId
  readonly ivr: Ivr
  readonly clock: TestClock
  readonly events: readonly CallEvent[]
  readonly heard: readonly Sound[]
  readonly doing: Doing
  /** Brings a sound or a lookup to its end. False when the call waits for something else. */
  goOn(): boolean
  digits(digits: string, because: DigitsEnd, tookMs: number): void
  recorded(lengthMs: number): void
  lookedUp(outcome: LookupOutcome): void
  queueReturned(outcome: Parameters<Ivr['queueReturned']>[1]): void
  transferReturned(outcome: Parameters<Ivr['transferReturned']>[1]): void
  /** The caller's end. A voice being recorded is kept, as far as it came. */
  hangUp(): void
  /** The call is over: the leg, then the call. */
  end(by: EndedBy, outcome: CallEnd): void
}

/** Linked flows by their sections: a test runs thousands of calls over the same ones. */
const linked = new WeakMap<IvrSections, FlowSet>()

const flowsOf = (sections: IvrSections): FlowSet => {
  const flows = linked.get(sections) ?? compileFlows(sections)
  linked.set(sections, flows)
  return flows
}

const call = callId(1)
const leg = legId(1)
/** How far a caller who hangs up has come in a message. */
const spokenMs = 5_000
const defaultStartMs = 1_767_614_400_000

export const createTestWorld = (given: IvrSections, flow: string, options: CallOptions = {}): TestWorld => {
  const { seed = 1, dialed = '4008001234', caller = '13800000001', at = defaultStartMs, tags = [] } = options
  const sections: FullSections = withDefaults(given)
  const clock = createTestClock(typeof at === 'number' ? at : Temporal.Instant.from(at).epochMilliseconds)
  const log = createEventLog()
  const lengths = createSoundLengths(sections.prompts, sections.languages)
  const random = createTestRandom(seed)
  const events: CallEvent[] = []
  const heard: Sound[] = []
  let doing: Doing = { is: 'nothing' }
  let commands = 0
  let answering = false
  log.tapAll((event) => events.push(event))

  const nextCommand = (): CommandId => {
    commands += 1
    return commandId(commands)
  }

  const take = (body: IvrCommand): CommandId => {
    const command = nextCommand()
    switch (body.do) {
      case 'answer':
        answering = true
        break
      case 'play':
        heard.push(...body.sounds)
        doing = { is: 'sound', command, sounds: body.sounds }
        break
      case 'collect':
        heard.push(...body.sounds)
        doing = { is: 'keys', command, collect: body }
        break
      case 'record':
        doing = { is: 'recording', command }
        break
      case 'stop':
        doing = { is: 'nothing' }
    }
    return command
  }

  const ivr = createIvrOf(flowsOf(given), {
    log,
    clock,
    desk: {
      command: (_call, _leg, body) => take(body),
      queue: (_call, intent) => {
        doing = { is: 'queue', intent }
      },
      transfer: (_call, intent) => {
        doing = { is: 'transfer', intent }
      },
      callBack: () => true,
      lookup: (_call, command, request) => {
        doing = { is: 'lookup', command, request }
      },
      nextCommand,
      end: (_call, outcome) => world.end('center', outcome),
    },
  })

  /** The caller's leg is up by the time anything else happens on it. */
  const settle = (): void => {
    if (!answering) return
    answering = false
    log.emit['leg.answered']({ seq: log.next(), atMs: clock.nowMs(), type: 'leg.answered', call, leg })
  }

  const head = <T extends CallEvent['type']>(type: T) => ({ seq: log.next(), atMs: clock.nowMs(), type })

  const world: TestWorld = {
    call,
    ivr,
    clock,
    events,
    heard,
    get doing() {
      return doing
    },
    goOn: () => {
      settle()
      if (doing.is === 'lookup') {
        const outcome = simulated(sections, doing.request, random)
        if (outcome.tookMs >= doing.request.timeoutMs) clock.advance(doing.request.timeoutMs)
        else {
          clock.advance(outcome.tookMs)
          world.lookedUp(outcome)
        }
        return true
      }
      if (doing.is !== 'sound') return false
      clock.advance(lengths.soundsLengthMs(doing.sounds))
      const event = { ...head('prompt.finished'), call, leg, command: doing.command }
      log.emit['prompt.finished'](event)
      ivr.promptFinished(event)
      return true
    },
    digits: (digits, because, tookMs) => {
      settle()
      if (doing.is !== 'keys') return
      clock.advance(lengths.soundsLengthMs(doing.collect.sounds) + tookMs)
      const secret = doing.collect.secret === true
      const shown = secret ? 'x'.repeat(digits.length) : digits
      const event = { ...head('digits.collected'), call, leg, command: doing.command, digits: shown, because }
      log.emit['digits.collected'](event)
      ivr.digitsCollected(event, secret ? digits : undefined)
    },
    recorded: (lengthMs) => {
      settle()
      if (doing.is !== 'recording') return
      clock.advance(lengthMs)
      const { command } = doing
      const event = {
        ...head('recording.finished'),
        call,
        leg,
        command,
        recording: 'recording-1',
        lengthMs,
        because: 'silence',
      }
      log.emit['recording.finished'](event)
      ivr.recordingFinished(event)
    },
    lookedUp: (outcome) => {
      if (doing.is === 'lookup') ivr.lookupReturned(call, doing.command, outcome)
    },
    queueReturned: (outcome) => {
      settle()
      if (doing.is !== 'queue') return
      const { queue } = doing.intent
      if (outcome === 'full' || outcome === 'nobody' || outcome === 'closed') {
        log.emit['queue.refused']({ ...head('queue.refused'), call, queue, because: outcome })
      } else {
        const because = typeof outcome === 'object' ? 'key' : outcome === 'served' ? 'answered' : outcome
        const key = typeof outcome === 'object' ? outcome.key : null
        log.emit['queue.left']({ ...head('queue.left'), call, queue, because, waitMs: 0, key })
      }
      const takenOn = ivr.queueReturned(call, outcome)
      if (!takenOn && outcome === 'served') world.end('agent', 'served')
    },
    transferReturned: (outcome) => {
      settle()
      ivr.transferReturned(call, outcome)
    },
    hangUp: () => {
      if (doing.is === 'recording') world.recorded(spokenMs)
      if (doing.is === 'ended') return
      log.emit['leg.ended']({ ...head('leg.ended'), call, leg, by: 'caller', cause: 'normal' })
      const outcome = ivr.callerGone(call)
      log.emit['call.ended']({ ...head('call.ended'), call, outcome })
      doing = { is: 'ended', outcome }
    },
    end: (by, outcome) => {
      log.emit['leg.ended']({ ...head('leg.ended'), call, leg, by, cause: 'normal' })
      log.emit['call.ended']({ ...head('call.ended'), call, outcome })
      doing = { is: 'ended', outcome }
    },
  }

  const arrived = { ...head('leg.arrived'), call, leg, trunk: 'test', channel: 1, caller, dialed }
  log.emit['leg.arrived'](arrived)
  log.emit['call.routed']({ ...head('call.routed'), call, route: 0, flow, tags })
  ivr.enter(call, flow, options.language === undefined ? {} : { language: options.language })
  return world
}

const simulated = (sections: FullSections, request: LookupRequest, random: RandomStream): LookupOutcome => {
  const value = sections.functions[request.function]
  const twin = value === undefined ? undefined : codeOf(value)?.simulate
  if (twin === undefined) return { ok: false, because: 'no-simulated-twin', tookMs: 0 }
  return { ok: true, ...twin(request.args, random) }
}
