import { settings } from '@callweave/core'
import { z } from 'zod'
import type { Draw, Law } from './law.js'

/** A mixture: most calls are short, a few are complaints. Weights are relative, they need not add up to 1. */
export interface OneOf<Part> {
  readonly distribution: 'one-of'
  readonly choices: readonly Choice<Part>[]
}

export interface Choice<Part> {
  readonly weight: number
  readonly of: Part
}

export const oneOfSchema = <Part>(part: z.ZodType<Part>) =>
  settings({
    distribution: z.literal('one-of'),
    choices: z
      .array(
        settings({
          weight: z.number({ error: 'a weight must be a number' }).positive({ error: 'a weight must be above 0' }),
          of: part,
        }),
        { error: 'choices must be a list' },
      )
      .min(1, { error: 'there must be at least one choice' }),
  })

/** The law of mixtures of whatever `law` covers. */
export const oneOfLaw = <Part>(law: Law<Part>): Law<OneOf<Part>> => {
  const meanMs = ({ choices }: OneOf<Part>): number => weighted(choices, (part) => law.meanMs(part))
  return {
    meanMs,
    scv: (data) => {
      const mean = meanMs(data)
      const second = weighted(data.choices, (part) => (1 + law.scv(part)) * law.meanMs(part) ** 2)
      return mean === 0 ? 0 : Math.max(0, second / mean ** 2 - 1)
    },
    compile: ({ choices }) => {
      const whole = choices.reduce((sum, { weight }) => sum + weight, 0)
      const draws = choices.map(({ of }) => law.compile(of))
      const last = draws.at(-1) as Draw
      let sum = 0
      const upTo = Float64Array.from(choices, ({ weight }) => {
        sum += weight / whole
        return sum
      })
      return (stream) => {
        const drawn = stream.next()
        for (let index = 0; index < upTo.length - 1; index += 1) {
          if (drawn < (upTo[index] as number)) return (draws[index] as Draw)(stream)
        }
        return last(stream)
      }
    },
  }
}

const weighted = <Part>(choices: readonly Choice<Part>[], value: (part: Part) => number): number => {
  const whole = choices.reduce((sum, { weight }) => sum + weight, 0)
  return choices.reduce((sum, { weight, of }) => sum + (weight / whole) * value(of), 0)
}
