import type { CheckedFlow, CheckedFlows } from './checked.js'

interface Names {
  readonly prompt: 'welcome' | 'main-menu'
  readonly queue: 'service' | 'complaints'
  readonly skill: 'complaints' | 'billing'
  readonly agent: 'ana'
  readonly hours: 'office'
  readonly function: 'balance'
  readonly trunk: 'main'
  readonly language: 'en' | 'zh'
  readonly flow: 'day' | 'night'
}

declare function flows<const Fl extends Record<string, { start: object }>>(given: CheckedFlows<Fl, Names>): Fl
declare function flow<const S extends { start: object }>(given: CheckedFlow<S, Names>): S

/** All that is right compiles, with its literals kept. */
const right = flows({
  day: {
    start: { step: 'hours', hours: 'office', open: 'hello', closed: 'bye', onShift: { early: 'hello' } },
    hello: { step: 'play', prompt: ['welcome', 'main-menu'], then: 'main' },
    main: {
      step: 'menu',
      prompt: 'main-menu',
      on: { '1': 'agent', '2': 'ask', '3': 'rest' },
      noInput: { again: ['welcome'], then: 'agent' },
      bargeIn: false,
    },
    ask: { step: 'collect', prompt: 'welcome', into: 'account', maxDigits: 8, then: 'look', noInput: { then: 'bye' } },
    look: {
      step: 'lookup',
      function: 'balance',
      args: { account: '{account}' },
      into: 'b',
      on: { none: 'bye' },
      then: 'tell',
      onError: 'bye',
    },
    tell: { step: 'say', text: { en: '{b}', zh: '{b}' }, then: 'survey' },
    agent: {
      step: 'queue',
      queue: 'service',
      wants: { complaints: 4 },
      ifNobody: 'box',
      onKey: { '1': 'box' },
      afterServed: 'survey',
    },
    box: { step: 'voicemail', box: 'ana' },
    survey: { step: 'survey', questions: [{ name: 'happy', prompt: 'welcome', keys: { '1': 'yes' } }] },
    rest: { step: 'transfer', number: '10086', trunk: 'main', ifBusy: 'by-tag' },
    'by-tag': { step: 'branch', by: 'tag', cases: { vip: 'set' }, otherwise: 'tag' },
    set: { step: 'set', variables: { plan: 'gold' }, then: 'language' },
    tag: { step: 'tag', tag: 'late', then: 'language' },
    language: { step: 'language', language: 'zh', then: 'record' },
    record: { step: 'record', into: 'voice', then: 'night' },
    night: { step: 'flow', flow: 'night' },
    bye: { step: 'hang-up', as: 'refused' },
  },
  night: { start: { step: 'hang-up' } },
})
right.day.start.step satisfies 'hours'

/** The error stands on the line of the misspelled name, and nowhere else. */
flows({
  day: {
    start: {
      step: 'play',
      // @ts-expect-error 'welcom'
      prompt: 'welcom',
      then: 'main',
    },
    main: {
      step: 'menu',
      prompt: [
        'welcome',
        // @ts-expect-error 'main-meny', in a list
        'main-meny',
      ],
      on: {
        '1': 'agent',
        // @ts-expect-error a key that leads nowhere
        '2': 'agnet',
      },
      noInput: {
        again: [
          // @ts-expect-error 'welcme', in a ladder
          'welcme',
        ],
        // @ts-expect-error 'bey', at the end of a ladder
        then: 'bey',
      },
    },
    agent: {
      step: 'queue',
      // @ts-expect-error 'servise'
      queue: 'servise',
      wants: {
        billing: 1,
        // @ts-expect-error a skill that nobody has
        complaint: 4,
      },
    },
    again: {
      step: 'queue',
      queue: 'service',
      // @ts-expect-error a setting that there is not
      ifNobdy: 'bye',
    },
    ask: {
      step: 'lookup',
      // @ts-expect-error 'balanse'
      function: 'balanse',
      then: 'bye',
      // @ts-expect-error 'by'
      onError: 'by',
    },
    go: {
      step: 'flow',
      // @ts-expect-error 'nigth'
      flow: 'nigth',
    },
    odd: {
      // @ts-expect-error 'hangup'
      step: 'hangup',
    },
    speak: {
      step: 'language',
      // @ts-expect-error no such language
      language: 'fr',
      then: 'bye',
    },
    rate: {
      step: 'survey',
      questions: [
        {
          name: 'happy',
          // @ts-expect-error 'welcom', in a question
          prompt: 'welcom',
          keys: { '1': 'yes' },
        },
      ],
    },
    bye: { step: 'hang-up' },
  },
})

/** One flow alone, as a file of its own has it. */
flow({
  start: {
    step: 'play',
    prompt: 'welcome',
    // @ts-expect-error no such step
    then: 'main',
  },
})

// @ts-expect-error every flow begins at 'start'
flow({ begin: { step: 'hang-up' } })
