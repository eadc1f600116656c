/** A process of its own for one case of a benchmark: nothing that ran before has warmed its code or filled its memory. */
import { casesOf } from './commands/bench/benches.js'
import type { Order, Told } from './commands/bench/measure-case.js'
import { runCase } from './commands/bench/run-case.js'

const order = JSON.parse(process.argv[2] ?? '') as Order
const tell = (told: Told): void => void process.send?.(told)
const cases = await casesOf(order.bench, order.size.calls !== null)
const found = cases.find(({ name }) => name === order.case)
if (found === undefined) throw new TypeError(`the benchmark '${order.bench}' has no case '${order.case}'`)
tell({ samples: await runCase(found, order.size, order.runs, (run) => tell({ run })) })
process.disconnect?.()
