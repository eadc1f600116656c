export { constant } from './distributions/constant.js'
export { empirical } from './distributions/empirical.js'
export { erlang } from './distributions/erlang.js'
export { exponential } from './distributions/exponential.js'
export { gamma } from './distributions/gamma.js'
export type { Draw } from './distributions/law.js'
export { logNormal } from './distributions/log-normal.js'
export { quantiles } from './distributions/quantiles.js'
export { uniform } from './distributions/uniform.js'
export {
  compileDistribution,
  type Distribution,
  distributionSchema,
  meanMs,
  oneOf,
  scv,
} from './distributions.js'
export { replicationSeed } from './seed.js'
export { createStreams } from './streams.js'
