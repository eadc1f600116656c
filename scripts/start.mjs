// `npm start`: installs, builds, makes a call center in playground/, checks it and simulates a day. Arguments go to `cc`:
// `npm start -- --lang zh-CN`.
import { bootstrap } from './bootstrap.mjs'

await bootstrap()
const { build } = await import('./build.mjs')
if (!(await build())) process.exit(1)
const { demo } = await import('./demo.mjs')
process.exitCode = await demo(process.argv.slice(2))
