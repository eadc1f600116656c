/**
 * Where the phones are: RFC 3261 section 10.3. Who asks has been authenticated before; a request is taken as a whole or not
 * at all.
 */
import type { Clock, RandomStream } from '@callweave/core'
import { createResponse, type HeaderFields, type SipRequest, type SipResponse } from '@callweave/sip'
import type { Flow } from '../flow.js'
import { createSweep, type Sweep } from '../sweep.js'
import { tokenOf } from '../token.js'
import { type Binding, type BindingChange, type GoneBecause, isTranslated } from './binding.js'
import { Bindings } from './bindings.js'
import { planRegister, type RegisterPlan, type Wanted } from './plan.js'
import { createQualify, type Qualify } from './qualify.js'
import { defaultRegistrarSettings, type RegistrarSettings } from './settings.js'

export interface RegistrarOptions<F extends Flow> {
  readonly clock: Clock
  readonly random: RandomStream
  readonly settings?: Partial<RegistrarSettings>
  /**
   * Sends an OPTIONS to the phone; `heard` is called once: any response, a refusal too, is an answer. Left out: phones are
   * not asked.
   */
  readonly ask?: (binding: Binding<F>, heard: (isAnswered: boolean) => void) => void
  /** Told after the change, in the order of the Contacts. */
  readonly onChange?: (change: BindingChange<F>) => void
}

export interface Registrar<F extends Flow> {
  /**
   * The response to a REGISTER of this extension that came over this flow.
   *
   * @throws SipError when a header that decides is malformed; nothing has changed.
   */
  register(request: SipRequest, extension: string, flow: F): SipResponse
  /** Where the extension is, in the order in which its phones are rung. */
  of(extension: string): readonly Binding<F>[]
  /** Whether a phone (of this extension) is heard over the flow. */
  isAt(flow: F, extension?: string): boolean
  /** Every binding, in no order. */
  all(): readonly Binding<F>[]
  readonly size: number
  /** Takes every phone of an extension out, as when the extension itself goes. */
  forget(extension: string): void
  /** The connection is no more: who is behind it cannot be reached until it registers again. */
  lost(flow: F): void
  close(): void
}

class LocalRegistrar<F extends Flow> implements Registrar<F> {
  readonly #options: RegistrarOptions<F>
  readonly #settings: RegistrarSettings
  readonly #bindings = new Bindings<F>()
  readonly #expiry: Sweep
  readonly #qualify: Qualify | null
  #lastId = 0

  constructor(options: RegistrarOptions<F>) {
    const { clock, ask } = options
    this.#options = options
    this.#settings = { ...defaultRegistrarSettings, ...options.settings }
    this.#expiry = createSweep(clock, (nowMs) => this.#expire(nowMs))
    const { qualify } = this.#settings
    this.#qualify =
      ask === undefined || qualify === null
        ? null
        : createQualify({ clock, everyMs: qualify.everyMs, ask: (id) => this.#ask(id, ask, qualify.misses) })
  }

  get size(): number {
    return this.#bindings.size
  }

  of(extension: string): readonly Binding<F>[] {
    return this.#bindings.of(extension)
  }

  isAt(flow: F, extension?: string): boolean {
    return this.#bindings.isAt(flow, extension)
  }

  all(): readonly Binding<F>[] {
    return this.#bindings.all()
  }

  register(request: SipRequest, extension: string, flow: F): SipResponse {
    // Both stand in the answer.
    request.headers.need('from')
    request.headers.need('to')
    const bindings = this.of(extension)
    const plan = planRegister(request, bindings, this.#settings)
    if (plan.plan === 'refuse') return this.#refuse(request, plan)
    const kept = plan.wanted.map((wanted) => this.#bindingOf(request, extension, flow, wanted))
    const gone = [...plan.removed, ...plan.replaced]
    const others = bindings.filter(({ id }) => ![...gone, ...kept].some((binding) => binding.id === id))
    // Made before anything is changed: what cannot be written is refused as a whole.
    const response = this.#accept(request, [...kept, ...others])
    for (const binding of plan.removed) this.#drop(binding, 'removed')
    for (const binding of plan.replaced) this.#drop(binding, 'replaced')
    for (const [i, binding] of kept.entries()) this.#keep(binding, plan.wanted[i]?.before ?? null)
    return response
  }

  forget(extension: string): void {
    for (const binding of this.of(extension)) this.#drop(binding, 'forgotten')
  }

  lost(flow: F): void {
    for (const binding of this.#bindings.at(flow)) this.#drop(binding, 'lost')
  }

  close(): void {
    this.#expiry.close()
    this.#qualify?.close()
  }

  #bindingOf(request: SipRequest, extension: string, flow: F, { contact, instance, ...wanted }: Wanted<F>): Binding<F> {
    const { headers } = request
    const nowMs = this.#options.clock.nowMs()
    const { before, expiresSeconds } = wanted
    return {
      id: before?.id ?? this.#nextId(),
      extension,
      contact,
      flow,
      isTranslated: isTranslated(contact, headers.first('via'), flow),
      q: contact.q ?? 1,
      callId: headers.need('callId'),
      cseq: headers.need('cseq').number,
      userAgent: headers.get('userAgent') ?? null,
      instance,
      registeredAtMs: before?.registeredAtMs ?? nowMs,
      refreshedAtMs: nowMs,
      expiresAtMs: nowMs + expiresSeconds * 1000,
      misses: 0,
      isReachable: true,
    }
  }

  #nextId(): number {
    this.#lastId += 1
    return this.#lastId
  }

  #keep(binding: Binding<F>, before: Binding<F> | null): void {
    this.#bindings.set(binding)
    this.#expiry.by(binding.expiresAtMs)
    if (before === null) this.#qualify?.add(binding.id)
    this.#tell({ what: before === null ? 'registered' : 'refreshed', binding })
    if (before?.isReachable === false) this.#tell({ what: 'reachable', binding })
  }

  #drop(binding: Binding<F>, because: GoneBecause): void {
    this.#bindings.delete(binding.id)
    this.#tell({ what: 'gone', because, binding })
  }

  #expire(nowMs: number): number | null {
    let nextMs = Number.POSITIVE_INFINITY
    for (const binding of this.all())
      if (binding.expiresAtMs <= nowMs) this.#drop(binding, 'expired')
      else nextMs = Math.min(nextMs, binding.expiresAtMs)
    return nextMs === Number.POSITIVE_INFINITY ? null : nextMs
  }

  #ask(id: number, ask: NonNullable<RegistrarOptions<F>['ask']>, most: number): boolean {
    const binding = this.#bindings.get(id)
    if (binding === undefined) return false
    ask(binding, (isAnswered) => this.#heard(id, isAnswered, most))
    return true
  }

  #heard(id: number, isAnswered: boolean, most: number): void {
    const before = this.#bindings.get(id)
    if (before === undefined) return
    const misses = isAnswered ? 0 : before.misses + 1
    const binding = { ...before, misses, isReachable: misses < most }
    this.#bindings.set(binding)
    if (binding.isReachable !== before.isReachable)
      this.#tell({ what: binding.isReachable ? 'reachable' : 'unreachable', binding })
  }

  #tell(change: BindingChange<F>): void {
    this.#options.onChange?.(change)
  }

  #accept(request: SipRequest, bindings: readonly Binding<F>[]): SipResponse {
    const nowMs = this.#options.clock.nowMs()
    const contact = bindings.map((binding) => ({
      ...binding.contact,
      expires: Math.max(0, Math.round((binding.expiresAtMs - nowMs) / 1000)),
    }))
    return this.#respond(request, 200, contact.length === 0 ? { date: nowMs } : { contact, date: nowMs })
  }

  #refuse(request: SipRequest, { status, because }: RegisterPlan<F> & { readonly plan: 'refuse' }): SipResponse {
    const { minExpiresSeconds } = this.#settings
    const warning = [{ code: 399, agent: 'registrar', text: because }]
    return this.#respond(request, status, status === 423 ? { minExpires: minExpiresSeconds, warning } : { warning })
  }

  #respond(request: SipRequest, status: number, headers: HeaderFields): SipResponse {
    return createResponse(request, status, { toTag: tokenOf(this.#options.random), headers })
  }
}

export const createRegistrar = <F extends Flow>(options: RegistrarOptions<F>): Registrar<F> =>
  new LocalRegistrar(options)
