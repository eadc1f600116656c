/**
 * Busy lamps and message lamps: SUBSCRIBE and NOTIFY of RFC 6665, with the packages `dialog` (RFC 4235) and
 * `message-summary` (RFC 3842). Who asks has been authenticated before. One NOTIFY of a subscription is out at a time: what
 * changes meanwhile is told by the next, in one.
 */
import type { Clock, RandomStream } from '@callweave/core'
import {
  createResponse,
  formatUri,
  type HeaderFields,
  mediaType,
  SipError,
  type SipRequest,
  type SipResponse,
  type Uri,
  type Via,
} from '@callweave/sip'
import {
  dialogKeyOfRequest,
  dialogOfServer,
  keyOfDialog,
  receiveInDialog,
  requestInDialog,
} from '@callweave/sip/dialogs'
import type { Outcome } from '../ask.js'
import type { Flow } from '../flow.js'
import { createSweep, type Sweep } from '../sweep.js'
import { tokenOf } from '../token.js'
import { formatDialogInfo, type WatchedDialog } from './dialog-info.js'
import { judgeSubscribe, type SubscribeVerdict, type WatchedEvent, watchedEvents } from './judge.js'
import { formatMessageSummary, type MessageCounts } from './message-summary.js'
import { isAgain, isAtOnePhone, replacedBy } from './replaced.js'
import { defaultSubscriptionSettings, type SubscriptionSettings } from './settings.js'
import { type EndReason, type Subscription, SubscriptionTable } from './subscription.js'

export interface SubscriptionsOptions<F extends Flow> {
  readonly clock: Clock
  readonly random: RandomStream
  readonly settings?: Partial<SubscriptionSettings>
  /** Sends a NOTIFY; `answered` is called once, never inside this call. */
  readonly send: (request: SipRequest, to: F, answered: (outcome: Outcome) => void) => void
  /** Ours, with a branch of its own. */
  readonly via: (to: F) => Via
  /** Where we are reached over this flow. */
  readonly contact: (to: F) => Uri
  /** The address of an extension. */
  readonly entityOf: (extension: string) => Uri
  /** The calls of an extension; `null` when there is no such extension. */
  readonly dialogsOf: (extension: string) => readonly WatchedDialog[] | null
  readonly messagesOf: (extension: string) => MessageCounts | null
  /** Default: calls of everybody, messages of oneself. */
  readonly mayWatch?: (watcher: string, event: WatchedEvent, extension: string) => boolean
}

export interface Subscriptions<F extends Flow> {
  /**
   * The response to a SUBSCRIBE of this watcher (an extension) that came over this flow; the NOTIFY goes after it.
   *
   * @throws SipError when a header that decides is malformed; nothing has changed.
   */
  subscribe(request: SipRequest, watcher: string, from: F): SipResponse
  /** What is watched has changed. */
  changed(event: WatchedEvent, extension: string): void
  /** The extension is no more: who watches it is told so. */
  forget(extension: string): void
  readonly size: number
  /** Tells every watcher to come again later, and holds nothing any more. */
  close(): void
}

type Fit = SubscribeVerdict & { readonly verdict: 'fit' }

const mayWatchBy = (watcher: string, event: WatchedEvent, extension: string): boolean =>
  event === 'dialog' || watcher === extension

class Notifier<F extends Flow> implements Subscriptions<F> {
  readonly #options: SubscriptionsOptions<F>
  readonly #settings: SubscriptionSettings
  readonly #table = new SubscriptionTable<F>()
  readonly #expiry: Sweep

  constructor(options: SubscriptionsOptions<F>) {
    this.#options = options
    this.#settings = { ...defaultSubscriptionSettings, ...options.settings }
    this.#expiry = createSweep(options.clock, (nowMs) => this.#expire(nowMs))
  }

  get size(): number {
    return this.#table.size
  }

  subscribe(request: SipRequest, watcher: string, from: F): SipResponse {
    request.headers.need('from')
    const key = dialogKeyOfRequest(request)
    const verdict = judgeSubscribe(request, this.#settings)
    if (verdict.verdict === 'refuse') return this.#respond(request, verdict.status, verdict.headers)
    return key === null
      ? this.#open(request, watcher, from, verdict)
      : this.#refresh(request, key, watcher, from, verdict)
  }

  changed(event: WatchedEvent, extension: string): void {
    for (const one of this.#table.of(event, extension)) {
      one.isChanged = true
      this.#pump(one)
    }
  }

  forget(extension: string): void {
    for (const event of ['dialog', 'message-summary'] as const)
      for (const one of this.#table.of(event, extension)) this.#end(one, 'noresource')
  }

  close(): void {
    this.#expiry.close()
    for (const one of this.#table.all()) {
      one.isOut = false
      this.#end(one, 'probation')
    }
  }

  #open(request: SipRequest, watcher: string, from: F, { event, name, expiresSeconds }: Fit): SipResponse {
    const { mayWatch = mayWatchBy, contact } = this.#options
    const { uri } = request
    const extension = uri.kind === 'sip' ? (uri.user ?? '') : ''
    if (this.#bodyOf(event, extension, 0) === null) return this.#respond(request, 404)
    if (!mayWatch(watcher, event, extension)) return this.#respond(request, 403)
    const response = this.#accept(request, expiresSeconds, contact(from))
    const dialog = dialogOfServer(request, response)
    const alike = this.#table.alike({ event, extension, watcher })
    const { number: askedBy } = request.headers.need('cseq')
    const same = alike.find((one) => isAgain(one.dialog, dialog) && one.askedBy === askedBy)
    if (same !== undefined) return this.#acceptAgain(request, same, contact(from))
    const mayHave = this.#settings.ofWatcher - this.#table.ofWatcher(watcher)
    const replaced = replacedBy(dialog, alike, mayHave)
    if (mayHave + replaced.length <= 0) return this.#respond(request, 403)
    if (this.#table.size - replaced.length >= this.#settings.most)
      return this.#respond(request, 503, { retryAfter: { seconds: 60, comment: null, params: [] } })
    for (const one of alike)
      if (replaced.includes(one)) this.#table.delete(one)
      else if (isAtOnePhone(one.dialog, dialog)) this.#askAfter(one)
    const one: Subscription<F> = {
      key: keyOfDialog(dialog),
      event,
      name,
      watcher,
      extension,
      askedBy,
      dialog,
      flow: from,
      expiresAtMs: 0,
      version: 0,
      isOut: false,
      isChanged: true,
      ending: null,
    }
    this.#table.add(one)
    this.#last(one, expiresSeconds)
    return response
  }

  /** Our 200 was lost, and the SUBSCRIBE has come again: the same is said again, and nothing else happens. */
  #acceptAgain(request: SipRequest, { dialog, expiresAtMs }: Subscription<F>, contact: Uri): SipResponse {
    const seconds = Math.max(0, Math.round((expiresAtMs - this.#options.clock.nowMs()) / 1000))
    return this.#accept(request, seconds, contact, dialog.localTag)
  }

  /** A phone that was started again knows nothing of it, and says so with 481. */
  #askAfter(one: Subscription<F>): void {
    const { clock } = this.#options
    one.isChanged = true
    clock.at(clock.nowMs(), (late) => this.#pump(late), one)
  }

  #refresh(request: SipRequest, key: string, watcher: string, from: F, fit: Fit): SipResponse {
    const one = this.#table.get(key)
    const isOurs =
      one !== undefined && one.watcher === watcher && one.event === fit.event && one.name.id === fit.name.id
    if (!isOurs || one.ending !== null) return this.#respond(request, 481)
    const received = receiveInDialog(one.dialog, request)
    if (received.verdict === 'refused') return this.#respond(request, received.status)
    const response = this.#accept(request, fit.expiresSeconds, this.#options.contact(from))
    one.dialog = received.dialog
    one.flow = from
    one.isChanged = true
    this.#last(one, fit.expiresSeconds)
    return response
  }

  /** So long from now, or to the end at once; either way a NOTIFY follows the response. */
  #last(one: Subscription<F>, seconds: number): void {
    const { clock } = this.#options
    const nowMs = clock.nowMs()
    one.expiresAtMs = nowMs + seconds * 1000
    if (seconds === 0) one.ending = 'timeout'
    else this.#expiry.by(one.expiresAtMs)
    clock.at(nowMs, (late) => this.#pump(late), one)
  }

  #expire(nowMs: number): number | null {
    let nextMs = Number.POSITIVE_INFINITY
    for (const one of this.#table.all())
      if (one.expiresAtMs <= nowMs) this.#end(one, 'timeout')
      else nextMs = Math.min(nextMs, one.expiresAtMs)
    return nextMs === Number.POSITIVE_INFINITY ? null : nextMs
  }

  #end(one: Subscription<F>, reason: EndReason): void {
    one.ending ??= reason
    this.#pump(one)
  }

  /** Sends what is to be said, once what was said before has been answered. */
  #pump(one: Subscription<F>): void {
    if (one.isOut || this.#table.get(one.key) !== one || (!one.isChanged && one.ending === null)) return
    try {
      this.#notify(one)
    } catch (error) {
      if (!(error instanceof SipError)) throw error
      // Its target or routes cannot be written: nobody can be told.
      this.#table.delete(one)
    }
  }

  #notify(one: Subscription<F>): void {
    const { via, contact, send, clock } = this.#options
    const { event, name, extension, flow, ending } = one
    const body = this.#bodyOf(event, extension, one.version)
    const seconds = Math.max(0, Math.round((one.expiresAtMs - clock.nowMs()) / 1000))
    const subscriptionState =
      ending === null
        ? { state: 'active', params: [{ name: 'expires', value: String(seconds) }] }
        : { state: 'terminated', params: endParams[ending] }
    const { dialog, request } = requestInDialog(one.dialog, {
      method: 'NOTIFY',
      via: via(flow),
      headers: {
        contact: [{ name: null, uri: contact(flow), q: null, expires: null, params: [] }],
        event: name,
        subscriptionState,
        ...(body === null ? {} : { contentType: mediaType(watchedEvents[event]) }),
      },
      ...(body === null ? {} : { body }),
    })
    one.dialog = dialog
    one.version += 1
    one.isChanged = false
    if (ending === null) one.isOut = true
    else this.#table.delete(one)
    send(request, flow, (outcome) => this.#answered(one, outcome))
  }

  #answered(one: Subscription<F>, outcome: Outcome): void {
    one.isOut = false
    if (isHeard(outcome)) this.#pump(one)
    else this.#table.delete(one)
  }

  #bodyOf(event: WatchedEvent, extension: string, version: number): string | null {
    const { dialogsOf, messagesOf, entityOf } = this.#options
    if (event === 'dialog') {
      const dialogs = dialogsOf(extension)
      return dialogs && formatDialogInfo({ entity: formatUri(entityOf(extension)), version, dialogs })
    }
    const counts = messagesOf(extension)
    return counts && formatMessageSummary(formatUri(entityOf(extension)), counts)
  }

  #accept(request: SipRequest, expires: number, uri: Uri, toTag?: string): SipResponse {
    const contact = [{ name: null, uri, q: null, expires: null, params: [] }]
    return this.#respond(request, 200, { expires, contact }, toTag)
  }

  #respond(request: SipRequest, status: number, headers: HeaderFields = {}, toTag?: string): SipResponse {
    return createResponse(request, status, { toTag: toTag ?? tokenOf(this.#options.random), headers })
  }
}

const reason = (value: string) => ({ name: 'reason', value })
const endParams = {
  timeout: [reason('timeout')],
  noresource: [reason('noresource')],
  probation: [reason('probation'), { name: 'retry-after', value: '60' }],
} as const

/** Refusals that leave the subscription as it is (RFC 5057 section 5.1): only this NOTIFY was not wanted. */
const passing: ReadonlySet<number> = new Set([491, 500, 503])

const isHeard = (outcome: Outcome): boolean =>
  typeof outcome !== 'string' && (outcome.status < 300 || passing.has(outcome.status))

export const createSubscriptions = <F extends Flow>(options: SubscriptionsOptions<F>): Subscriptions<F> =>
  new Notifier(options)
