/**
 * A provider as a trunk group registers with it: where it is, or the proxy on the way there, is looked up; what comes back over
 * that flow is its calls. Of the servers of a name the next is tried at once where one is silent or answers 503 (RFC 3263
 * section 4.3), and the one that answered is kept; of several proxies the next is tried with the next REGISTER.
 */
import type { Clock, RandomStream, TimerId } from '@callweave/core'
import { address, type contactOf, parseUri, type SipRequest, sameUri, sipUri, type Uri, viaOf } from '@callweave/sip'
import type { LocalAddress, UserAgent } from '@callweave/sip/user-agent'
import type { Ask, Outcome } from '../ask.js'
import { askBy } from '../ask-by.js'
import type { Flow } from '../flow.js'
import { type Standing, sameServer } from '../standing.js'
import { routeBy, transportParams } from './peer-uri.js'
import { triesNext } from './peers.js'
import { createRegistration, type Registration } from './registration.js'
import type { RegistrationSettings, TrunkPeer } from './settings.js'
import type { RegisteredOver } from './trunks.js'

export interface ProviderOptions {
  readonly clock: Clock
  readonly random: RandomStream
  readonly agent: UserAgent<Flow>
  readonly local: (peer: Flow) => LocalAddress
  readonly targets: (uri: Uri) => readonly Flow[] | Promise<readonly Flow[]>
  readonly standing: Standing
  readonly settings: RegistrationSettings
  /** On the way there. None: the provider itself. */
  readonly proxies: readonly TrunkPeer[]
  /** Of our Contact. */
  readonly user: string
  /** Where its calls come from now on; `null` for nowhere. */
  readonly onOver: (over: RegisteredOver | null) => void
  /** Told at the change only: why it has failed, `null` when it is up. */
  readonly onChange: (because: string | null) => void
}

export interface Provider {
  start(): void
  /** Takes the registration back. */
  close(): void
  /** That was asked, and not answered yet. */
  readonly isLeaving: boolean
}

/** A provider that cannot be found is looked for again. */
const retryMs = 30_000
/** A server that has said nothing for so long is left for the next, where there is one: as calls do. */
const silenceMs = 4_000

export const createProvider = (options: ProviderOptions): Provider => {
  const { clock, random, agent, local, targets, standing, settings, proxies, user, onOver, onChange } = options
  const registrar = parseUri(settings.registrar)
  const routes = proxies.map(routeBy)
  let registration: Registration | null = null
  let timer: TimerId = 0
  let isClosed = false
  let isLeaving = false
  /** Which of the proxies. */
  let place = 0

  const routeNow = (): Uri | undefined => routes[place % Math.max(1, routes.length)]
  const flowsNow = async (): Promise<readonly Flow[]> => targets(routeNow() ?? registrar)

  /** Whatever is thrown where it is told is not what could not be found. */
  const found = (then: (flows: readonly Flow[]) => void, lost: () => void): void => void flowsNow().then(then, lost)

  /** Where we were registered last. */
  let last: Flow | null = null
  /** The server that spoke to us last: its challenge is answered there, and what it granted is renewed there. */
  let stays: Flow | null = null

  const keptFirst = (flows: readonly Flow[]): readonly Flow[] => {
    const kept = stays
    if (kept === null || !flows.some((flow) => sameServer(flow, kept))) return flows
    return [kept, ...flows.filter((flow) => !sameServer(flow, kept))]
  }

  const contactAt = (flow: Flow): Uri => {
    const { host, port, transport } = local(flow)
    return sipUri({ user, host, port, params: transportParams(transport) })
  }

  /** Where it goes by another address of ours than the first, that is where its calls are to come. */
  const contactFor = (request: SipRequest, flow: Flow) => {
    const [named] = request.headers.need('contact') as readonly ReturnType<typeof contactOf>[]
    const ours = contactAt(flow)
    return named === undefined || sameUri(named.uri, ours) ? {} : { contact: [{ ...named, uri: ours }] }
  }

  const ask: Ask = (request, answered) => {
    const route = routeNow()
    const more = route === undefined ? {} : { route: [address(route)] }
    const before = stays
    const goes = ([flow, ...others]: readonly Flow[]): void => {
      if (flow === undefined) {
        answered('unsent')
        return
      }
      let isOver = false
      let silence: TimerId = 0
      const heard = (outcome: Outcome): void => {
        if (isOver) return
        isOver = true
        clock.cancel(silence)
        isLeaving = false
        const status = typeof outcome === 'string' ? outcome : outcome.status
        if (triesNext(status)) {
          standing.failed(flow)
          if (others.length > 0 && !isClosed) {
            goes(others)
            return
          }
          place += 1
        } else {
          standing.heard(flow)
          stays = flow
          if (isGranted(status) && !isClosed) {
            last = flow
            onOver({ flow, user })
          }
        }
        answered(outcome, before !== null && !sameServer(before, flow))
      }
      askBy(agent, request, flow, heard, { ...more, ...contactFor(request, flow) })
      if (others.length > 0) silence = clock.at(clock.nowMs() + silenceMs, () => heard('timeout'), undefined)
    }
    // The last word goes at once: what sends it is closed next.
    if (isClosed && last !== null) {
      isLeaving = true
      goes([last])
    } else
      found(
        (flows) => goes(keptFirst(flows)),
        () => {
          place += 1
          answered('unsent')
        },
      )
  }

  const register = ([flow]: readonly Flow[]): void => {
    if (isClosed || flow === undefined) return
    const { host, port, transport } = local(flow)
    registration = createRegistration({
      clock,
      random,
      settings,
      ask,
      via: () => viaOf({ transport, host, port }),
      contact: contactAt(flow),
      onChange: (because) => {
        if (because !== null) onOver(null)
        onChange(because)
      },
    })
    registration.start()
  }

  const start = (): void => {
    if (isClosed) return
    found(register, () => {
      if (isClosed) return
      place += 1
      onChange('unsent')
      timer = clock.at(clock.nowMs() + retryMs, start, undefined)
    })
  }

  return {
    start,
    get isLeaving() {
      return isLeaving
    },
    close: () => {
      isClosed = true
      clock.cancel(timer)
      registration?.close()
    },
  }
}

const isGranted = (status: number | 'timeout' | 'unsent'): boolean =>
  typeof status === 'number' && status >= 200 && status < 300
