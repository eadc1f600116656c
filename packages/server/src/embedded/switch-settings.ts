/** What a definition says of phones and trunks, as the SIP switch is told it. */
import { type CenterSections, definedPhones, fallbacks, loopbackPeers, type TrunkDefinition } from '@callweave/center'
import type { SoftswitchSettings, TrunkGroupSettings } from '@callweave/softswitch'
import type { Phone, Reveal } from './phones.js'

export interface SettingsParts {
  readonly sections: CenterSections
  readonly phones: readonly Phone[]
  readonly reveal: Reveal
}

export const settingsOf = ({ sections, phones, reveal }: SettingsParts): SoftswitchSettings => {
  const to = fallbacks(sections)
  const { of: outboundOf = {}, ...outbound } = sections.dialing?.outbound ?? {}
  const passwords = new Map(phones.map(({ extension, password }) => [extension, password]))
  return {
    ...(to.length === 0 ? {} : { fallback: { to } }),
    extensions: Object.fromEntries(
      definedPhones(sections).map(({ extension }) => {
        const limits = { ...outbound, ...outboundOf[extension] }
        const password = passwords.get(extension) ?? null
        return [extension, { password, ...(Object.keys(limits).length === 0 ? {} : { outbound: limits }) }]
      }),
    ),
    trunks: Object.fromEntries(Object.entries(sections.trunks).map(([name, trunk]) => [name, groupOf(trunk, reveal)])),
  }
}

const groupOf = (
  { channels, numbers, peers, proxies, registration }: TrunkDefinition,
  reveal: Reveal,
): TrunkGroupSettings => ({
  channels,
  numbers,
  // A provider that we are registered with comes by that way alone.
  addresses: (peers ?? (registration === undefined ? loopbackPeers : [])).map((network) => ({ network })),
  ...(proxies === undefined
    ? {}
    : { peers: proxies.map((proxy) => peerAt(proxy, transportTo(registration?.registrar))) }),
  ...(registration === undefined
    ? {}
    : {
        registration: {
          registrar: registration.registrar,
          username: registration.username,
          secret: { password: reveal(registration.password.secret) ?? '' },
        },
      }),
})

type Transport = 'UDP' | 'TCP' | 'TLS'

/** Proxies on the way to a provider are spoken to as the provider is. */
const transportTo = (registrar = ''): Transport => {
  if (/^sips:|;transport=tls\b/i.test(registrar)) return 'TLS'
  return /;transport=tcp\b/i.test(registrar) ? 'TCP' : 'UDP'
}

const peerAt = (text: string, transport: Transport) => {
  const [, v6, plain = '', port] = /^(?:\[(.+)\]|([^:]+))(?::(\d+))?$/.exec(text) ?? []
  return { host: v6 ?? plain, port: port === undefined ? null : Number(port), transport }
}
