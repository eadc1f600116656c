/** What is ordered over the API of a center, at real phones over real sockets: hold, transfer, conference, release, blocks. */
import { join } from 'node:path'
import { type Api, serveApi } from '@callweave/server'
import { type CenterClient, type DeskOrder, openClient } from '@callweave/server/client'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type CenterRig, openCenterRig, says } from './center-rig.js'
import { until, waits } from './folder.js'
import { type OwnCall, type OwnPhone, type OwnPhoneOptions, openOwnPhone } from './own-phone.js'
import { msOf } from './sounds.js'

/** They talk for so long, so that there is something to hear. */
const talkMs = 1_200
const leastMs = 600

let rig: CenterRig
let api: Api
let desk: CenterClient
let ana: OwnPhone
let ben: OwnPhone
const opened: OwnPhone[] = []

const own = async (over: Partial<OwnPhoneOptions> = {}): Promise<OwnPhone> => {
  const { folder, server } = rig
  const phone = await openOwnPhone({ folder, server, user: '13800001111', hz: says.caller, ...over })
  opened.push(phone)
  return phone
}

const registered = async (extension: string, hz: number): Promise<OwnPhone> => {
  const { folder, server } = rig
  const phone = await openOwnPhone({ folder, server, user: extension, password: `password-of-EXT_${extension}`, hz })
  await phone.register()
  await rig.registered(extension)
  return phone
}

/** A caller who talks to ana. */
const talks = async (): Promise<{ readonly since: number; readonly caller: OwnCall; readonly agent: OwnCall }> => {
  rig.ready('ana')
  const since = rig.events.length
  const caller = (await own()).dial('101')
  await rig.event('legs.bridged', since)
  await until('the caller is answered', caller.isUp)
  await waits(talkMs)
  return { since, caller, agent: ana.calls.at(-1) as OwnCall }
}

/** What is ordered brings ben one more call. */
const bensNext = async (order: DeskOrder): Promise<OwnCall> => {
  const before = ben.calls.length
  await desk.order('ana', order)
  const call = await ben.called(before + 1)
  await until('ben is up', call.isUp)
  return call
}

const ended = (call: OwnCall): Promise<unknown> => until('the call is over', () => call.end())

beforeAll(async () => {
  rig = await openCenterRig()
  const path = join(rig.folder, 'api.sock')
  api = await serveApi(rig.center.running, path)
  desk = openClient(path)
  ana = await registered('8001', says.ana)
  ben = await registered('8002', says.ben)
})

afterEach(async () => {
  rig.ready()
  for (const one of opened.splice(0).reverse()) await one.close()
  await rig.quiet()
})

afterAll(async () => {
  desk.close()
  await api.close()
  await ana.close()
  await ben.close()
  await rig.close()
})

test('P5 hold by the API is heard as music, and retrieve brings the agent back', async () => {
  const { since, caller, agent } = await talks()
  expect(await desk.order('ana', { do: 'hold' })).toMatchObject({ agent: { agent: 'ana' }, call: null })
  await rig.event('leg.held', since)
  expect((await desk.agents())[0]).toMatchObject({ agent: 'ana', state: 'hold' })
  await waits(talkMs)
  await desk.order('ana', { do: 'retrieve' })
  const retrieved = await rig.event('leg.retrieved', since)
  await waits(talkMs)
  caller.sip.hangUp()
  const [heard, heardByAna] = [await caller.heard(), await agent.heard()]
  await rig.quiet()
  expect(msOf(heard, says.music)).toBeGreaterThan(leastMs)
  // Before the hold and after it.
  expect(msOf(heard, says.ana)).toBeGreaterThan(1.5 * talkMs)
  expect(msOf(heardByAna, says.music)).toBe(0)
  expect(retrieved.leg).toBe(rig.all('leg.held').at(-1)?.leg)
  expect(rig.records.at(-1)?.holdMs).toBeGreaterThan(leastMs)
})

test('P4 a blind transfer by the API arrives at the other phone, and the agent is let go', async () => {
  const { since, caller, agent } = await talks()
  const bens = await bensNext({ do: 'transfer', to: '8002' })
  await ended(agent)
  await waits(talkMs)
  caller.sip.hangUp()
  const [heard, heardByBen] = [await caller.heard(), await bens.heard()]
  await rig.quiet()
  expect(await rig.event('call.transferred', since)).toMatchObject({ kind: 'blind', agent: 'ana', toward: '8002' })
  expect(msOf(heard, says.ben)).toBeGreaterThan(leastMs)
  expect(msOf(heardByBen, says.caller)).toBeGreaterThan(leastMs)
})

test('P4 an agent speaks to another first, goes back, consults again and puts the caller through', async () => {
  const { since, caller, agent } = await talks()
  const first = await bensNext({ do: 'consult', to: { agent: 'ben' } })
  await waits(talkMs)
  await desk.order('ana', { do: 'go-back' })
  await ended(first)
  await waits(talkMs)
  await bensNext({ do: 'consult', to: { extension: '8002' } })
  await waits(300)
  await desk.order('ana', { do: 'complete' })
  await ended(agent)
  await waits(talkMs)
  caller.sip.hangUp()
  const heard = await caller.heard()
  const heardFirst = await first.heard()
  await rig.quiet()
  expect(await rig.event('call.transferred', since)).toMatchObject({ kind: 'attended', agent: 'ana' })
  // Whom the agent consults is not the caller's to hear.
  expect([msOf(heardFirst, says.ana) > leastMs, msOf(heardFirst, says.caller)]).toEqual([true, 0])
  expect(msOf(heard, says.music)).toBeGreaterThan(leastMs)
  expect(msOf(heard, says.ben)).toBeGreaterThan(leastMs)
})

test('P6 a conference of three by the API: each hears the two others', async () => {
  const { since, caller, agent } = await talks()
  const third = await bensNext({ do: 'consult', to: '8002' })
  await waits(300)
  await desk.order('ana', { do: 'conference' })
  await rig.event('conference.opened', since)
  await waits(2 * talkMs)
  // Ends it for everybody in it.
  await desk.order('ana', { do: 'release' })
  for (const call of [caller, agent, third]) await ended(call)
  const [byCaller, byAna, byBen] = [await caller.heard(), await agent.heard(), await third.heard()]
  await rig.quiet()
  expect(msOf(byCaller, says.ben)).toBeGreaterThan(leastMs)
  expect(msOf(byCaller, says.ana)).toBeGreaterThan(talkMs + leastMs)
  expect(msOf(byBen, says.caller)).toBeGreaterThan(leastMs)
  expect(msOf(byBen, says.ana)).toBeGreaterThan(leastMs)
  expect(msOf(byAna, says.caller)).toBeGreaterThan(talkMs + leastMs)
  expect(msOf(byAna, says.ben)).toBeGreaterThan(leastMs)
})

test('P9 release by the API ends the conversation for both; there is nothing to order then', async () => {
  const { since, caller, agent } = await talks()
  await desk.order('ana', { do: 'release' })
  await ended(caller)
  await ended(agent)
  await rig.quiet()
  expect(await rig.event('call.cleared', since)).toMatchObject({ agent: 'ana' })
  await expect(desk.order('ana', { do: 'release' })).rejects.toMatchObject({ code: 'illegal-state' })
})

test('P11 a caller is blocked by the API and refused, and let in again; a hoax lock ends early the same way', async () => {
  const phone = await own({ user: '13800002222' })
  const refused = async (): Promise<number | null | undefined> => {
    const call = phone.dial('101')
    await ended(call)
    await rig.quiet()
    return call.end()?.status
  }
  expect(await desk.block({ number: '1380000222*' })).toEqual({ number: '1380000222*', untilMs: null })
  expect(await refused()).toBe(603)
  expect(await desk.unblock('1380000222*')).toEqual({ number: '1380000222*', untilMs: null })

  rig.ready('ana')
  const since = rig.events.length
  const call = phone.dial('101')
  await rig.event('legs.bridged', since)
  await until('the caller is let in', call.isUp)
  call.sip.hangUp()
  await rig.quiet()
  const mark = ana.dial('*16')
  await ended(mark)
  const lock = (await desk.blocks()).find(({ number }) => number === '13800002222')
  expect(lock?.untilMs).toBeGreaterThan(Date.now() + 3_000_000)
  expect(await refused()).toBe(603)
  await desk.unblock('13800002222')
  const again = phone.dial('101')
  await until('the caller is let in again', again.isUp)
  again.sip.hangUp()
  expect((await desk.blocks()).map(({ number }) => number)).toEqual(['13800009999'])
})

test('nothing failed on the way', () => {
  expect(rig.troubles).toEqual([])
})
