/** The SIP switch of a center, from what its definition says. */
import type { CenterSections } from '@callweave/center'
import type { SwitchSounds } from '@callweave/softswitch'
import type { OpenCenterOptions } from '../center/open-center.js'
import type { Phone } from './phones.js'

export interface ListenOptions {
  /** The address to listen at; default `127.0.0.1`, this machine alone. */
  readonly host?: string
  /** For SIP; default 5060, 0 takes a free one. */
  readonly port?: number
  /** The address that others reach us at, where it is another: behind NAT, in a container. */
  readonly advertise?: string
  /** UDP ports for media, both ends included; default 16,384 to 32,767. */
  readonly rtpPorts?: { readonly from: number; readonly to: number }
}

export interface SwitchParts {
  readonly sections: CenterSections
  readonly phones: readonly Phone[]
  readonly sounds: SwitchSounds
  /** The folder of recordings. */
  readonly recordings: string
  readonly listen: ListenOptions
  readonly onTrouble: (error: unknown) => void
}

/** What a person has to know to call. */
export interface SwitchAbout {
  /** Where SIP is heard. */
  readonly host: string
  readonly port: number
  /** As others reach it. */
  readonly advertise: string
  readonly transports: readonly string[]
  readonly rtpPorts: { readonly from: number; readonly to: number }
}

export interface EmbeddedSwitch {
  readonly createSwitch: OpenCenterOptions['createSwitch']
  readonly about: SwitchAbout
  /** Harmless when the center has closed its switch. */
  close(): void | Promise<void>
}

export const openSwitch = (_parts: SwitchParts): Promise<EmbeddedSwitch> =>
  Promise.reject(new TypeError('not here yet'))
