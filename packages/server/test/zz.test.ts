import { test } from 'vitest'
import { openCenterRig, says } from './phones/center-rig.js'
import { openOwnPhone } from './phones/own-phone.js'
import { freePort, host, waits } from './phones/folder.js'
import { runSipp } from './sipp/run-sipp.js'
test('x', async () => {
  const port = await freePort()
  const p = runSipp('provider-challenges-calls', { program: '/usr/bin/sipp', to: {host, port: 9}, from: {port}, service: '100', calls: 2, timeoutMs: 10_000 })
  await waits(300)
  const rig = await openCenterRig({ trunk: { registration: { registrar: `sip:${host}:${port}`, username: 'us', password: { secret: 'PROVIDER' } } } })
  const chen = await openOwnPhone({ folder: rig.folder, server: rig.server, user: '8003', password: 'password-of-EXT_8003', hz: says.ana })
  console.log(await chen.register())
  const call = chen.dial('95551')
  await waits(2000)
  console.log(call.statuses, call.end())
  console.log(rig.events.map((e) => JSON.stringify(e)).join('\n'))
  const r = await p
  console.log(r.errors, Object.entries(r.messages).filter(([,n])=>n>0))
  await rig.close()
  await chen.close()
})
