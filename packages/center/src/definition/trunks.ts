/** The trunks and routes sections: how calls come in, and which flow they meet. */
import { type Secret, secretSchema, settings } from '@callweave/core'
import { z } from 'zod'

/** A trunk group: lines to the outside that are hunted together. */
export interface TrunkDefinition<Trunk extends string = string> {
  /** Numbers that callers dial to come in here. */
  readonly numbers: readonly string[]
  /** How many calls at once, 1 to 10,000; a further caller hears busy. */
  readonly channels: number
  /** What the lines are. An E1 has 30 voice channels, a BRI 2. Default `sip`. */
  readonly kind?: 'sip' | 'e1' | 'bri' | 'analog'
  /** Digits that choose this group for a call out. */
  readonly prefix?: string
  /**
   * Who may bring calls in by this trunk: addresses or prefixes, whatever the port (`'203.0.113.7'`, `'203.0.113.0/24'`,
   * `'2001:db8::/32'`). Default: this machine alone.
   */
  readonly peers?: readonly string[]
  /**
   * Where its calls out go, the first that answers: `'sip.provider.example'`, `'203.0.113.7:5060'`. Default: nowhere. With a
   * `registration` they are the proxies on the way to the provider (outbound proxies), for REGISTER and for calls.
   */
  readonly proxies?: readonly string[]
  /** A provider that knows us by name: registered with, its calls come in, and ours go out there. */
  readonly registration?: TrunkRegistration
  /** The group that a call out goes by when this one is down, full or refuses it. Default: the next with the same prefix. */
  readonly backup?: Trunk
  /**
   * An emergency line: the agent alone clears a call. When the caller hangs up the agent's leg stays and the caller is called
   * back, for `keepMs` (5,000 to 1,800,000, default 90,000); one who calls again meanwhile comes to the same agent.
   */
  readonly calledPartyRelease?: true | { readonly keepMs?: number }
}

/** The group that a call out is tried by after this one. */
export const trunkAfter = (
  trunks: { readonly [trunk: string]: Pick<TrunkDefinition, 'backup' | 'prefix'> },
  trunk: string,
): string | null => {
  const { backup, prefix } = trunks[trunk] ?? {}
  if (backup !== undefined) return backup
  if (prefix === undefined) return null
  const alike = Object.keys(trunks).filter((name) => trunks[name]?.prefix === prefix)
  return alike[alike.indexOf(trunk) + 1] ?? null
}

export interface TrunkRegistration {
  /** `'sip:provider.example'`. */
  readonly registrar: string
  readonly username: string
  readonly password: Secret
}

/** A trunk that names no peers takes calls from these. */
export const loopbackPeers: readonly string[] = ['127.0.0.0/8', '::1/128']

/** Which flow a call meets. The first route that fits is taken. */
export interface RouteDefinition<
  Trunk extends string = string,
  Hours extends string = string,
  Tag extends string = string,
  Flow extends string = string,
> {
  /** The dialed number, or several. Left out: any. */
  readonly number?: string | readonly string[]
  readonly trunk?: Trunk
  /** Opening hours that must be open. */
  readonly when?: Hours
  /** A tag that the caller must have. */
  readonly tag?: Tag
  readonly flow: Flow
  /** Added to the call's priority in every queue. */
  readonly priority?: number
}

const number = z.string().regex(/^\+?[0-9*#]{1,32}$/, 'a phone number is digits, with a + in front if you like')
/** As many as the switch takes: an E1 has 30, and who needs more than 10,000 has several carriers. */
const mostChannels = 10_000
const channels = z
  .int('channels are a whole number')
  .min(1, 'a trunk group has at least one channel')
  .max(mostChannels, 'a trunk group has 10,000 channels at the most: make it several groups')

const v4 = z.union([z.ipv4(), z.cidrv4()])
const v6 = z.union([z.ipv6(), z.cidrv6()])
const peer = z
  .string()
  .refine(
    (text) => v4.safeParse(text).success || v6.safeParse(text).success,
    "an address or a prefix, without a port: '203.0.113.7' or '203.0.113.0/24'",
  )

const proxy = z
  .string()
  .regex(
    /^(\[[0-9a-fA-F:.]+\]|[a-zA-Z0-9.-]+)(:\d{1,5})?$/,
    "a host with a port or without: 'sip.provider.example:5060'",
  )

export const trunksSchema = z.record(
  z.string().min(1),
  settings({
    numbers: z.array(number),
    channels,
    kind: z.enum(['sip', 'e1', 'bri', 'analog']).optional(),
    prefix: z.string().optional(),
    peers: z.array(peer).min(1, 'a trunk without a peer takes no call: leave peers out, or name one').optional(),
    proxies: z.array(proxy).optional(),
    backup: z.string().optional(),
    calledPartyRelease: z
      .union([z.literal(true), settings({ keepMs: z.int().min(5_000).max(1_800_000).optional() })], {
        error: 'true, or { keepMs } from 5,000 to 1,800,000 ms',
      })
      .optional(),
    registration: settings({
      registrar: z.string().regex(/^sips?:[^\s@]+$/, "the provider as a URI: 'sip:provider.example'"),
      username: z.string().min(1),
      password: secretSchema,
    }).optional(),
  }),
)

export const routesSchema = z.array(
  settings({
    number: z.union([number, z.array(number).min(1)]).optional(),
    trunk: z.string().optional(),
    when: z.string().optional(),
    tag: z.string().optional(),
    flow: z.string(),
    priority: z.number().optional(),
  }),
)

const numberPattern = /^\+?[0-9]{0,32}\*?$/
/** Numbers, or their beginnings with a `*` at the end. */
const pattern = z.string().regex(numberPattern, "a number, or its beginning and a '*': '0044*'")
export const isNumberPattern = (text: string): boolean => numberPattern.test(text) && text !== ''

export const callerTagsSchema = z.record(z.string().min(1), z.array(pattern))
export const blockedSchema = z.array(pattern)
export const ownersSchema = z.record(number, z.string())
