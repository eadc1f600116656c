/**
 * Distributions of time as plain data: `{ distribution: 'exponential', meanMs: 180000 }`. They stand in scenarios, are
 * hashed, compared and sent to workers as they are; `compileDistribution` makes a draw of one.
 */
import { z } from 'zod'
import { type Constant, constantLaw, constantSchema } from './distributions/constant.js'
import { type Empirical, empiricalLaw, empiricalSchema } from './distributions/empirical.js'
import { type Erlang, erlangLaw, erlangSchema } from './distributions/erlang.js'
import { type Exponential, exponentialLaw, exponentialSchema } from './distributions/exponential.js'
import { type Gamma, gammaLaw, gammaSchema } from './distributions/gamma.js'
import type { Draw, Law } from './distributions/law.js'
import { type LogNormal, logNormalLaw, logNormalSchema } from './distributions/log-normal.js'
import { type Choice, type OneOf, oneOfLaw, oneOfSchema } from './distributions/one-of.js'
import { type Quantiles, quantilesLaw, quantilesSchema } from './distributions/quantiles.js'
import { type Uniform, uniformLaw, uniformSchema } from './distributions/uniform.js'

type Simple = Constant | Empirical | Erlang | Exponential | Gamma | LogNormal | Quantiles | Uniform

export type Distribution = Simple | Mixture

/** A mixture may hold mixtures. */
export interface Mixture extends OneOf<Distribution> {}

export const oneOf = (choices: readonly Choice<Distribution>[]): Mixture => ({ distribution: 'one-of', choices })

const simple = {
  constant: constantLaw,
  empirical: empiricalLaw,
  erlang: erlangLaw,
  exponential: exponentialLaw,
  gamma: gammaLaw,
  'log-normal': logNormalLaw,
  quantiles: quantilesLaw,
  uniform: uniformLaw,
} satisfies { readonly [Name in Simple['distribution']]: Law<Extract<Simple, { distribution: Name }>> }

type AnyLaw = Law<Distribution>

const mixture = oneOfLaw<Distribution>({
  meanMs: (data) => meanMs(data),
  scv: (data) => scv(data),
  compile: (data) => compileDistribution(data),
}) as AnyLaw

const lawOf = (data: Distribution): AnyLaw =>
  data.distribution === 'one-of' ? mixture : (simple[data.distribution] as AnyLaw)

/** In ms. */
export const meanMs = (data: Distribution): number => lawOf(data).meanMs(data)

/** Squared coefficient of variation: variance over mean squared. 0 is constant, 1 exponential. */
export const scv = (data: Distribution): number => lawOf(data).scv(data)

/**
 * A function that draws one time in ms, not rounded and never below 0, from the stream it is handed. Everything that does
 * not depend on chance is worked out here, once. The data is taken as checked (`distributionSchema`).
 */
export const compileDistribution = (data: Distribution): Draw => lawOf(data).compile(data)

const names = [...Object.keys(simple), 'one-of'].join(', ')

/** Checks data that comes from outside: a scenario file, JSON, an API. */
export const distributionSchema: z.ZodType<Distribution> = z.discriminatedUnion(
  'distribution',
  [
    constantSchema,
    empiricalSchema,
    erlangSchema,
    exponentialSchema,
    gammaSchema,
    logNormalSchema,
    quantilesSchema,
    uniformSchema,
    oneOfSchema<Distribution>(z.lazy(() => distributionSchema)),
  ],
  { error: `a distribution must be one of ${names}` },
)
