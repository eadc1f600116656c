/**
 * A phone call as a test writes it, run against the shipped engine:
 *
 * `call(center, 'day').hears('welcome').press('8').reaches(queue('complaints'))`
 *
 * Each word goes on as far as it must (sounds are heard out, lookups answered by their simulated twins) and no further.
 * What does not happen is an error that says where the call stands, what was heard and what was expected.
 */
import { type CallEnd, type CallEvent, CallweaveError, type Sound } from '@callweave/core'
import type { FunctionAnswer } from '../definition/functions.js'
import type { IvrSections } from '../definition/sections.js'
import type { QueueOutcome, TransferOutcome } from '../engine/desk.js'
import type { Target } from './targets.js'
import { type CallOptions, createTestWorld, type TestWorld } from './world.js'

/** A definition of `defineCallCenter`, or only the sections that flows live on. */
export type Callable = IvrSections | { readonly sections: IvrSections }

type NamesOf<C> = C extends { readonly names?: infer N } ? NonNullable<N> : never
type FlowOf<C> = C extends { readonly flows: infer F }
  ? keyof F & string
  : NamesOf<C> extends { readonly flow: infer F extends string }
    ? F
    : string
type PromptOf<C> = C extends { readonly prompts: infer P }
  ? keyof P & string
  : NamesOf<C> extends { readonly prompt: infer P extends string }
    ? P
    : string

export interface CallScript<C> {
  /** The prompt is heard, now or after what comes before it by itself. */
  hears(prompt: PromptOf<C>): CallScript<C>
  /** These words are spoken, within a `say` or the text of a prompt's name. */
  says(words: string): CallScript<C>
  /** Types keys at a menu, a question or while waiting; keys that are left over are typed at what comes next. */
  press(keys: string): CallScript<C>
  /** Presses nothing until the center loses patience. */
  staysSilent(): CallScript<C>
  /** Speaks into the recording, or the box, for so long. Default 5,000. */
  speaks(forMs?: number): CallScript<C>
  /** What becomes of the queue or the transfer that the call has reached. */
  returns(outcome: QueueOutcome | TransferOutcome): CallScript<C>
  lookupReturns(answer: FunctionAnswer): CallScript<C>
  lookupFails(because?: string): CallScript<C>
  reaches(target: Target): CallScript<C>
  /** The caller hangs up. A message being spoken is kept. */
  hangsUp(): CallScript<C>
  /** The call is over and counts as this. */
  ended(outcome?: CallEnd): CallScript<C>
  /** What the call's variables are now. */
  variables(): Readonly<Record<string, string>>
  readonly events: readonly CallEvent[]
  /** Ms since the call came in. */
  readonly tookMs: number
}

/**
 * Calls a flow of a center.
 * @throws CallweaveError `illegal-state`, from any word that does not come true.
 */
export const call = <const C extends Callable>(
  center: C,
  flow: FlowOf<C>,
  options: CallOptions = {},
): CallScript<C> => {
  const sections: IvrSections = 'sections' in center ? center.sections : center
  const world = createTestWorld(sections, flow, options)
  const startMs = world.clock.nowMs()
  let listened = 0

  const refuse = (expected: string): never => {
    throw new CallweaveError('illegal-state', {
      where: `flow '${flow}'`,
      message: `${whereOf(world)}; heard so far: ${heardText(world.heard)}`,
      expected,
    })
  }

  /** Goes on until it is so, or until the caller or the center has to do something. */
  const until = (isSo: () => boolean, expected: string): void => {
    for (let steps = 0; steps < mostSteps; steps += 1) {
      if (isSo()) return
      if (!world.goOn()) refuse(expected)
    }
    refuse(`${expected}, but it goes on for ever`)
  }

  const listen = (fits: (sound: Sound) => boolean, expected: string): void =>
    until(() => {
      const found = world.heard.findIndex((sound, i) => i >= listened && fits(sound))
      if (found !== -1) listened = found + 1
      return found !== -1
    }, expected)

  const boxNow = (): string | undefined => {
    const data = sections.flows[world.ivr.positionOf(world.call)?.flow ?? '']?.[stepNow(world) ?? '']
    return data?.step === 'voicemail' ? data.box : undefined
  }

  const script: CallScript<C> = {
    hears: (prompt) => {
      listen((sound) => sound.sound === 'prompt' && sound.prompt === prompt, `to hear '${prompt}'`)
      return script
    },
    says: (words) => {
      listen((sound) => sound.sound === 'say' && sound.text.includes(words), `to hear '${words}'`)
      return script
    },
    press: (keys) => {
      for (let rest = keys; rest !== ''; ) {
        until(
          () => world.doing.is === 'keys' || world.doing.is === 'queue',
          `to be asked for a key, to press '${rest}'`,
        )
        rest = typeKeys(world, rest, refuse)
      }
      return script
    },
    staysSilent: () => {
      until(() => world.doing.is === 'keys', 'to be asked for a key')
      if (world.doing.is === 'keys') world.digits('', 'first-digit-timeout', world.doing.collect.firstDigitTimeoutMs)
      return script
    },
    speaks: (forMs = 5_000) => {
      until(() => world.doing.is === 'recording', 'to be recorded')
      world.recorded(forMs)
      return script
    },
    returns: (outcome) => {
      until(() => world.doing.is === 'queue' || world.doing.is === 'transfer', 'to wait in a queue or for a transfer')
      if (world.doing.is === 'queue') world.queueReturned(outcome as QueueOutcome)
      else world.transferReturned(outcome as TransferOutcome)
      return script
    },
    lookupReturns: (answer) => {
      untilLookup()
      world.lookedUp({ ok: true, result: answer, tookMs: 0 })
      return script
    },
    lookupFails: (because = 'failed') => {
      untilLookup()
      world.lookedUp({ ok: false, because, tookMs: 0 })
      return script
    },
    reaches: ({ expected, isReached }) => {
      until(() => world.doing.is !== 'sound' && isReached(world.doing, stepNow(world), boxNow()), expected)
      return script
    },
    hangsUp: () => {
      if (world.doing.is === 'ended') refuse('a caller who is still there, to hang up')
      world.hangUp()
      return script
    },
    ended: (outcome) => {
      until(() => world.doing.is === 'ended', 'the call to end')
      if (outcome !== undefined && world.doing.is === 'ended' && world.doing.outcome !== outcome) {
        refuse(`the call to end as '${outcome}', not as '${world.doing.outcome}'`)
      }
      return script
    },
    variables: () => Object.fromEntries(world.ivr.variables(world.call)),
    get events() {
      return world.events
    },
    get tookMs() {
      return world.clock.nowMs() - startMs
    },
  }

  /** A lookup must not be answered by its twin here. */
  const untilLookup = (): void => {
    for (let steps = 0; steps < mostSteps && world.doing.is !== 'lookup'; steps += 1) if (!world.goOn()) break
    if (world.doing.is !== 'lookup') refuse('a lookup')
  }

  return script
}

const mostSteps = 1_000

const stepNow = (world: TestWorld): string | undefined => world.ivr.positionOf(world.call)?.step

/** Types as many of the keys as the switch would take now; returns what is left. */
const typeKeys = (world: TestWorld, keys: string, refuse: (expected: string) => never): string => {
  if (world.doing.is === 'queue') {
    const key = keys.slice(0, 1)
    if (!world.doing.intent.keys.includes(key)) return refuse(`a queue that can be left with '${key}'`)
    world.queueReturned({ key })
    return keys.slice(1)
  }
  if (world.doing.is !== 'keys') return ''
  const { maxDigits, terminators, interDigitTimeoutMs } = world.doing.collect
  for (let typed = 0; typed < keys.length; typed += 1) {
    if (terminators.includes(keys[typed] as string)) {
      world.digits(keys.slice(0, typed), 'terminator', keyMs * (typed + 1))
      return keys.slice(typed + 1)
    }
    if (typed + 1 === maxDigits) {
      world.digits(keys.slice(0, maxDigits), 'complete', keyMs * maxDigits)
      return keys.slice(maxDigits)
    }
  }
  world.digits(keys, 'inter-digit-timeout', keyMs * keys.length + interDigitTimeoutMs)
  return ''
}

/** A caller takes so long for a key. */
const keyMs = 500

const whereOf = (world: TestWorld): string => {
  const { doing } = world
  const at = stepNow(world)
  const where = at === undefined ? 'the call' : `the call stands at step '${at}' and`
  switch (doing.is) {
    case 'sound':
      return `${where} hears a sound`
    case 'keys':
      return `${where} waits for a key`
    case 'recording':
      return `${where} is recorded`
    case 'lookup':
      return `${where} waits for function '${doing.request.function}'`
    case 'queue':
      return `${where} waits in queue '${doing.intent.queue}'`
    case 'transfer':
      return `${where} waits for a transfer`
    case 'nothing':
      return `${where} waits for nothing`
    case 'ended':
      return `the call has ended as '${doing.outcome}'`
  }
}

const heardText = (heard: readonly Sound[]): string =>
  heard.length === 0
    ? 'nothing'
    : heard
        .map((sound) => {
          if (sound.sound === 'prompt') return `'${sound.prompt}'`
          return sound.sound === 'say' ? `"${sound.text}"` : sound.sound
        })
        .join(', ')
