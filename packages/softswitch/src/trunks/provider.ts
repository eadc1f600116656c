/**
 * A provider as a trunk group registers with it: where it is, or the proxy on the way there, is looked up; what comes back over
 * that flow is its calls. Of several proxies the next is tried when one does not answer.
 */
import type { Clock, RandomStream, TimerId } from '@callweave/core'
import { address, parseUri, sipUri, type Uri, viaOf } from '@callweave/sip'
import type { LocalAddress, UserAgent } from '@callweave/sip/user-agent'
import type { Ask, Outcome } from '../ask.js'
import { askBy } from '../ask-by.js'
import type { Flow } from '../flow.js'
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
  readonly target: (uri: Uri, last: Flow | null) => Flow | Promise<Flow>
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

export const createProvider = (options: ProviderOptions): Provider => {
  const { clock, random, agent, local, target, settings, proxies, user, onOver, onChange } = options
  const registrar = parseUri(settings.registrar)
  const routes = proxies.map(routeBy)
  let registration: Registration | null = null
  let timer: TimerId = 0
  let isClosed = false
  let isLeaving = false
  /** Which of the proxies. */
  let place = 0

  const routeNow = (): Uri | undefined => routes[place % Math.max(1, routes.length)]
  const flowNow = async (): Promise<Flow> => target(routeNow() ?? registrar, null)

  /** Whatever is thrown where it is told is not what could not be found. */
  const found = (then: (flow: Flow) => void, lost: () => void): void => void flowNow().then(then, lost)

  /** Where we were registered last. */
  let last: Flow | null = null

  const ask: Ask = (request, answered) => {
    const route = routeNow()
    const more = route === undefined ? {} : { route: [address(route)] }
    const goes = (flow: Flow): void => {
      const heard = (outcome: Outcome): void => {
        isLeaving = false
        const status = typeof outcome === 'string' ? outcome : outcome.status
        if (triesNext(status)) place += 1
        else if (isGranted(status) && !isClosed) {
          last = flow
          onOver({ flow, user })
        }
        answered(outcome)
      }
      askBy(agent, request, flow, heard, more)
    }
    // The last word goes at once: what sends it is closed next.
    if (isClosed && last !== null) {
      isLeaving = true
      goes(last)
    } else
      found(goes, () => {
        place += 1
        answered('unsent')
      })
  }

  const register = (flow: Flow): void => {
    if (isClosed) return
    const { host, port, transport } = local(flow)
    registration = createRegistration({
      clock,
      random,
      settings,
      ask,
      via: () => viaOf({ transport, host, port }),
      contact: sipUri({ user, host, port, params: transportParams(transport) }),
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
