/** Every name that one section gives another: a misspelled one is red where it stands, and nowhere else. */
import { expandingRings, lastAgentFirst, longestIdle } from '@callweave/acd'
import { defineFunction } from '@callweave/ivr'
import { defineCallCenter, defineFloor } from './define.js'

const balance = defineFunction('balance', { version: 1, simulate: () => ({ result: 'high', tookMs: 10 }) })

/** All that is right compiles; the names come out as literals. */
const center = defineCallCenter({
  name: 'right',
  timeZone: 'Europe/London',
  languages: ['en', 'zh'],
  trunks: { main: { numbers: ['100'], channels: 30 }, back: { numbers: ['200'], channels: 2, kind: 'analog' } },
  skills: ['billing', 'complaints'],
  agents: {
    ana: { extension: '1', skills: { billing: 4 } },
    'li-wei': { extension: '2', skills: { billing: 2, complaints: 9 } },
  },
  queues: {
    service: {
      strategy: lastAgentFirst(longestIdle),
      members: ['ana', { agent: 'li-wei', level: 2 }],
      overflow: [{ to: 'complaints', afterMs: 60_000 }],
      announce: { everyMs: 30_000, prompts: ['welcome'] },
      music: 'welcome',
    },
    complaints: {
      strategy: expandingRings(longestIdle, { rings: [{ afterMs: 20_000, skillLevel: 0 }] }),
      members: ['li-wei'],
      wants: { complaints: 4 },
    },
  },
  prompts: { welcome: { en: 'Welcome', zh: '欢迎' }, menu: { en: 'Press one', zh: '请按一' } },
  hours: { office: { open: [{ days: ['mon'], from: '09:00', to: '17:00' }] } },
  menus: { back: '*', agent: { key: '0', queue: 'service' } },
  functions: { balance },
  flows: {
    day: {
      start: {
        step: 'menu',
        prompt: ['welcome', 'menu'],
        on: { '1': 'agent', '2': 'look' },
        noInput: { then: 'agent' },
      },
      agent: { step: 'queue', queue: 'service', wants: { billing: 1 }, ifNobody: 'box' },
      look: { step: 'lookup', function: 'balance', then: 'agent', onError: 'agent' },
      box: { step: 'voicemail', box: 'ana' },
    },
    night: { start: { step: 'flow', flow: 'day' } },
  },
  routes: [
    { number: '100', when: 'office', tag: 'vip', flow: 'day' },
    { trunk: 'back', flow: 'night' },
  ],
  callerTags: { vip: ['5557*'] },
  owners: { '555': 'ana' },
  blocked: ['0900*'],
})

type NamesOf<C> = C extends { readonly names?: infer N } ? NonNullable<N> : never
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const yes = <T extends true>(): T => true as T
yes<Same<NamesOf<typeof center>['queue'], 'service' | 'complaints'>>()
yes<Same<NamesOf<typeof center>['agent'], 'ana' | 'li-wei'>>()
yes<Same<NamesOf<typeof center>['trunk'], 'main' | 'back'>>()
yes<Same<NamesOf<typeof center>['flow'], 'day' | 'night'>>()
yes<Same<NamesOf<typeof center>['step'], 'start' | 'agent' | 'look' | 'box'>>()
yes<Same<NamesOf<typeof center>['tag'], 'vip'>>()

defineCallCenter({
  languages: ['en'],
  trunks: {
    main: { numbers: ['100'], channels: 30, backup: 'back' },
    back: {
      numbers: ['200'],
      channels: 2,
      // @ts-expect-error a trunk: 'mian'
      backup: 'mian',
    },
  },
  skills: ['billing'],
  agents: {
    ana: {
      extension: '1',
      skills: {
        billing: 4,
        // @ts-expect-error a skill: 'biling'
        biling: 4,
      },
    },
  },
  queues: {
    service: {
      strategy: longestIdle,
      members: [
        'ana',
        // @ts-expect-error an agent: 'anna'
        'anna',
        {
          // @ts-expect-error an agent: 'anaa', as a member with a level
          agent: 'anaa',
          level: 2,
        },
      ],
      wants: {
        // @ts-expect-error a skill: 'bilings'
        bilings: 4,
      },
      overflow: [
        {
          // @ts-expect-error a queue: 'servise'
          to: 'servise',
          afterMs: 60_000,
        },
      ],
      // @ts-expect-error a prompt: 'welcom'
      music: 'welcom',
      announce: {
        everyMs: 30_000,
        prompts: [
          // @ts-expect-error a prompt: 'wellcome'
          'wellcome',
        ],
      },
    },
  },
  prompts: {
    welcome: {
      en: 'Welcome',
      // @ts-expect-error a language that the center does not speak
      fr: 'Bienvenue',
    },
  },
  hours: { office: { open: [{ days: ['mon'], from: '09:00', to: '17:00' }] } },
  menus: {
    agent: {
      key: '0',
      // @ts-expect-error a queue: 'servce'
      queue: 'servce',
    },
  },
  flows: {
    day: {
      start: {
        step: 'play',
        // @ts-expect-error a prompt: 'welkome'
        prompt: 'welkome',
        then: 'agent',
      },
      agent: {
        step: 'queue',
        // @ts-expect-error a queue: 'serviec'
        queue: 'serviec',
      },
      again: {
        step: 'play',
        prompt: 'welcome',
        // @ts-expect-error a step: 'agnet'
        then: 'agnet',
      },
      out: {
        step: 'transfer',
        number: '555',
        // @ts-expect-error a trunk: 'mian'
        trunk: 'mian',
      },
      look: {
        step: 'lookup',
        // @ts-expect-error a function: 'balanse'
        function: 'balanse',
        then: 'agent',
        onError: 'agent',
      },
      hours: {
        step: 'hours',
        // @ts-expect-error opening hours: 'ofice'
        hours: 'ofice',
        open: 'agent',
        closed: 'agent',
      },
      early: {
        step: 'menu',
        prompt: 'welcome',
        on: { '1': 'agent' },
        // @ts-expect-error a menu answers: it needs a key
        answer: false,
      },
      rings: {
        step: 'queue',
        queue: 'service',
        // @ts-expect-error 'ringing' or 'music'
        hears: 'rining',
      },
      over: {
        step: 'flow',
        // @ts-expect-error a flow: 'nigth'
        flow: 'nigth',
      },
    },
  },
  routes: [
    {
      number: '100',
      // @ts-expect-error opening hours: 'offices'
      when: 'offices',
      flow: 'day',
    },
    {
      // @ts-expect-error a trunk: 'mains'
      trunk: 'mains',
      flow: 'day',
    },
    {
      // @ts-expect-error a tag: 'vipp'
      tag: 'vipp',
      flow: 'day',
    },
    {
      // @ts-expect-error a flow: 'days'
      flow: 'days',
    },
    {
      flow: 'day',
      // @ts-expect-error no such setting
      priorty: 3,
    },
  ],
  callerTags: { vip: ['5557*'] },
  owners: {
    // @ts-expect-error an agent: 'annie'
    '555': 'annie',
  },
  functions: { balance },
})

/** Flows in files of their own, written against the floor. */
const floor = defineFloor(
  {
    trunks: { main: { numbers: ['100'], channels: 30 } },
    skills: ['billing'],
    agents: { ana: { extension: '1', skills: { billing: 2 } } },
    queues: { service: { strategy: longestIdle, members: ['ana'] } },
    prompts: { welcome: 'Welcome' },
  },
  { flowNames: ['day', 'night'] },
)

const day = floor.flow({
  start: { step: 'play', prompt: 'welcome', then: 'agent' },
  agent: { step: 'queue', queue: 'service', ifNobody: 'night' },
  night: { step: 'flow', flow: 'night' },
})
const night = floor.flow({ start: { step: 'voicemail', box: 'service' } })

defineCallCenter({ ...floor.sections, flows: { day, night }, routes: [{ flow: 'day' }] })

floor.flow({
  start: {
    step: 'play',
    // @ts-expect-error a prompt: 'welcone', in a file of its own
    prompt: 'welcone',
    then: 'agent',
  },
  agent: {
    step: 'queue',
    // @ts-expect-error a queue: 'servize', in a file of its own
    queue: 'servize',
    wants: {
      // @ts-expect-error a skill: 'billin', in a file of its own
      billin: 1,
    },
  },
  night: {
    step: 'flow',
    // @ts-expect-error a flow that is not among the names
    flow: 'nigth',
  },
  loop: {
    step: 'play',
    prompt: 'welcome',
    // @ts-expect-error a step: 'agend', in a file of its own
    then: 'agend',
  },
})

defineCallCenter({
  ...floor.sections,
  flows: { day, night },
  routes: [
    {
      // @ts-expect-error a flow: 'dya', of flows that stand in other files
      flow: 'dya',
    },
  ],
})
