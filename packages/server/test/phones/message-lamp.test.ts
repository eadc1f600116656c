/** The message lamp of a softphone that others wrote: baresip subscribes to it, a caller leaves a message. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { peer } from '../../../../scripts/peers.mjs'
import { type Baresip, startBaresip } from './baresip.js'
import { type CenterRig, openCenterRig, says } from './center-rig.js'
import { until, waits } from './folder.js'
import { type OwnPhone, openOwnPhone } from './own-phone.js'
import { msOf } from './sounds.js'

const baresip = peer('baresip')

describe.skipIf(baresip.missing)(`a message lamp${baresip.note}`, () => {
  let rig: CenterRig
  let ana: Baresip
  let chen: OwnPhone

  beforeAll(async () => {
    rig = await openCenterRig()
    const { folder, server } = rig
    const about = { server, user: '8001', password: 'password-of-EXT_8001', hz: says.ana, watchesMessages: true }
    ana = await startBaresip({ ...about, program: baresip.path, folder: join(folder, 'ana') })
    chen = await openOwnPhone({ folder, server, user: '8003', password: 'password-of-EXT_8003', hz: says.caller })
    expect(await chen.register()).toBe(200)
    // It subscribes once, when it is registered, and prints what it is told.
    await until('that it is off', () => ana.text().includes('Messages-Waiting: no'))
  })
  afterAll(async () => {
    await chen.close()
    await ana.close()
    await rig.close()
  })

  const lamp = (): readonly string[] =>
    ana.events.filter(({ type }) => type === 'MWI_NOTIFY').map(({ param }) => param.replaceAll(/\s+/g, ' '))

  test('I4 on with the first message, told of the next, and off when both were heard', async () => {
    for (const count of [1, 2]) {
      const since = rig.events.length
      const call = chen.dial('601')
      await rig.event('leg.answered', since)
      await waits(1_600)
      call.sip.hangUp()
      await rig.event('message.left', since)
      const told = `Messages-Waiting: yes Message-Account: sip:8001@callweave Voice-Message: ${count}/0 (0/0)`
      await until(`${told}; it was told ${lamp().join()}; it said ${ana.text()}`, () => lamp().at(-1)?.includes(told))
    }
    expect(rig.center.running.center.boxes.get('ana')).toBe(2)
    const since = rig.events.length
    const { folder, server } = rig
    const desk = { folder, server, user: '8001', password: 'password-of-EXT_8001', hz: says.ana }
    const other = await openOwnPhone(desk)
    expect(await other.register()).toBe(200)
    const listening = other.dial('*97')
    await until('it was put down', () => listening.end())
    expect(await rig.event('messages.heard', since)).toMatchObject({ box: 'ana', count: 2 })
    expect(msOf(await listening.heard(), says.caller)).toBeGreaterThan(2_000)
    await until('that it is off again', () => lamp().at(-1)?.includes('Messages-Waiting: no'))
    expect(rig.center.running.center.boxes.get('ana')).toBeUndefined()
    await other.close()
  })
})
