import { formatProblem } from '@callweave/core'
import { describe, expect, test } from 'vitest'
import type { IvrSections } from '../definition/sections.js'
import type { FlowData } from '../definition/step.js'
import { sample } from '../testing/sample.js'
import { checkFlows } from './flows.js'

const names = { queue: ['service', 'complaints'], skill: ['complaints'], agent: ['ana'], trunk: ['main'] }

/** The problems of one flow, each as its sentence. */
const told = (day: FlowData, rest: Partial<IvrSections> = {}): string[] =>
  checkFlows({ prompts: { hello: 'Hello', menu: 'Press 1' }, ...rest, flows: { day, ...rest.flows } }, names).map(
    (problem) => `${problem.severity} ${formatProblem(problem)}`,
  )

const bye = { step: 'hang-up' } as const

test('I6 the sample flow passes without a word', () => {
  expect(checkFlows(sample, names).map(formatProblem)).toEqual([])
})

describe('I6 unknown names, each with the one that was meant', () => {
  test('I6 prompt, queue, skill, step, box', () => {
    expect(
      told({
        start: { step: 'play', prompt: ['hello', 'helo'], then: 'agnt' },
        agent: { step: 'queue', queue: 'servise', wants: { complants: 4 }, ifNobody: 'box' },
        box: { step: 'voicemail', box: 'anna' },
      }).slice(0, 5),
    ).toEqual([
      "error flows.day.start.prompt[1]: there is no prompt called 'helo'; expected one of 'hello', 'menu'. Did you mean 'hello'?",
      "error flows.day.start.then: there is no step called 'agnt'; expected one of 'start', 'agent', 'box'. Did you mean 'agent'?",
      "error flows.day.agent.queue: there is no queue called 'servise'; expected one of 'service', 'complaints'. Did you mean 'service'?",
      "error flows.day.agent.wants.complants: there is no skill called 'complants'; expected 'complaints', the only one. Did you mean 'complaints'?",
      "error flows.day.box.box: there is no queue or agent called 'anna'; expected one of 'service', 'complaints', 'ana'. Did you mean 'ana'?",
    ])
  })
  test('I6 flow, hours, shift, function, language, agent, trunk, agent queue of all menus', () => {
    const problems = told(
      {
        start: { step: 'hours', hours: 'office', open: 'to', closed: 'ask', onShift: { erly: 'to' } },
        to: { step: 'flow', flow: 'nigt' },
        ask: { step: 'lookup', function: 'balanse', then: 'speak', onError: 'speak' },
        speak: { step: 'language', language: 'xx', then: 'x' },
        x: { step: 'transfer', agent: 'anna', ifBusy: 'y' },
        y: { step: 'transfer', number: '10086', trunk: 'mian' },
      },
      {
        flows: { night: { start: bye } },
        hours: {
          office: {
            open: [{ days: ['mon'], from: '09:00', to: '10:00' }],
            shifts: { early: [{ from: '09:00', to: '09:30' }] },
          },
        },
        menus: { agent: { key: '0', queue: 'servce' } },
      },
    )
    for (const [path, nearest] of [
      ['flows.day.start.onShift.erly', 'early'],
      ['flows.day.to.flow', 'night'],
      ['flows.day.x.agent', 'ana'],
      ['flows.day.y.trunk', 'main'],
      ['menus.agent.queue', 'service'],
    ]) {
      expect(problems.find((problem) => problem.includes(`${path}:`))).toContain(`Did you mean '${nearest}'?`)
    }
    expect(problems.join()).toContain(
      "flows.day.ask.function: there is no function called 'balanse'; expected a function, but none is defined",
    )
    expect(problems.join()).toContain("flows.day.speak.language: there is no language called 'xx'")
  })
})

describe('I6 ways that lead nowhere', () => {
  test('I6 a dead end is told once, where calls run into it', () => {
    const menu = { step: 'menu', prompt: 'menu', noInput: { then: 'b' } } as const
    expect(
      told({
        start: { ...menu, on: { '1': 'bye', '2': 'a' }, noInput: { then: 'bye' } },
        a: { ...menu, on: { '1': 'b' } },
        b: { ...menu, on: { '1': 'a' }, noInput: { then: 'a' } },
        bye,
      }).filter((problem) => problem.startsWith('error')),
    ).toEqual([
      "error flows.day.a: a call that comes to step 'a' never ends and never reaches anybody; expected a way on to a queue, a voicemail, a transfer, a hang-up or another flow. Give one of the steps from here on a way out",
    ])
  })
  test('I6 a step that no call comes to', () => {
    expect(told({ start: bye, lost: bye })).toEqual([expect.stringContaining("no call can come to step 'lost'")])
  })
  test('I6 a menu and a question without a no-input edge', () => {
    const problems = told({
      start: { step: 'menu', prompt: 'menu', on: { '1': 'ask' } },
      ask: { step: 'collect', prompt: 'menu', into: 'x', minDigits: 9, maxDigits: 4, then: 'bye' },
      bye,
    })
    expect(problems).toEqual([
      expect.stringContaining(
        "flows.day.start: nothing is said of a caller who presses no keys: there is no 'noInput'",
      ),
      expect.stringContaining(
        "flows.day.ask: nothing is said of a caller who presses no digits: there is no 'noInput'",
      ),
      expect.stringContaining(
        "flows.day.ask.minDigits: no input is long enough (found 9); expected at most 'maxDigits', which is 4",
      ),
    ])
  })
})

describe('I6 loops', () => {
  test('I6 prompts only, also by way of another flow', () => {
    expect(
      told({
        start: { step: 'play', prompt: 'hello', then: 'again' },
        again: { step: 'play', prompt: 'hello', then: 'start' },
      }),
    ).toEqual([expect.stringContaining('error flows.day.start: calls go round for ever: start -> again -> start')])
    expect(
      told(
        { start: { step: 'flow', flow: 'other' } },
        {
          flows: { other: { start: { step: 'play', prompt: 'hello', then: 'go' }, go: { step: 'flow', flow: 'day' } } },
        },
      ),
    ).toEqual([expect.stringContaining('calls go round for ever: start -> other.start -> other.go -> start')])
  })
  test('I6 a silent caller who holds the line for ever', () => {
    const problems = told({
      start: { step: 'menu', prompt: 'menu', on: { '1': 'bye' }, noInput: { then: 'hello' } },
      hello: { step: 'play', prompt: 'hello', then: 'start' },
      bye,
    })
    expect(problems).toEqual([
      expect.stringContaining('warning flows.day.start: a caller who presses nothing goes round for ever'),
    ])
  })
  test('I6 a queue that refuses into itself', () => {
    expect(
      told({
        start: { step: 'queue', queue: 'service', ifFull: 'tag' },
        tag: { step: 'tag', tag: 'x', then: 'start' },
      }),
    ).toEqual([
      expect.stringContaining('error flows.day.start: a refused call comes back at once to the queue that refused it'),
    ])
    expect(told({ start: { step: 'queue', queue: 'service', ifMaxWait: 'start' } })).toEqual([
      expect.stringContaining(
        "warning flows.day.start.ifMaxWait: 'max-wait' leads to the queue that the call has just left",
      ),
    ])
  })
  test('I6 a retry that hears a prompt, or asks a branch that a lookup changes, is no loop', () => {
    expect(
      told({
        start: { step: 'queue', queue: 'service', ifFull: 'wait' },
        wait: { step: 'play', prompt: 'hello', then: 'start' },
      }),
    ).toEqual([])
    expect(
      told({
        start: { step: 'branch', by: 'dialed', cases: { '1': 'wait' }, otherwise: 'bye' },
        wait: { step: 'play', prompt: 'hello', then: 'start' },
        bye,
      }),
    ).toEqual([
      expect.stringContaining('calls can go round for ever, as nothing on the way changes what a branch asks'),
    ])
  })
})

describe('I6 keys', () => {
  const menu = { step: 'menu', prompt: 'menu', noInput: { then: 'bye' } } as const
  test('I6 a key that begins another', () => {
    expect(told({ start: { ...menu, on: { '1': 'bye', '12': 'bye' } }, bye })).toEqual([
      expect.stringContaining("warning flows.day.start.on['1']: the key '1' is also how '12' begins"),
    ])
  })
  test('I6 a key that ends the input', () => {
    expect(told({ start: { ...menu, on: { '#': 'bye', '12': 'bye' } }, bye })).toEqual([
      expect.stringContaining("error flows.day.start.on['#']: the key '#' can never be typed"),
    ])
    expect(told({ start: { ...menu, on: { '#': 'bye', '1': 'bye' } }, bye })).toEqual([])
  })
  test('I6 inherited keys that a menu gives another meaning', () => {
    const menus = { back: '*', agent: { key: '0', queue: 'service' } }
    const agent = { step: 'queue', queue: 'service' } as const
    expect(told({ start: { ...menu, on: { '*': 'bye', '0': 'bye', '1': 'agent' } }, bye, agent }, { menus })).toEqual([
      expect.stringContaining(
        "flows.day.start.on['*']: here the key '*' leads to 'bye', while in other menus it goes back",
      ),
      expect.stringContaining(
        "flows.day.start.on['0']: here the key '0' leads to 'bye', while in other menus it asks for an agent",
      ),
    ])
    expect(told({ start: { ...menu, on: { '0': 'agent' } }, bye, agent }, { menus })).toEqual([])
    expect(told({ start: bye }, { menus: { back: '0', agent: menus.agent } })).toEqual([
      expect.stringContaining("menus.back: the key '0' is both back and the agent"),
    ])
  })
})

describe('I6 what stands beside the flows', () => {
  test('I6 prompts without a text in a language', () => {
    const prompts = { hello: { en: 'Hello' }, menu: { zh: '菜单', fr: 'Menu' }, file: { file: 'a.wav' }, both: 'Both' }
    expect(told({ start: bye }, { prompts, languages: ['en', 'zh'] })).toEqual([
      expect.stringContaining("warning prompts.hello: the prompt has no text in 'zh'; callers hear it in 'en'"),
      expect.stringContaining("error prompts.menu.fr: 'fr' is not a language of this center"),
      expect.stringContaining("error prompts.menu: the prompt has no text in 'en', the first language"),
      expect.stringContaining('warning prompts.file: how long the prompt takes is not known'),
      expect.stringContaining("warning prompts.both: the prompt has no text in 'zh'"),
    ])
  })
  test('I2 hours that never open, a time zone that is none', () => {
    const hours = {
      never: { open: [] },
      mars: { timeZone: 'Mars/Base', open: [{ days: ['mon' as const], from: '09:00', to: '10:00' }] },
    }
    expect(told({ start: bye }, { hours })).toEqual([
      expect.stringContaining("error hours.never: the hours 'never' never open"),
      expect.stringContaining("error hours.mars.timeZone: there is no such time zone (found 'Mars/Base')"),
    ])
  })
  test('I3 functions without a twin or under another name', () => {
    expect(
      told({ start: bye }, { functions: { a: { function: 'a', version: 1 }, b: { function: 'c', version: 1 } } }),
    ).toEqual([
      expect.stringContaining("warning functions.a: the function 'a' is only named here"),
      expect.stringContaining("error functions.b: the function 'c' stands under another name"),
    ])
  })
  test('I3 variables that nothing sets, secrets that would be spoken', () => {
    expect(
      told({
        start: {
          step: 'collect',
          prompt: 'menu',
          into: 'pin',
          secret: true,
          maxDigits: 4,
          then: 'tell',
          noInput: { then: 'bye' },
        },
        tell: { step: 'say', text: 'You typed {pin}, {pim} from {caller}', then: 'bye' },
        bye,
      }),
    ).toEqual([
      expect.stringContaining("warning flows.day.tell.text: 'pin' is secret"),
      expect.stringContaining(
        "no step sets the variable 'pim': it is read as nothing; expected a variable that a step sets. Did you mean 'pin'?",
      ),
    ])
  })
  test('I1 a transfer leads to one place', () => {
    expect(
      told({ start: { step: 'transfer', ifBusy: 'b' }, b: { step: 'transfer', number: '1', extension: '2' } }),
    ).toEqual([
      expect.stringContaining('flows.day.start: the transfer leads nowhere'),
      expect.stringContaining('flows.day.b: the transfer names number and extension'),
    ])
  })
})
