/** What the API takes and gives, checked on both sides. Instants are ms since 1970-01-01 UTC, spans ms. */
import { agentStates } from '@callweave/core'
import { z } from 'zod'
import { stages } from '../center/stage-of.js'

const agentState = z.enum(Object.keys(agentStates) as [keyof typeof agentStates])
const instant = z.int()

export const callView = z.object({
  call: z.int(),
  stage: z.enum(stages),
  trunk: z.string(),
  /** Personal: the number as presented. */
  caller: z.string(),
  dialed: z.string(),
  arrivedAtMs: instant,
  /** Where the caller is in a flow. */
  flow: z.object({ flow: z.string(), step: z.string() }).nullable(),
  /** The queue waited in now or last. */
  queue: z.string().nullable(),
  agent: z.string().nullable(),
  /** Legs that are up. */
  legs: z.int(),
})

export const agentView = z.object({
  agent: z.string(),
  extension: z.string(),
  state: agentState,
  reason: z.string().nullable(),
  sinceMs: instant,
  /** When the state ends by itself. */
  untilMs: instant.nullable(),
  call: z.int().nullable(),
  /** Asked for while in a call: taken up when it ends. */
  wanted: z.object({ state: z.enum(['not-ready', 'logged-out']), reason: z.string().nullable() }).nullable(),
})

export const queueView = z.object({
  queue: z.string(),
  /** Callers, and promises to call back. */
  waiting: z.int(),
  callbacks: z.int(),
  /** When the caller who waits longest came; `null` when nobody waits. */
  oldestAtMs: instant.nullable(),
  members: z.object({ loggedIn: z.int(), ready: z.int(), all: z.int() }),
})

const hoursView = z.object({
  hours: z.string(),
  open: z.boolean(),
  /** When it opens or closes next; `null` when it does neither within a year. */
  changesAtMs: instant.nullable(),
})

export const numberView = z.object({
  number: z.string(),
  trunk: z.string(),
  /** What a caller without a tag meets now; `null` where no route takes the call. */
  flow: z.string().nullable(),
  /** Opening hours that its routes, or their flows, ask for. */
  hours: z.array(hoursView),
  /** Queues that its flows lead to; open: the flow of now does. */
  queues: z.array(z.object({ queue: z.string(), open: z.boolean() })),
})

export const opening = z.object({ timeZone: z.string(), numbers: z.array(numberView) })

const sipAddress = z.object({ host: z.string(), port: z.int() })

export const health = z.object({
  state: z.enum(['running', 'closing', 'failed']),
  world: z.enum(['virtual', 'embedded', 'freeswitch']),
  nowMs: instant,
  /** Events so far. */
  events: z.int(),
  calls: z.int(),
  legs: z.int(),
  /** Where phones reach it, first of all and all; `null` for a center without a SIP switch of its own. */
  sip: sipAddress.extend({ listens: z.array(sipAddress) }).nullable(),
})

export const setState = z.strictObject({
  state: z.enum(['ready', 'not-ready', 'logged-out']),
  /** The center's own not-ready code. */
  reason: z.string().min(1).max(64).optional(),
})

const text = z.string().min(1).max(64)

/** Where to: as a phone would dial it, or by name; `DeskTarget` of the center. */
const target = z.union([
  text,
  z.strictObject({ agent: text }),
  z.strictObject({ extension: text }),
  z.strictObject({ queue: text }),
  z.strictObject({ flow: text }),
  z.strictObject({ number: z.string().regex(/^\+?[0-9]{1,32}$/), trunk: text }),
])

/** What may be ordered for an agent; the words are those of the center's desk. */
export const deskOrder = z.discriminatedUnion('do', [
  z.strictObject({ do: z.enum(['hold', 'retrieve', 'complete', 'go-back', 'release']) }),
  z.strictObject({ do: z.literal('dial'), to: text }),
  z.strictObject({ do: z.enum(['transfer', 'consult']), to: target }),
  /** Without `to`: with whom the agent has consulted. */
  z.strictObject({ do: z.literal('conference'), to: target.optional() }),
  /** `extension`: the supervisor's phone. */
  z.strictObject({ do: z.literal('tap'), extension: text, mode: z.enum(['monitor', 'whisper', 'barge-in']) }),
  z.strictObject({ do: z.literal('force'), ...setState.shape }),
])

export const deskAnswer = z.object({
  /** As the order found the agent: what follows from it is told by the switch, in events. */
  agent: agentView,
  /** The call that `dial` or `tap` began. */
  call: z.int().nullable(),
})

export const blockView = z.object({
  /** Personal: a number, or the beginning of numbers and `*`. */
  number: z.string(),
  /** `null`: for good. */
  untilMs: instant.nullable(),
})

const longestBlockMs = 10 * 366 * 86_400_000

export const blockOrder = z.strictObject({
  number: text,
  /** From now on; for good when left out. At least 1 s, at most ten years. */
  forMs: z.int().min(1_000).max(longestBlockMs).optional(),
})

export const refusal = z.object({ error: z.object({ code: z.string(), message: z.string() }) })

export type CallView = z.infer<typeof callView>
export type AgentView = z.infer<typeof agentView>
export type QueueView = z.infer<typeof queueView>
export type HoursView = z.infer<typeof hoursView>
export type NumberView = z.infer<typeof numberView>
export type Opening = z.infer<typeof opening>
export type Health = z.infer<typeof health>
export type SetState = z.infer<typeof setState>
export type DeskOrder = z.infer<typeof deskOrder>
export type DeskAnswer = z.infer<typeof deskAnswer>
export type BlockView = z.infer<typeof blockView>
export type BlockOrder = z.infer<typeof blockOrder>
