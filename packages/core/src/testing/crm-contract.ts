/** What every customer system keeps, whichever is behind the port: found by any way to write a number, written to once. */
import type { CallEntry, Crm, Customer, NewCase, PhoneMatch, ScreenPop } from '../ports/crm.js'
import { type ContractCase, casesOf, same } from './contract.js'
import { answered, asks, codeOf, type OutsideRig, outsideCases, refusedQuietly, valued } from './outside-cases.js'

export interface CrmRig extends OutsideRig {
  readonly crm: Crm
  /** How numbers are written where the customer system stands: `{ countryCode: '86', trunkPrefix: '0', ... '00' }`. */
  readonly home: { readonly countryCode: string; readonly trunkPrefix: string; readonly internationalPrefix: string }
  /** Puts a customer there, with numbers as somebody typed them. */
  add(customer: Customer & { readonly phones: readonly string[] }): void | Promise<void>
  /** What the customer system holds, oldest first. */
  calls(): readonly CallEntry[] | Promise<readonly CallEntry[]>
  cases(): readonly NewCase[] | Promise<readonly NewCase[]>
  pops(): readonly ScreenPop[] | Promise<readonly ScreenPop[]>
}

/** A number without any prefix, as long as those of China's and North America's cities are. */
const bare = '2155501234'

/** Every way to write it. */
const formsOf = ({ countryCode, trunkPrefix, internationalPrefix }: CrmRig['home']): readonly string[] => [
  `+${countryCode}${bare}`,
  `+${countryCode} 21 5550 1234`,
  `+${countryCode} (${trunkPrefix})21 5550 1234`,
  `${internationalPrefix}${countryCode}${bare}`,
  `${countryCode}${bare}`,
  bare,
  `${trunkPrefix}${bare}`,
  `${trunkPrefix}21-5550-1234`,
  `(${trunkPrefix}21) 5550.1234`,
]

const li = { id: 'c1', attributes: { name: '李伟', tier: 'gold' } }
const ana = { id: 'c2', attributes: { tier: 'silver' } }
const call: CallEntry = { call: 'bank-17', phone: bare, direction: 'in', arrivedAtMs: 1_000, queue: 'service' }
const lost: NewCase = { key: 'bank-17.lost', customer: 'c1', call: 'bank-17', subject: 'Lost card', text: '卡丢了' }

const found = (rig: CrmRig, phone: string): Promise<PhoneMatch> =>
  valued(rig, (...rest) => rig.crm.findByPhone(phone, ...rest))
const idsOf = async (rig: CrmRig, phone: string) => (await found(rig, phone)).customers.map(({ id }) => id)
const logs = (rig: CrmRig, entry: CallEntry): Promise<{ readonly record: string }> =>
  valued(rig, (...rest) => rig.crm.logCall(entry, ...rest))
const opens = (rig: CrmRig, order: NewCase): Promise<{ readonly case: string }> =>
  valued(rig, (...rest) => rig.crm.openCase(order, ...rest))

const cases: Readonly<Record<string, (rig: CrmRig) => Promise<void>>> = {
  'a customer is found by any way to write the number, whichever way it was stored': async (rig) => {
    const forms = formsOf(rig.home)
    for (const [i, stored] of forms.entries()) await rig.add({ id: `c${i}`, attributes: {}, phones: [stored] })
    const all = forms.map((_, i) => `c${i}`)
    for (const form of forms) same((await idsOf(rig, form)).sort(), all, `'${form}' finds them all`)
  },
  'attributes come as they are': async (rig) => {
    await rig.add({ ...li, phones: [bare, '2155509999'] })
    same(await found(rig, bare), { customers: [li], doNotCall: false }, 'the same data')
    same(await idsOf(rig, '2155509999'), ['c1'], 'by the other number, too')
  },
  'an unknown number finds nobody, and so does no number': async (rig) => {
    await rig.add({ ...li, phones: [bare] })
    for (const phone of ['2155501235', '21555012345', '5501234', '', 'anonymous', '+']) {
      same(await found(rig, phone), { customers: [], doNotCall: false }, `'${phone}' is nobody's`)
    }
  },
  'a number that ends alike in another country is another number': async (rig) => {
    await rig.add({ ...li, phones: [`+44${bare}`] })
    same(await idsOf(rig, bare), [], 'not this one')
    same(await idsOf(rig, `${rig.home.internationalPrefix}44${bare}`), ['c1'], 'this one')
  },
  'several customers with one number come in the same order each time': async (rig) => {
    await rig.add({ ...li, phones: [bare] })
    await rig.add({ ...ana, phones: [`+${rig.home.countryCode}${bare}`, bare] })
    const first = await idsOf(rig, bare)
    same([...first].sort(), ['c1', 'c2'], 'both, once each')
    same(await idsOf(rig, bare), first, 'in the same order')
  },
  'a call logged twice is one record, and an update changes what it names': async (rig) => {
    await rig.add({ ...li, phones: [bare] })
    const first = await logs(rig, call)
    const again = await logs(rig, call)
    const ended: CallEntry = { ...call, customer: 'c1', talkMs: 90_000, outcome: 'served', disposition: 'sold' }
    const updated = await logs(rig, ended)
    same([again, updated], [first, first], 'the same record')
    same(await rig.calls(), [ended], 'changed')
    await logs(rig, call)
    same(await rig.calls(), [ended], 'the first entry, given again, takes nothing back')
    const other = await logs(rig, { ...call, call: 'bank-18' })
    same([other.record === first.record, (await rig.calls()).length], [false, 2], 'another call, another record')
  },
  'an update that comes before what it updates makes the record': async (rig) => {
    const late: CallEntry = { ...call, talkMs: 5_000 }
    await logs(rig, late)
    same(await rig.calls(), [late], 'made')
  },
  'a call is popped to an agent once': async (rig) => {
    await rig.add({ ...li, phones: [bare] })
    const pop: ScreenPop = { call: 'bank-17', agent: 'ana', phone: bare, customers: ['c1'] }
    const others = [
      { ...pop, agent: 'li-wei', customers: [] },
      { ...pop, agent: 'b ana' },
      { ...pop, call: 'bank-17 b' },
    ]
    for (const order of [pop, pop, ...others]) await valued(rig, (...rest) => rig.crm.pop(order, ...rest))
    same(await rig.pops(), [pop, ...others], 'once for each call and agent')
  },
  'a case is opened once for its key': async (rig) => {
    await rig.add({ ...li, phones: [bare] })
    const first = await opens(rig, lost)
    same(await opens(rig, lost), first, 'the same case')
    same(await rig.cases(), [lost], 'as it was ordered')
    const other = await opens(rig, { ...lost, key: 'bank-18.lost' })
    same([other.case === first.case, (await rig.cases()).length], [false, 2], 'another key, another case')
  },
  'do-not-call holds for the number in every way to write it, customer or not, and is lifted': async (rig) => {
    const marks = (phone: string, doNotCall: boolean) =>
      valued(rig, (...rest) => rig.crm.setDoNotCall({ phone, doNotCall }, ...rest))
    await marks(bare, true)
    await marks(bare, true)
    for (const form of formsOf(rig.home)) same((await found(rig, form)).doNotCall, true, `'${form}' is marked`)
    same((await found(rig, '2155501235')).doNotCall, false, 'no other number')
    await marks(`${rig.home.trunkPrefix}${bare}`, false)
    same((await found(rig, bare)).doNotCall, false, 'lifted')
  },
  'an order about a customer who is not there, or without a key, is out-of-range and leaves nothing': async (rig) => {
    await rig.add({ ...li, phones: [bare] })
    const { crm } = rig
    const pop: ScreenPop = { call: 'bank-17', agent: 'ana', phone: bare, customers: ['c1', 'c9'] }
    const outcomes = [
      await answered(rig, (...rest) => crm.pop(pop, ...rest)),
      await answered(rig, (...rest) => crm.logCall({ ...call, customer: 'c9' }, ...rest)),
      await answered(rig, (...rest) => crm.logCall({ ...call, call: '' }, ...rest)),
      await answered(rig, (...rest) => crm.openCase({ ...lost, customer: 'c9' }, ...rest)),
      await answered(rig, (...rest) => crm.openCase({ ...lost, key: '' }, ...rest)),
    ]
    same(
      outcomes.map(codeOf),
      outcomes.map(() => 'out-of-range'),
      'refused',
    )
    same([await rig.pops(), await rig.calls(), await rig.cases()], [[], [], []], 'nothing is there')
    const none = { phone: 'anonymous', doNotCall: true }
    refusedQuietly(await answered(rig, (...rest) => crm.setDoNotCall(none, ...rest)), none.phone)
  },
  'what was handed over is kept as it was then': async (rig) => {
    const entry = { ...call }
    asks(rig, (...rest) => rig.crm.logCall(entry, ...rest))
    entry.queue = 'changed on the way'
    await rig.pass(rig.answersWithinMs)
    entry.queue = 'changed afterwards'
    same(await rig.calls(), [call], 'a copy')
  },
  'what was answered may be changed by who asked': async (rig) => {
    await rig.add({ ...li, phones: [bare] })
    const [first] = (await found(rig, bare)).customers
    Object.assign(first?.attributes ?? {}, { tier: 'changed' })
    same(await found(rig, bare), { customers: [li], doNotCall: false }, 'a copy')
  },
}

export const crmContract = (make: () => CrmRig | Promise<CrmRig>): readonly ContractCase[] =>
  casesOf('crm', make, {
    ...outsideCases<CrmRig>(
      (rig, ...rest) => rig.crm.logCall(call, ...rest),
      async (rig) => (await rig.calls()).length,
    ),
    ...cases,
  })
