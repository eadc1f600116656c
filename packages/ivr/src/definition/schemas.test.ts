import { canonicalText, problemsOfZod } from '@callweave/core'
import { expect, test } from 'vitest'
import type { z } from 'zod'
import { hoursSchema } from '../hours/schema.js'
import { type AnyStep, type StepKindName, stepKinds } from '../steps/kinds.js'
import { sample } from '../testing/sample.js'
import { flowsSchema } from './flows.js'
import { codeOf, defineFunction, functionsSchema } from './functions.js'
import { languagesSchema } from './languages.js'
import { menusSchema } from './menus.js'
import { promptsSchema } from './prompts.js'

const wrong = (schema: z.ZodType, value: unknown): string[] => {
  const { error } = schema.safeParse(value)
  return error === undefined ? [] : problemsOfZod(error, value).map(({ path, message }) => `${path}: ${message}`)
}

test('I1 the sample passes its schemas and comes out as it went in', () => {
  expect(flowsSchema.parse(sample.flows)).toEqual(sample.flows)
  expect(promptsSchema.parse(sample.prompts)).toEqual(sample.prompts)
  expect(menusSchema.parse(sample.menus)).toEqual(sample.menus)
  expect(hoursSchema.parse(sample.hours)).toEqual(sample.hours)
  expect(languagesSchema.parse(sample.languages)).toEqual(sample.languages)
})

test('I6 the same mistakes in JSON get a sentence with their place', () => {
  expect(wrong(flowsSchema, { day: { start: { step: 'menue', on: {} } } })).toEqual([
    "day.start.step: there is no step 'menue'; did you mean 'menu'?",
  ])
  expect(wrong(flowsSchema, { day: { start: { then: 'x' } } })[0]).toContain("has no 'step' that says what it does")
  expect(wrong(flowsSchema, { day: { begin: { step: 'hang-up' } } })).toEqual(["day: has no step 'start' to begin at"])
  expect(wrong(flowsSchema, { day: { start: { step: 'queue', queue: 'q', ifNobdy: 'x' } } })).toEqual([
    "day.start: 'ifNobdy' is not a setting here; did you mean 'ifNobody'?",
  ])
  expect(wrong(flowsSchema, { day: { start: { step: 'menu', prompt: 'p', on: { x: 'a' } } } })[0]).toContain(
    'day.start.on',
  )
  expect(
    wrong(flowsSchema, { day: { start: { step: 'menu', prompt: 'p', on: {}, firstDigitTimeoutMs: -1 } } }),
  ).toEqual(['day.start.firstDigitTimeoutMs: must not be negative'])
  expect(
    wrong(hoursSchema, { office: { open: [{ days: ['mo'], from: '9:00', to: '25:00' }], holidays: ['2026-02-30'] } }),
  ).toEqual([
    'office.open[0].days[0]: must be one of mon, tue, wed, thu, fri, sat, sun',
    "office.open[0].from: must be a time such as '09:00', '17:30' or '24:00'",
    "office.open[0].to: must be a time such as '09:00', '17:30' or '24:00'",
    "office.holidays[0]: must be a date such as '2026-12-25'",
  ])
  expect(wrong(languagesSchema, ['en', 'en'])).toEqual([': names a language twice'])
  expect(wrong(menusSchema, { back: '**' })).toEqual(['back: must be one key'])
  expect(wrong(functionsSchema, { balance: () => 1 })).toEqual(['balance: must come from defineFunction(...)'])
})

type Keys<T> = T extends unknown ? keyof T : never

test('I6 each step kind has the same settings in its schema and in its type', () => {
  // A key that one has and the other lacks does not compile, or shows here.
  const settings: { readonly [K in StepKindName]: Readonly<Record<Keys<Extract<AnyStep, { step: K }>>, true>> } = {
    play: { step: true, prompt: true, answer: true, then: true },
    say: { step: true, text: true, answer: true, then: true },
    menu: { step: true, prompt: true, on: true, noInput: true, noMatch: true, ...input },
    collect: {
      step: true,
      prompt: true,
      into: true,
      minDigits: true,
      maxDigits: true,
      secret: true,
      then: true,
      noInput: true,
      noMatch: true,
      ...input,
    },
    callback: { step: true, queue: true, number: true, delayMs: true, then: true, ifRefused: true },
    lookup: {
      step: true,
      function: true,
      args: true,
      timeoutMs: true,
      into: true,
      on: true,
      then: true,
      onError: true,
    },
    record: { step: true, prompt: true, into: true, then: true, ...recording },
    voicemail: { step: true, box: true, prompt: true, then: true, ...recording },
    queue: {
      step: true,
      queue: true,
      wants: true,
      priority: true,
      preferred: true,
      hears: true,
      ifFull: true,
      ifNobody: true,
      ifClosed: true,
      ifMaxWait: true,
      ifOverflow: true,
      onKey: true,
      afterServed: true,
    },
    transfer: {
      step: true,
      number: true,
      trunk: true,
      extension: true,
      agent: true,
      ringTimeoutMs: true,
      ifBusy: true,
      ifNoAnswer: true,
      ifFailed: true,
    },
    survey: { step: true, questions: true, tries: true, then: true, ...input },
    set: { step: true, variables: true, then: true },
    tag: { step: true, tag: true, then: true },
    branch: { step: true, by: true, cases: true, otherwise: true },
    hours: { step: true, hours: true, open: true, closed: true, holiday: true, onShift: true },
    language: { step: true, language: true, then: true },
    flow: { step: true, flow: true },
    'hang-up': { step: true, prompt: true, as: true },
  }
  for (const [kind, { schema }] of Object.entries(stepKinds)) {
    expect(Object.keys(schema.shape).sort(), kind).toEqual(Object.keys(settings[kind as StepKindName]).sort())
  }
})

const input = { bargeIn: true, firstDigitTimeoutMs: true, interDigitTimeoutMs: true, terminators: true } as const
const recording = { maxMs: true, silenceMs: true, terminators: true } as const

test('I3 a function is data to a hash and code to who runs it', () => {
  const balance = defineFunction('balance', { version: 2, simulate: () => ({ result: 1, tookMs: 2 }) })
  const { balance: parsed } = functionsSchema.parse({ balance })
  expect(canonicalText({ balance: parsed })).toBe('{"balance":{"function":"balance","version":2}}')
  expect(codeOf(parsed as typeof balance)?.simulate?.({}, undefined as never)).toEqual({ result: 1, tookMs: 2 })
  expect(codeOf(JSON.parse(JSON.stringify(balance)))).toBeUndefined()
  expect(() => defineFunction('empty', { version: 1 })).toThrow("the function 'empty' has no code")
})
