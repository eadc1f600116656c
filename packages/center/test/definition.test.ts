/** Definitions that no compiler has seen: each mistake says where it stands, what stands there, what was expected, what to do. */
import { checkDefinition, inspectDefinition } from '@callweave/center'
import { CallweaveError, formatProblem, hashOf } from '@callweave/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Path, right, withChange } from './right-definition.js'

test('a right definition has no mistake and no warning', () => {
  expect(inspectDefinition(right()).problems).toEqual([])
})

describe('names', () => {
  const rows: readonly (readonly [what: string, path: Path, value: unknown, where: string, remedy: string])[] = [
    ['an agent', ['queues', 'service', 'members', 1], 'bem', 'queues.service.members[1]', "Did you mean 'ben'?"],
    [
      'an agent with a level',
      ['queues', 'service', 'members', 1],
      { agent: 'anna' },
      'queues.service.members[1].agent',
      "Did you mean 'ana'?",
    ],
    ['a skill', ['agents', 'ben', 'skills'], { biling: 3 }, 'agents.ben.skills.biling', "Did you mean 'billing'?"],
    [
      'a wanted skill',
      ['queues', 'other', 'wants'],
      { complains: 3 },
      'queues.other.wants.complains',
      "Did you mean 'complaints'?",
    ],
    [
      'a queue to overflow to',
      ['queues', 'service', 'overflow'],
      [{ to: 'othr' }],
      'queues.service.overflow[0].to',
      "Did you mean 'other'?",
    ],
    ['music', ['queues', 'service', 'music'], 'welcom', 'queues.service.music', "Did you mean 'welcome'?"],
    [
      'an announcement',
      ['queues', 'service', 'announce'],
      { everyMs: 5_000, prompts: ['meny'] },
      'queues.service.announce.prompts[0]',
      "Did you mean 'menu'?",
    ],
    ['a route to a flow', ['routes', 1, 'flow'], 'dax', 'routes[1].flow', "Did you mean 'day'?"],
    ['hours of a route', ['routes', 0, 'when'], 'ofice', 'routes[0].when', "Did you mean 'office'?"],
    ['the tag of a route', ['routes', 1, 'tag'], 'vib', 'routes[1].tag', "Did you mean 'vip'?"],
    ['the trunk of a route', ['routes', 1, 'trunk'], 'mian', 'routes[1].trunk', "Did you mean 'main'?"],
    ['an owner', ['owners', '5551'], 'anaa', "owners['5551']", "Did you mean 'ana'?"],
    [
      'the queue of a step',
      ['flows', 'day', 'agent', 'queue'],
      'servise',
      'flows.day.agent.queue',
      "Did you mean 'service'?",
    ],
    ['the next step', ['flows', 'day', 'start', 'then'], 'mian', 'flows.day.start.then', "Did you mean 'main'?"],
    ['a key of a menu', ['flows', 'day', 'main', 'on'], { '1': 'agnet' }, 'flows.day.main.on', "Did you mean 'agent'?"],
    [
      'a prompt of a step',
      ['flows', 'day', 'start', 'prompt'],
      'wellcome',
      'flows.day.start.prompt',
      "Did you mean 'welcome'?",
    ],
  ]
  test.each(rows)(
    'I6 %s that is not there: path, names there are, the nearest',
    (_what, path, value, where, remedy) => {
      const { problems } = inspectDefinition(withChange(path, value))
      const [first] = problems.filter(({ severity }) => severity === 'error')
      expect(first?.path).toContain(where)
      expect(`${first?.message}`).toMatch(/'\w+'/)
      expect(formatProblem(first as never)).toContain(remedy)
      expect(first?.expected ?? first?.message).toBeTruthy()
    },
  )
})

describe('values', () => {
  const rows: readonly (readonly [what: string, path: Path, value: unknown, says: RegExp])[] = [
    ['wrap-up below zero', ['queues', 'service', 'wrapUpMs'], -5, /queues\.service\.wrapUpMs: .*(found -5)/],
    [
      'no channels',
      ['trunks', 'main', 'channels'],
      0,
      /trunks\.main\.channels: a trunk group has at least one channel \(found 0\)/,
    ],
    [
      'more channels than the switch takes',
      ['trunks', 'main', 'channels'],
      10_001,
      /trunks\.main\.channels: a trunk group has 10,000 channels at the most: make it several groups \(found 10001\)/,
    ],
    [
      'half a channel',
      ['trunks', 'main', 'channels'],
      1.5,
      /trunks\.main\.channels: channels are a whole number \(found 1\.5\)/,
    ],
    [
      'text for a number',
      ['queues', 'service', 'ringTimeoutMs'],
      '20',
      /queues\.service\.ringTimeoutMs: .*\(found '20'\)/,
    ],
    [
      'a number for a number dialed',
      ['trunks', 'main', 'numbers', 0],
      100,
      /trunks\.main\.numbers\[0\]: .*\(found 100\)/,
    ],
    [
      'letters in a number',
      ['trunks', 'main', 'numbers', 0],
      'ten',
      /trunks\.main\.numbers\[0\]: a phone number is digits.*\(found 'ten'\)/,
    ],
    [
      'a level of 11',
      ['agents', 'ana', 'skills', 'billing'],
      11,
      /agents\.ana\.skills\.billing: a skill level is at most 10 \(found 11\)/,
    ],
    [
      'a share above 1',
      ['queues', 'service', 'serviceLevel', 'goalRatio'],
      80,
      /serviceLevel\.goalRatio: a ratio is at most 1 \(found 80\)/,
    ],
    [
      'an overflow at once by time',
      ['queues', 'service', 'overflow'],
      [{ to: 'other', afterMs: 0 }],
      /overflow\[0\]\.afterMs: a wait is at least 1,000 ms.*\(found 0\)/,
    ],
    [
      'a time zone on the moon',
      ['timeZone'],
      'Moon/Base',
      /timeZone: .*\(found 'Moon\/Base'\); expected an IANA time zone/,
    ],
    ['an extension as a number', ['agents', 'ana', 'extension'], 1, /agents\.ana\.extension: .*\(found 1\)/],
    ['no flows', ['flows'], undefined, /flows: /],
    [
      'no extension',
      ['agents', 'ben', 'extension'],
      undefined,
      /agents\.ben\.extension: .*(an extension is text|'extension' is missing)/,
    ],
    ['a step of no kind', ['flows', 'day', 'bye', 'step'], 'hangup', /flows\.day\.bye.*hang-up/],
    [
      'a strategy of no name',
      ['queues', 'service', 'strategy'],
      { strategy: 'longest', version: 1 },
      /queues\.service\.strategy: .*longest/,
    ],
    [
      'a setting with a slip',
      ['queues', 'service', 'wrapUpMS'],
      5,
      /queues\.service: 'wrapUpMS' is not a setting here; did you mean 'wrapUpMs'\?/,
    ],
    ['a section with a slip', ['agent'], {}, /'agent' is not a setting here; did you mean 'agents'\?/],
    [
      'two with one extension',
      ['agents', 'ben', 'extension'],
      '1',
      /agents\.ben\.extension: the extension 1 is also ana's/,
    ],
    [
      'one who is a member twice',
      ['queues', 'service', 'members'],
      ['ana', 'ana'],
      /queues\.service\.members: 'ana' is a member twice/,
    ],
    [
      'a queue that flows into itself',
      ['queues', 'service', 'overflow'],
      [{ to: 'service' }],
      /cannot overflow into itself/,
    ],
    [
      'a number that nobody can dial',
      ['routes', 0, 'number'],
      '999',
      /routes\[0\]\.number: nobody can dial 999: it is in no trunk/,
    ],
    ['a flow without a start', ['flows', 'day', 'start'], undefined, /flows\.day/],
    ['nothing', [], null, /./],
  ]
  test.each(rows)('I6 %s', (_what, path, value, says) => {
    const definition = path.length === 0 ? value : withChange(path, value)
    const errors = inspectDefinition(definition).problems.filter(({ severity }) => severity === 'error')
    expect(errors.map(formatProblem).join('\n')).toMatch(says)
    expect(() => checkDefinition(definition)).toThrow(CallweaveError)
  })

  test('I6 all mistakes are told at once, each on its line', () => {
    const wrong = { ...right(), timeZone: 'Mars', trunks: { main: { numbers: ['x'], channels: 0 } } }
    expect(() => checkDefinition(wrong)).toThrow(/has 3 mistakes:\n {2}.*\n {2}.*\n {2}/)
  })
})

describe('what works and is probably not meant', () => {
  const rows: readonly (readonly [what: string, path: Path, value: unknown, says: RegExp])[] = [
    [
      'a queue without members',
      ['queues', 'service', 'members'],
      [],
      /queues\.service\.members: nobody serves this queue/,
    ],
    [
      'a skill that no member has',
      ['queues', 'other', 'wants', 'complaints'],
      9,
      /no member has the skill 'complaints' at level 9/,
    ],
    [
      'numbers that no route has',
      ['routes'],
      [{ number: '100', flow: 'day' }],
      /callers of 101 are refused: no route has it/,
    ],
  ]
  test.each(rows)('I6 %s is a warning', (_what, path, value, says) => {
    const { warnings } = checkDefinition(withChange(path, value))
    expect(warnings.map(formatProblem).join('\n')).toMatch(says)
  })
})

test('I6 whatever stands anywhere in a definition: problems with a path, never a crash', () => {
  const places: Path[] = []
  const walk = (value: unknown, path: Path): void => {
    if (path.length > 0) places.push(path)
    if (typeof value === 'object' && value !== null) {
      for (const [key, item] of Object.entries(value)) walk(item, [...path, Array.isArray(value) ? Number(key) : key])
    }
  }
  walk(right(), [])
  fc.assert(
    fc.property(fc.constantFrom(...places), fc.oneof(fc.jsonValue(), fc.constant(undefined)), (path, value) => {
      const definition = withChange(path, value)
      const { problems, sections } = inspectDefinition(definition)
      if (sections === null) expect(problems.length).toBeGreaterThan(0)
      for (const problem of problems) expect(formatProblem(problem)).not.toMatch(/undefined|\[object/)
      try {
        checkDefinition(definition)
      } catch (error) {
        expect(error).toBeInstanceOf(CallweaveError)
      }
    }),
  )
})

test('I6 the hash is of the data, not of the order in which it was written', () => {
  const { definitionHash } = checkDefinition(right())
  const turned = Object.fromEntries(Object.entries(right()).reverse())
  expect(checkDefinition(turned).definitionHash).toBe(definitionHash)
  expect(checkDefinition({ ...right(), timeZone: 'UTC' }).definitionHash).not.toBe(definitionHash)
  expect(definitionHash).toBe(hashOf(checkDefinition(right()).sections))
})
