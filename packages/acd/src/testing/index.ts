/** For tests of queues and strategies: an engine with a clock that a test moves and a desk that keeps book. */
export { TestClock } from './clock.js'
export { TestDesk } from './desk.js'
export { createRig, type Rig, type RigOptions, sectionsOf, testRandom } from './rig.js'
