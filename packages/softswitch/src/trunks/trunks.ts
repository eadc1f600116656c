/** All trunk groups: whose a call is by where it comes from, which channel it takes, and whether a group is up. */
import { CallweaveError } from '@callweave/core'
import type { SipRequest, Uri } from '@callweave/sip'
import { type AddressList, createAddressList } from '../address/address-list.js'
import { parseAddress } from '../address/parse-address.js'
import { dialedOf } from '../board/numbers.js'
import type { Flow } from '../flow.js'
import { type Channels, createChannels } from './channels.js'
import type { TrunkSettings } from './settings.js'

/** What the switch tells as `trunk.failed` and `trunk.restored`. */
export type TrunkChange =
  | { readonly what: 'failed'; readonly trunk: string; readonly because: string }
  | { readonly what: 'restored'; readonly trunk: string }

/** No channel: 486 where all are busy (told as `trunk.busy`), 503 where the group is down. */
export type TakenChannel =
  | { readonly taken: true; readonly channel: number }
  | { readonly taken: false; readonly status: 486 | 503; readonly because: 'busy' | 'down' }

export interface Trunks {
  /** The group that a request from there belongs to without credentials; `null` for a stranger. */
  of(request: SipRequest, from: Flow): string | null
  /**
   * The connection that we registered by, for what goes to this URI in a dialog that was heard from there: where it came over
   * that one, or over one that the provider made itself, as long as there is but one of ours to its address and the URI is its
   * end; `null` for all else.
   */
  connectionOf(from: Flow, uri: Uri): Flow | null
  /** Whether an address is listed, or a provider's that we are registered with. */
  isKnown(from: Flow): boolean
  /** The lowest free channel. A call that comes in shows that the group is not down, whatever was thought. */
  take(trunk: string, direction: 'in' | 'out'): TakenChannel
  release(trunk: string, channel: number): void
  /** How many channels are taken. */
  busy(trunk: string): number
  /** We are registered over this flow under this Contact user, or (`null`) no longer. */
  registeredOver(trunk: string, over: RegisteredOver | null): void
  /** Something of the group (`registration`, `peers`) has failed, or (`null`) works again. */
  setFault(trunk: string, part: string, because: string | null): void
  isDown(trunk: string): boolean
}

export interface RegisteredOver {
  readonly flow: Flow
  /** The user of our Contact, which a provider puts into the request URI. */
  readonly user: string
}

interface Group {
  readonly name: string
  readonly list: AddressList
  readonly channels: Channels
  readonly faults: Map<string, string>
  readonly numbers: readonly string[]
  over: RegisteredOver | null
}

class TrunkTable implements Trunks {
  readonly #groups: ReadonlyMap<string, Group>
  readonly #onChange: (change: TrunkChange) => void

  constructor(settings: readonly TrunkSettings[], onChange: (change: TrunkChange) => void) {
    this.#groups = new Map(settings.map((one) => [one.name, groupOf(one)]))
    this.#onChange = onChange
    if (this.#groups.size < settings.length)
      throw new CallweaveError('definition-invalid', { message: 'two trunk groups have the same name' })
  }

  of(request: SipRequest, from: Flow): string | null {
    const { uri } = request
    let best: string | null = null
    let most = -1
    for (const { name, list, over, numbers } of this.#groups.values()) {
      const user = uri.kind === 'sip' ? uri.user : null
      if (over !== null && over.user === user && isFrom(over, from)) return name
      const near = list.closeness(from.source, from.port)
      // A half more than another group at the same address whose number it is not.
      const closeness = near >= 0 && numbers.includes(dialedOf(request, numbers)) ? near + 0.5 : near
      if (closeness <= most) continue
      most = closeness
      best = name
    }
    return best
  }

  connectionOf(from: Flow, uri: Uri): Flow | null {
    if (!from.isReliable) return null
    const near = [...this.#groups.values()].flatMap(({ over }) =>
      over !== null && isFrom(over, from) ? [over.flow] : [],
    )
    const own = near.find((flow) => isSame(flow, from))
    if (own !== undefined) return own
    const [first] = near
    const isOnly = first !== undefined && near.every((flow) => isSame(flow, first))
    return isOnly && isEndOf(uri, first) ? first : null
  }

  isKnown(from: Flow): boolean {
    for (const { list, over } of this.#groups.values())
      if ((over !== null && isFrom(over, from)) || list.has(from.source, from.port)) return true
    return false
  }

  take(trunk: string, direction: 'in' | 'out'): TakenChannel {
    const { channels, faults } = this.#need(trunk)
    if (direction === 'out' && faults.size > 0) return { taken: false, status: 503, because: 'down' }
    const channel = channels.take()
    return channel === 0 ? { taken: false, status: 486, because: 'busy' } : { taken: true, channel }
  }

  release(trunk: string, channel: number): void {
    this.#need(trunk).channels.release(channel)
  }

  busy(trunk: string): number {
    return this.#need(trunk).channels.busy
  }

  registeredOver(trunk: string, over: RegisteredOver | null): void {
    this.#need(trunk).over = over
  }

  setFault(trunk: string, part: string, because: string | null): void {
    const { faults } = this.#need(trunk)
    const wasDown = faults.size > 0
    if (because === null) faults.delete(part)
    else faults.set(part, because)
    const isDown = faults.size > 0
    if (wasDown === isDown) return
    this.#onChange(because === null ? { what: 'restored', trunk } : { what: 'failed', trunk, because })
  }

  isDown(trunk: string): boolean {
    return this.#need(trunk).faults.size > 0
  }

  #need(trunk: string): Group {
    const group = this.#groups.get(trunk)
    if (group === undefined)
      throw new CallweaveError('out-of-range', { message: 'there is no trunk group of this name', found: trunk })
    return group
  }
}

const groupOf = ({ name, channels, addresses = [], numbers = [] }: TrunkSettings): Group => {
  if (!(Number.isInteger(channels) && channels > 0 && channels <= 10_000))
    throw new CallweaveError('definition-invalid', {
      where: `trunks.${name}.channels`,
      message: 'a trunk group has 1 to 10,000 channels',
      found: channels,
    })
  return {
    name,
    list: createAddressList(addresses),
    channels: createChannels(channels),
    faults: new Map(),
    numbers,
    over: null,
  }
}

/**
 * The same way that our REGISTER went: over UDP from that port. Over TCP and TLS a provider may also connect to us anew, from a
 * port of the moment; that its address is its own is proved by the connection.
 */
const isFrom = ({ flow }: RegisteredOver, { source, port, transport, isReliable }: Flow): boolean =>
  flow.source === source && flow.transport === transport && (isReliable || flow.port === port)

/** One connection: a certificate says nothing of other names, so that under each there is another. */
const isSame = (a: Flow, b: Flow): boolean => a.port === b.port && (a.serverName ?? null) === (b.serverName ?? null)

/** Whether a URI names the far end of a connection of ours, by its address or by the name that we know it by. */
const isEndOf = (uri: Uri, { source, port, transport, serverName = null }: Flow): boolean => {
  if (uri.kind !== 'sip') return false
  const host = uri.host.toLowerCase()
  const isThere = host === serverName?.toLowerCase() || plain(host) === plain(source)
  return isThere && (uri.port ?? (transport === 'TLS' ? 5061 : 5060)) === port
}

/** An address, however it is written. */
const plain = (host: string): string => parseAddress(host)?.join() ?? host

/** @throws CallweaveError `definition-invalid` for addresses that are none, and channels out of their range. */
export const createTrunks = (settings: readonly TrunkSettings[], onChange: (change: TrunkChange) => void): Trunks =>
  new TrunkTable(settings, onChange)
