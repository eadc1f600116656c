/** `cc plan`: staffing by formula, for one point or for each interval of a day. */
import type { StaffingModel } from '@callweave/acd/staffing'
import { CallweaveError } from '@callweave/core'
import { type Context, defineCommand } from '../frame/command.js'
import { exitCode } from '../frame/exit-code.js'
import { value, valueOr } from '../frame/option.js'
import type { Catalogue } from '../text/en.js'
import { choice, text } from '../values/choice.js'
import { duration } from '../values/duration.js'
import { type Goal, goal } from '../values/goal.js'
import { number, ratio, whole } from '../values/number.js'

const models = ['erlang-b', 'erlang-c', 'erlang-a'] as const satisfies readonly StaffingModel[]

export const plan = defineCommand('plan', {
  positionals: {},
  options: {
    model: value(choice(models)),
    'calls-per-hour': value(number({ min: 0 })),
    aht: value(duration({ aboveZero: true })),
    agents: value(whole({ min: 1 })),
    patience: value(duration({ aboveZero: true })),
    target: value(duration()),
    goal: value(goal()),
    shrinkage: value(ratio()),
    volumes: value(text()),
    time: valueOr(text(), 'time'),
    calls: valueOr(text(), 'calls'),
    day: value(text()),
    gaps: valueOr(choice(['refuse', 'zero']), 'refuse'),
  },
  run: async (asked, context) => {
    const question = settle(asked, context.words)
    if (asked.volumes !== undefined) {
      const { planDay } = await import('./plan/plan-day.js')
      const { volumes: file, time, calls, day, gaps } = asked
      await planDay({ ...question, file, time, calls, day, gaps }, context)
    } else {
      const { planPoint } = await import('./plan/plan-point.js')
      const callsPerHour = needed(
        asked.callsPerHour,
        '--calls-per-hour',
        number({ min: 0 }).expected(context.words),
        context,
      )
      planPoint({ ...question, callsPerHour, agents: asked.agents }, context)
    }
    return exitCode.fine
  },
})

/** What is asked of the formulas, whether for a point or for a day. */
export interface Question {
  readonly model: StaffingModel
  readonly ahtMs: number
  readonly patienceMs?: number
  readonly targetMs: number
  readonly goalRatio: number
  readonly shrinkageRatio: number
}

interface Asked {
  readonly model: StaffingModel | undefined
  readonly aht: number | undefined
  readonly agents: number | undefined
  readonly patience: number | undefined
  readonly target: number | undefined
  readonly goal: Goal | undefined
  readonly shrinkage: number | undefined
  readonly volumes: string | undefined
}

const settle = (asked: Asked, words: Catalogue): Question => {
  const { model = asked.patience === undefined ? 'erlang-c' : 'erlang-a', patience, goal: wanted, target } = asked
  const refuse = (where: string, message: string, remedy?: string): never => {
    throw new CallweaveError('usage', { where, message, ...(remedy === undefined ? {} : { remedy }) })
  }
  if (asked.aht === undefined)
    throw new CallweaveError('usage', {
      where: '--aht',
      message: words.errors.missing({ place: '--aht' }),
      expected: words.kinds.durationAboveZero,
    })
  if (model === 'erlang-a' && patience === undefined)
    refuse('--patience', words.errors.needs({ one: '--model erlang-a', other: '--patience' }))
  if (model !== 'erlang-a' && patience !== undefined) refuse('--patience', words.plan.patienceUnread)
  if (asked.agents !== undefined) {
    if (asked.volumes !== undefined) refuse('--agents', words.errors.noTwo({ one: '--agents', other: '--volumes' }))
    if (asked.shrinkage !== undefined) refuse('--shrinkage', words.plan.shrinkageUnread)
    if (wanted !== undefined && wanted.targetMs === undefined) refuse('--goal', words.plan.goalUnread)
  }
  if (target !== undefined && wanted?.targetMs !== undefined && wanted.targetMs !== target)
    refuse('--target', words.plan.twoTargets)
  return {
    model,
    ahtMs: asked.aht,
    ...(patience === undefined ? {} : { patienceMs: patience }),
    targetMs: wanted?.targetMs ?? target ?? 20_000,
    goalRatio: wanted?.ratio ?? 0.8,
    shrinkageRatio: asked.shrinkage ?? 0,
  }
}

const needed = <T>(given: T | undefined, where: string, expected: string, { words }: Context): T => {
  if (given !== undefined) return given
  throw new CallweaveError('usage', { where, message: words.errors.missing({ place: where }), expected })
}
