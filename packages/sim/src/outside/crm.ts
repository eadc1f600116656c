/** The simulated customer system: a few tables in memory, behind a line that takes its time. */
import type { CallEntry, Crm, Customer, NewCase, Outcome, ScreenPop } from '@callweave/core'
import type { Disturbed } from './disturbance.js'
import { createPeer, done, type PeerOptions, wrong } from './peer.js'
import { e164Of, type NumberPlan } from './phone-numbers.js'

export interface CustomerWithPhones extends Customer {
  /** In any way to write them. */
  readonly phones: readonly string[]
}

export interface SimulatedCrmOptions extends PeerOptions {
  readonly home: NumberPlan
}

export interface SimulatedCrm extends Crm, Disturbed {
  /** Puts a customer there, at once. Again: with these attributes, and these numbers, too. */
  add(customer: CustomerWithPhones): void
  /** What it holds, oldest first. */
  calls(): readonly CallEntry[]
  cases(): readonly NewCase[]
  pops(): readonly ScreenPop[]
}

/** Times and failures are drawn from the streams `crm` and `crm-faults`. Customers are found in the order they were added. */
export const createSimulatedCrm = ({ home, ...options }: SimulatedCrmOptions): SimulatedCrm => {
  const peer = createPeer('crm', options)
  const customers = new Map<string, Customer>()
  const idsByPhone = new Map<string, Set<string>>()
  const barred = new Set<string>()
  const calls = new Table<CallEntry>('record')
  const cases = new Table<NewCase>('case')
  const pops = new Table<ScreenPop>('pop')

  const stranger = (ids: readonly (string | undefined)[]): Outcome<never> | null => {
    const unknown = ids.find((id) => id !== undefined && !customers.has(id))
    return unknown === undefined ? null : wrong('there is no such customer', 'the id of one that was found')
  }

  return {
    disturb: peer.disturb,
    add: ({ id, attributes, phones }) => {
      customers.set(id, { id, attributes: { ...attributes } })
      for (const number of phones.map((phone) => e164Of(phone, home))) {
        if (number !== null) idsByPhone.set(number, (idsByPhone.get(number) ?? new Set()).add(id))
      }
    },
    findByPhone: (phone, within, answer) =>
      peer.ask(within, answer, () => {
        const number = e164Of(phone, home) ?? ''
        const ids = [...(idsByPhone.get(number) ?? [])]
        const found = ids.map((id) => customers.get(id) as Customer)
        const copies = found.map(({ id, attributes }) => ({ id, attributes: { ...attributes } }))
        return done({ customers: copies, doNotCall: barred.has(number) })
      }),
    pop: (order, within, answer) => {
      const pop = { ...order, customers: [...order.customers] }
      peer.ask(within, answer, () => {
        const refused = stranger(pop.customers)
        if (refused !== null) return refused
        pops.once(JSON.stringify([pop.call, pop.agent]), pop)
        return done(null)
      })
    },
    logCall: (entry, within, answer) => {
      const named = { ...entry }
      peer.ask(within, answer, () => {
        const refused = keyless(named.call) ?? stranger([named.customer])
        return refused ?? done({ record: calls.merge(named.call, named) })
      })
    },
    openCase: (order, within, answer) => {
      const opened = { ...order }
      peer.ask(within, answer, () => {
        const refused = keyless(opened.key) ?? stranger([opened.customer])
        return refused ?? done({ case: cases.once(opened.key, opened) })
      })
    },
    setDoNotCall: ({ phone, doNotCall }, within, answer) =>
      peer.ask(within, answer, () => {
        const number = e164Of(phone, home)
        if (number === null) return wrong('this is no number', 'one with digits')
        if (doNotCall) barred.add(number)
        else barred.delete(number)
        return done(null)
      }),
    calls: () => calls.rows(),
    cases: () => cases.rows(),
    pops: () => pops.rows(),
  }
}

const keyless = (key: string): Outcome<never> | null =>
  key === '' ? wrong('an order without a key cannot be given twice', 'a call or a key') : null

/** Rows by key, each with a number of the customer system's own. */
class Table<Row> {
  readonly #name: string
  readonly #rows = new Map<string, { readonly id: string; row: Row }>()

  constructor(name: string) {
    this.#name = name
  }

  /** The first row under a key stays. @returns its id. */
  once(key: string, row: Row): string {
    const known = this.#rows.get(key)
    if (known !== undefined) return known.id
    const id = `${this.#name}-${this.#rows.size + 1}`
    this.#rows.set(key, { id, row })
    return id
  }

  /** What the new row says takes the place of what stood there. @returns its id. */
  merge(key: string, row: Row): string {
    const id = this.once(key, row)
    const known = this.#rows.get(key)
    if (known !== undefined) known.row = { ...known.row, ...row }
    return id
  }

  rows(): readonly Row[] {
    return [...this.#rows.values()].map(({ row }) => row)
  }
}
