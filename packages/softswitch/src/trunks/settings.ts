/** Trunk groups: lines to the outside that are hunted together. */
import type { DigestSecret } from '@callweave/sip/digest'
import type { ListedAddress } from '../address/address-list.js'
import type { QualifySettings } from '../registrar/settings.js'

export interface TrunkSettings {
  readonly name: string
  /** Calls at a time, in and out together: 1 to 10,000. */
  readonly channels: number
  /** Where its calls come from without credentials. Default none. */
  readonly addresses?: readonly ListedAddress[]
  /** Numbers that lead here: of groups at the same address, the one whose number was dialed has the call. */
  readonly numbers?: readonly string[]
  /**
   * Where its calls go, the first that answers. Default none: only calls that come in. With a registration they are the
   * proxies on the way to the provider: REGISTER and calls go by them, with a Route.
   */
  readonly peers?: readonly TrunkPeer[]
  /** Where we register, with a provider that knows us by name. */
  readonly registration?: RegistrationSettings
  /** Whether its peers are asked with OPTIONS if they are there. Default never. */
  readonly keepAlive?: QualifySettings
}

export interface TrunkPeer {
  /** A name or an address. */
  readonly host: string
  readonly port: number | null
  readonly transport: 'UDP' | 'TCP' | 'TLS'
}

export interface RegistrationSettings {
  /** The provider, as `sip:provider.example`. */
  readonly registrar: string
  /** Our name there: `sip:` name `@` the host of the registrar is registered. */
  readonly username: string
  /** Where the name that the password belongs to is another. */
  readonly authUsername?: string
  readonly secret: DigestSecret
  /** Asked for. Default 3,600. */
  readonly expiresSeconds?: number
}
