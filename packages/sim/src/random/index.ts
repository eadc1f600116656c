export { type Constant, constant } from './distributions/constant.js'
export { type Empirical, empirical } from './distributions/empirical.js'
export { type Erlang, erlang } from './distributions/erlang.js'
export { type Exponential, exponential } from './distributions/exponential.js'
export { type Gamma, gamma } from './distributions/gamma.js'
export type { Draw } from './distributions/law.js'
export { type LogNormal, logNormal } from './distributions/log-normal.js'
export type { Choice } from './distributions/one-of.js'
export { type QuantilePoint, type Quantiles, quantiles } from './distributions/quantiles.js'
export { type Uniform, uniform } from './distributions/uniform.js'
export {
  compileDistribution,
  type Distribution,
  distributionSchema,
  type Mixture,
  meanMs,
  oneOf,
  scv,
} from './distributions.js'
export { replicationSeed } from './seed.js'
export { createStreams } from './streams.js'
