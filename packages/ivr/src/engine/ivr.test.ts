import { type CallEvent, callId, commandId, createEventLog, type DigitsEnd, legId } from '@callweave/core'
import { describe, expect, test } from 'vitest'
import type { IvrSections } from '../definition/sections.js'
import { createTestClock } from '../testing/clock.js'
import { sample } from '../testing/sample.js'
import { flowVersion } from './compile.js'
import type { IvrCommand } from './desk.js'
import { createIvr, type IvrOptions } from './ivr.js'

const call = callId(7)
const leg = legId(70)

/** An engine whose desk writes down, in order, all that it is asked. */
const startIvr = (sections: IvrSections, options: Partial<IvrOptions> = {}) => {
  const log = createEventLog()
  const clock = createTestClock(1_000)
  const asked: { what: string; body?: IvrCommand }[] = []
  const events: CallEvent[] = []
  log.tapAll((event) => events.push(event))
  let commands = 0
  const ivr = createIvr({
    sections,
    log,
    clock,
    desk: {
      command: (_call, _leg, body) => {
        commands += 1
        asked.push({ what: `${body.do} ${commands}`, body })
        return commandId(commands)
      },
      queue: (_call, intent) => void asked.push({ what: `queue ${intent.queue}` }),
      transfer: (_call, intent) =>
        void asked.push({ what: `transfer ${intent.number ?? intent.extension ?? intent.agent}` }),
      lookup: (_call, command, request) =>
        void asked.push({ what: `lookup ${command} ${JSON.stringify(request.args)}` }),
      nextCommand: () => {
        commands += 1
        return commandId(commands)
      },
      end: (_call, outcome) => void asked.push({ what: `end ${outcome}` }),
    },
    ...options,
  })
  const head = <T extends CallEvent['type']>(type: T) => ({ seq: log.next(), atMs: clock.nowMs(), type, call, leg })
  const arrive = () =>
    log.emit['leg.arrived']({ ...head('leg.arrived'), trunk: 'main', channel: 1, caller: '138', dialed: '400' })
  const said = (): string[] => asked.splice(0).map(({ what }) => what)
  const prompted = (command: number) => {
    const event = { ...head('prompt.finished'), command: commandId(command) }
    log.emit['prompt.finished'](event)
    ivr.promptFinished(event)
  }
  const typed = (
    command: number,
    digits: string,
    because: DigitsEnd = digits === '' ? 'first-digit-timeout' : 'complete',
    secret?: string,
  ) => {
    const event = { ...head('digits.collected'), command: commandId(command), digits, because }
    log.emit['digits.collected'](event)
    ivr.digitsCollected(event, secret)
  }
  const recorded = (command: number) => {
    const event = {
      ...head('recording.finished'),
      command: commandId(command),
      recording: 'r',
      lengthMs: 4_000,
      because: 'hung-up',
    }
    log.emit['recording.finished'](event)
    ivr.recordingFinished(event)
  }
  const failed = (command: number) => {
    const event = { ...head('command.failed'), command: commandId(command), because: 'no-file' }
    log.emit['command.failed'](event)
    ivr.commandFailed(event)
  }
  const types = () => events.map(({ type }) => type)
  return { ivr, log, clock, arrive, said, asked, prompted, typed, recorded, failed, types, events, head }
}

const flowsOf = (flows: IvrSections['flows'], rest: Partial<IvrSections> = {}): IvrSections => ({
  prompts: { hello: 'Hello', menu: 'Press 1' },
  ...rest,
  flows,
})

describe('I1 the caller is answered before the first sound', () => {
  test('I1 once, and not again when the leg is up', () => {
    const { ivr, arrive, said, prompted, log, head } = startIvr(sample)
    arrive()
    ivr.enter(call, 'day')
    expect(said()).toEqual(['answer 1', 'play 2'])
    log.emit['leg.answered'](head('leg.answered'))
    prompted(2)
    expect(said()).toEqual(['collect 3'])
  })
  test('I1 a flow that queues at once is left to the agent to answer, but for answerAt: arrival', () => {
    const silent = startIvr(sample)
    silent.arrive()
    silent.ivr.enter(call, 'direct')
    expect(silent.said()).toEqual(['queue service'])
    expect(silent.types()).toEqual(['leg.arrived', 'flow.entered', 'step.entered'])
    const early = startIvr(sample, { answerAt: 'arrival' })
    early.arrive()
    early.ivr.enter(call, 'direct')
    expect(early.said()).toEqual(['answer 1', 'queue service'])
  })
})

describe('I1 inputs', () => {
  test('I1 one about a command that is not awaited changes nothing', () => {
    const { ivr, arrive, said, prompted, typed, types } = startIvr(sample)
    arrive()
    ivr.enter(call, 'day')
    said()
    prompted(1)
    typed(2, '8')
    ivr.lookupReturned(call, commandId(9), { ok: true, result: 1, tookMs: 1 })
    const before = types().length
    expect(ivr.queueReturned(call, 'full')).toBe(false)
    expect(ivr.transferReturned(call, 'busy')).toBe(false)
    expect([said(), types().length]).toEqual([[], before])
    prompted(2)
    prompted(2)
    expect(said()).toEqual(['collect 3'])
  })
  test('I1 digits that come as the caller hangs up lead nowhere', () => {
    const { ivr, arrive, said, prompted, typed } = startIvr(sample)
    arrive()
    ivr.enter(call, 'day')
    prompted(2)
    said()
    typed(3, '8', 'hung-up')
    expect(said()).toEqual([])
  })
  test('I1 a sound that fails is passed over, a menu that fails ends the call', () => {
    const { ivr, arrive, said, failed } = startIvr(sample)
    arrive()
    ivr.enter(call, 'day')
    said()
    failed(2)
    expect(said()).toEqual(['collect 3'])
    failed(3)
    expect(said()).toEqual(['end dropped'])
  })
  test('I1 collect: a secret is in no event and in no text, but the function gets it', () => {
    const { ivr, arrive, said, asked, typed, events } = startIvr(
      flowsOf(
        {
          day: {
            start: {
              step: 'collect',
              prompt: 'hello',
              into: 'pin',
              secret: true,
              maxDigits: 4,
              then: 'check',
              noInput: { then: 'bye' },
            },
            check: { step: 'lookup', function: 'check', args: { pin: '{pin}' }, then: 'tell', onError: 'bye' },
            tell: { step: 'say', text: 'It is {pin}.', then: 'bye' },
            bye: { step: 'hang-up' },
          },
        },
        { functions: { check: { function: 'check', version: 3 } } },
      ),
    )
    arrive()
    ivr.enter(call, 'day')
    expect(asked.at(-1)?.body).toMatchObject({ do: 'collect', secret: true })
    typed(2, 'xxxx', 'complete', '1234')
    expect(said().at(-1)).toBe('lookup 3 {"pin":"1234"}')
    ivr.lookupReturned(call, commandId(3), { ok: true, result: true, tookMs: 9 })
    expect(JSON.stringify(events)).not.toContain('1234')
  })
  test('I3 lookup: late is an error, and what comes after is not heard', () => {
    const { ivr, arrive, said, clock, events } = startIvr(
      flowsOf(
        {
          day: {
            start: { step: 'lookup', function: 'look', timeoutMs: 300, into: 'x', then: 'good', onError: 'bad' },
            good: { step: 'hang-up' },
            bad: { step: 'queue', queue: 'service' },
          },
        },
        { functions: { look: { function: 'look', version: 1 } } },
      ),
    )
    arrive()
    ivr.enter(call, 'day')
    clock.advance(299)
    expect(said()).toEqual(['lookup 1 {}'])
    clock.advance(1)
    expect(said()).toEqual(['queue service'])
    ivr.lookupReturned(call, commandId(1), { ok: true, result: 'x', tookMs: 400 })
    expect(said()).toEqual([])
    expect(events.find(({ type }) => type === 'lookup.returned')).toMatchObject({
      ok: false,
      because: 'timeout',
      tookMs: 300,
    })
  })
  test('I3 lookup: an answer chooses the way and fills variables', () => {
    const sections = flowsOf(
      {
        day: {
          start: {
            step: 'lookup',
            function: 'look',
            into: 'x',
            on: { gold: 'vip', true: 'vip' },
            then: 'tell',
            onError: 'tell',
          },
          vip: { step: 'queue', queue: 'service', preferred: 'x', priority: 9 },
          tell: { step: 'transfer', number: '0{x.city}', ifBusy: 'vip' },
        },
      },
      { functions: { look: { function: 'look', version: 1 } } },
    )
    const answered = (
      result: string | boolean | { city: string; n: number | null },
    ): [string[], Record<string, string>] => {
      const { ivr, arrive, said } = startIvr(sections)
      arrive()
      ivr.enter(call, 'day')
      ivr.lookupReturned(call, commandId(1), { ok: true, result, tookMs: 1 })
      return [said().slice(1), Object.fromEntries(ivr.variables(call))]
    }
    expect(answered('gold')).toEqual([['queue service'], { x: 'gold' }])
    expect(answered(true)).toEqual([['queue service'], { x: 'true' }])
    expect(answered({ city: '10', n: null })).toEqual([['transfer 010'], { 'x.city': '10', 'x.n': '' }])
  })
})

describe('I1 the caller hangs up', () => {
  test('I4 a message is kept when its recording is told before or after the hang-up', () => {
    for (const order of ['recording first', 'hang-up first']) {
      const { ivr, arrive, said, log, head, recorded, types } = startIvr(
        flowsOf({
          day: { start: { step: 'voicemail', box: 'service', then: 'bye' }, bye: { step: 'hang-up', prompt: 'hello' } },
        }),
      )
      arrive()
      ivr.enter(call, 'day')
      said()
      const hangUp = () => {
        log.emit['leg.ended']({ ...head('leg.ended'), by: 'caller', cause: 'normal' })
        ivr.callerGone(call)
      }
      if (order === 'hang-up first') hangUp()
      recorded(2)
      if (order === 'recording first') hangUp()
      expect(types()).toContain('message.left')
      expect(ivr.callerGone(call)).toBe('left-message')
      expect(said()).toEqual(order === 'hang-up first' ? [] : ['play 3'])
    }
  })
  test('I1 nothing is asked for any more', () => {
    const { ivr, arrive, said, log, head, prompted, typed } = startIvr(sample)
    arrive()
    ivr.enter(call, 'day')
    prompted(2)
    said()
    log.emit['leg.ended']({ ...head('leg.ended'), by: 'caller', cause: 'normal' })
    expect(ivr.callerGone(call)).toBe('abandoned')
    typed(3, '8')
    ivr.resume(call)
    expect(said()).toEqual([])
    log.emit['call.ended']({ seq: log.next(), atMs: 1, type: 'call.ended', call, outcome: 'abandoned' })
    expect([ivr.positionOf(call), ivr.snapshot()]).toEqual([undefined, []])
  })
})

describe('I6 flows are replaced while calls are up', () => {
  const before = flowsOf({
    day: {
      start: { step: 'menu', prompt: 'menu', on: { '1': 'go' }, noInput: { then: 'go' } },
      go: { step: 'queue', queue: 'old' },
    },
  })
  const after = flowsOf({
    day: {
      start: { step: 'menu', prompt: 'menu', on: { '1': 'go' }, noInput: { then: 'go' } },
      go: { step: 'queue', queue: 'new' },
    },
  })

  test('I6 a call keeps the version it began with, the next takes the new one', () => {
    const { ivr, arrive, said, typed } = startIvr(before)
    arrive()
    ivr.enter(call, 'day')
    const began = ivr.positionOf(call)
    ivr.replaceFlows(after)
    typed(2, '1')
    expect(said().at(-1)).toBe('queue old')
    expect(ivr.positionOf(call)).toEqual({ ...began, step: 'go' })
    expect(began?.version).toBe(flowVersion(before.flows.day ?? {}))
    ivr.enter(call, 'day')
    expect(ivr.positionOf(call)?.version).toBe(flowVersion(after.flows.day ?? {}))
    expect(flowVersion(after.flows.day ?? {})).not.toBe(began?.version)
  })
})

describe('I1 odd ways', () => {
  test('I1 a call sent into another flow hears its old sound no longer', () => {
    const { ivr, arrive, said, prompted } = startIvr(sample)
    arrive()
    ivr.enter(call, 'day', { tags: ['vip', 'vip'], language: 'zh' })
    expect([ivr.tags(call), ivr.positionOf(call)?.language]).toEqual([['vip'], 'zh'])
    said()
    ivr.enter(call, 'direct')
    expect(said()).toEqual(['stop 3', 'queue service'])
    prompted(2)
    expect(said()).toEqual([])
  })
  test('I1 after a replay the step is done again', () => {
    const first = startIvr(sample)
    first.arrive()
    first.ivr.enter(call, 'day')
    first.prompted(2)
    const second = startIvr(sample)
    for (const event of first.events) second.log.replay(event)
    expect(JSON.stringify(second.ivr.snapshot())).toBe(JSON.stringify(first.ivr.snapshot()))
    second.ivr.resume(call)
    expect(second.said()).toEqual(['answer 1', 'collect 2'])
  })
  test('I1 a loop that no checker saw ends the call instead of the process', () => {
    const { ivr, arrive, said } = startIvr(
      flowsOf({ day: { start: { step: 'set', variables: { x: '1' }, then: 'start' } } }),
    )
    arrive()
    ivr.enter(call, 'day')
    expect(said()).toEqual(['end dropped'])
  })
  test('I1 so does a queue that refuses at once into itself', () => {
    const log = createEventLog()
    const ended: string[] = []
    const ivr = createIvr({
      sections: flowsOf({ day: { start: { step: 'queue', queue: 'q', ifFull: 'start' } } }),
      log,
      clock: createTestClock(0),
      desk: {
        command: () => commandId(1),
        queue: (of) => void ivr.queueReturned(of, 'full'),
        transfer: () => {},
        lookup: () => {},
        nextCommand: () => commandId(1),
        end: (_of, outcome) => void ended.push(outcome),
      },
    })
    log.emit['leg.arrived']({
      seq: log.next(),
      atMs: 0,
      type: 'leg.arrived',
      call,
      leg,
      trunk: 't',
      channel: 1,
      caller: '1',
      dialed: '2',
    })
    ivr.enter(call, 'day')
    expect(ended).toEqual(['dropped'])
  })
  test('I1 unknown calls and flows are bugs of who enters them', () => {
    const { ivr, arrive } = startIvr(sample)
    expect(() => ivr.enter(call, 'day')).toThrow("call 7 enters 'day', but no leg of it stands in the log")
    arrive()
    expect(() => ivr.enter(call, 'nowhere')).toThrow("call 7 enters 'nowhere', which is no flow")
  })
})
