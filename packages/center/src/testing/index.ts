export { type Invariants, watchInvariants } from './invariants/watch.js'
