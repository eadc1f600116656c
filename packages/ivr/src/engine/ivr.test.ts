import { commandId } from '@callweave/core'
import { describe, expect, test } from 'vitest'
import { call, flowsOf, startIvr } from '../testing/recorded-ivr.js'
import { sample } from '../testing/sample.js'

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
