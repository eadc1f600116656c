/** The sections about phones: extensions of nobody in particular, what may be dialed, and the codes that do something. */
import { type Secret, secretSchema, settings } from '@callweave/core'
import { z } from 'zod'
import type { CenterDefinition } from './center-definition.js'
import { blockedSchema } from './trunks.js'

/** A phone that is no agent's: at the reception, in the meeting room, a supervisor's. */
export interface ExtensionDefinition {
  /** What the phone logs in with: `secret('EXT_8900')`. The simulator needs none. */
  readonly password?: Secret
  readonly name?: string
  /** May monitor, whisper, barge in and end conversations. */
  readonly supervisor?: true
}

/**
 * Where a number inside leads that is no phone: into a queue, to the start of a flow, or to all phones of the agents of a
 * group. Of those the first to answer talks; in a broadcast everybody who answers joins, until who dialed hangs up.
 */
export type InsideNumber<Queue extends string = string, Flow extends string = string> =
  | { readonly queue: Queue }
  | { readonly flow: Flow }
  | { readonly group: string; readonly call?: 'first' | 'broadcast' }

/** How much one phone may call out by trunks: what a stolen password costs is bounded. Zero: nothing. */
export interface OutboundDefinition {
  /** Calls out at a time. Default 2: one, and another to speak first before it is put through. */
  readonly callsAtOnce?: number
  /** Calls out begun in any 60 minutes. Default 120. */
  readonly callsPerHour?: number
  /** Minutes of talk in any 24 hours. Default 600. */
  readonly minutesPerDay?: number
}

/** What phones of ours may dial, beside extensions and feature codes. */
export interface DialingDefinition<Queue extends string = string, Flow extends string = string> {
  /** Numbers outside that are refused, or their beginnings (`'0900*'`), as they stand after the prefix of the trunk group. */
  readonly blocked?: readonly string[]
  /** A phone whose agent is logged out may dial feature codes only. Default: it may dial. */
  readonly needsLogIn?: true
  /**
   * Where callers ring when the center says nothing: it is slow, has failed or takes no calls. A phone of ours, or a number
   * outside as a phone would dial it (`'90208...'`), or several: each when nobody is at the one before.
   */
  readonly fallback?: string | readonly string[]
  /** How long a phone or a number outside rings. Default 30 s. */
  readonly ringTimeoutMs?: number
  /** Of each phone; those of one that needs other limits under `of`, by its extension. */
  readonly outbound?: OutboundDefinition & { readonly of?: { readonly [extension: string]: OutboundDefinition } }
  /** How long a caller is refused whom an agent has marked as a hoax. At least 60 s, default an hour. */
  readonly hoaxLockMs?: number
  /** Numbers inside that lead to queues and flows: to dial, and to put callers through to. Those of groups are dialed only. */
  readonly numbers?: { readonly [number: string]: InsideNumber<Queue, Flow> }
}

/** What each code is when the definition does not say. */
export const defaultCodes = {
  'log-in': '*11',
  'log-out': '*12',
  ready: '*13',
  'not-ready': '*14',
  'wrap-up-done': '*15',
  hoax: '*16',
  'pick-up': '*8',
  voicemail: '*97',
  monitor: '*71',
  whisper: '*72',
  'barge-in': '*73',
  release: '*74',
} as const

export type CodeName = keyof typeof defaultCodes

/** A code to dial for each; `false`: there is none. */
export type CodesDefinition = { readonly [C in CodeName]?: string | false } & {
  /** The reason for each digit after the code for not ready: `{ '1': 'break' }`. Other digits are a reason as they are. */
  readonly reasons?: { readonly [digit: string]: string }
}

export interface FeatureCode {
  readonly code: CodeName
  /** What is dialed: `*14`. */
  readonly dial: string
  /** What follows it at once. */
  readonly then: 'nothing' | 'reason' | 'extension' | 'extension-or-nothing'
}

const follows: { readonly [C in CodeName]?: FeatureCode['then'] } = {
  'not-ready': 'reason',
  'pick-up': 'extension-or-nothing',
  monitor: 'extension',
  whisper: 'extension',
  'barge-in': 'extension',
  release: 'extension',
}

/** The codes that phones may dial, in the order in which they are listed to people. */
export const featureCodes = ({ sections }: Pick<CenterDefinition, 'sections'>): readonly FeatureCode[] =>
  (Object.keys(defaultCodes) as CodeName[]).flatMap((code) => {
    const dial = sections.codes?.[code] ?? defaultCodes[code]
    return dial === false ? [] : [{ code, dial, then: follows[code] ?? 'nothing' }]
  })

/** A phone of the definition: an agent's, or nobody's in particular. */
export interface DefinedPhone {
  readonly extension: string
  readonly agent: string | null
  readonly password: Secret | undefined
  /** Where its password stands, or would. */
  readonly path: readonly string[]
}

/** Every phone that the definition has. */
export const definedPhones = ({
  agents,
  extensions = {},
}: Pick<CenterDefinition['sections'], 'agents' | 'extensions'>): readonly DefinedPhone[] => [
  ...Object.entries(agents).map(([agent, { extension: number, password }]) => ({
    extension: number,
    agent,
    password,
    path: ['agents', agent, 'password'],
  })),
  ...Object.entries(extensions).map(([number, { password }]) => ({
    extension: number,
    agent: null,
    password,
    path: ['extensions', number, 'password'],
  })),
]

const extension = z.string().regex(/^[0-9*#+]{1,20}$/, 'an extension is 1 to 20 digits, * or #')
const code = z.union([
  z.string().regex(/^[0-9*#]{1,8}$/, "a code is 1 to 8 digits, * or #: '*11'"),
  z.literal(false, 'a code, or false for none'),
])

const fallback = z.string().regex(/^[0-9*#+]{1,40}$/, 'a phone, or a number outside with its prefix: digits')

export const extensionsSchema = z.record(
  extension,
  settings({ password: secretSchema.optional(), name: z.string().optional(), supervisor: z.literal(true).optional() }),
)

const amount = z.int('a limit is a whole number').min(0, 'a limit cannot be negative')
const outbound = {
  callsAtOnce: amount.max(1_000, 'a phone has 1,000 calls at once at the most').optional(),
  callsPerHour: amount.max(10_000, 'a phone begins 10,000 calls an hour at the most').optional(),
  minutesPerDay: amount.optional(),
}

export const dialingSchema = settings({
  outbound: settings({ ...outbound, of: z.record(extension, settings(outbound)).optional() }).optional(),
  blocked: blockedSchema.optional(),
  needsLogIn: z.literal(true).optional(),
  fallback: z.union([fallback, z.array(fallback).min(1)]).optional(),
  ringTimeoutMs: z.int('a span is a whole number of ms').min(1_000, 'a phone rings for at least 1000 ms').optional(),
  hoaxLockMs: z.int('a span is a whole number of ms').min(60_000, 'a lock lasts for at least 60000 ms').optional(),
  numbers: z
    .record(
      extension,
      z.union([
        settings({ queue: z.string() }),
        settings({ flow: z.string() }),
        settings({ group: z.string(), call: z.enum(['first', 'broadcast']).optional() }),
      ]),
    )
    .optional(),
})

export const codesSchema = settings({
  ...(Object.fromEntries(Object.keys(defaultCodes).map((name) => [name, code.optional()])) as {
    readonly [C in CodeName]: z.ZodOptional<typeof code>
  }),
  reasons: z.record(z.string().regex(/^[0-9]{1,4}$/, 'digits after the code'), z.string().min(1)).optional(),
})
