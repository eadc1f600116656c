/**
 * A scenario: what happens to a center. Plain data, typed against the definition it is for, and the only scenario
 * format of every world. Times of day are local to the center's time zone.
 */
import type { CenterNames } from '@callweave/center'
import type { Distribution } from '../random/index.js'
import type { Change } from './changes.js'

/** Where calls come from. */
export type Source =
  /** Random arrivals at a steady rate. */
  | { readonly arrivals: 'poisson'; readonly callsPerHour: number }
  /** Random arrivals whose rate changes with each interval; after the last it begins again. */
  | { readonly arrivals: 'rates'; readonly intervalMs: number; readonly callsPerHour: readonly number[] }
  /** So many calls in each interval, at random instants within it. */
  | {
      readonly arrivals: 'counts'
      readonly intervalMs: number
      readonly counts: readonly number[]
      /** When the first interval begins, in ms from the scenario's start. Default 0. */
      readonly fromMs?: number
    }
  /** Calls at exact instants, in ms from the scenario's start, each with what is known of it. */
  | ({ readonly arrivals: 'times'; readonly calls: readonly ExactCall[] } & Multiplied)
  /** A file, read before the run: becomes `counts` or `times`. */
  | ({ readonly arrivals: 'counts-file' } & CountsFile)
  | ({ readonly arrivals: 'times-file' } & TimesFile)

/**
 * Real calls, made more: each comes at its instant, and again on other days of the data, drawn at random, around the same
 * time of day.
 */
export interface Multiplied {
  /** Default 1. What is after the point is a share of calls that come once more. */
  readonly factor?: number
  /** How far around the time of day. Default one hour. */
  readonly spreadMs?: number
}

export interface ExactCall {
  readonly afterMs: number
  /** How long the conversation takes; drawn like the others when left out. */
  readonly talkMs?: number
  /** Stands for the number dialed, a tag or a menu key, by `attribute` of the arrivals. */
  readonly attribute?: string
}

export interface CountsFile {
  /** Relative to the scenario's file. */
  readonly file: string
  /** Column of the interval's start, and of the count. */
  readonly time: string
  readonly calls: string
  /** The day to take: `2003-03-03`. Left out: all days, from the first. */
  readonly day?: string
  /** Rows to take, by column. */
  readonly where?: Readonly<Record<string, string>>
  /** Calls for each call of the file. Default 1. */
  readonly factor?: number
  /** Share of a day's total in each hour, for files with one count a day. 24 values that add up to 1. */
  readonly hourlyShape?: readonly number[]
  readonly gaps?: 'refuse' | 'zero'
}

export interface TimesFile extends Multiplied {
  readonly file: string
  readonly start: string
  /** Column of the length of the conversation, and its unit. */
  readonly talk?: { readonly column: string; readonly unit: 'ms' | 's' | 'min' }
  readonly attribute?: string
  readonly where?: Readonly<Record<string, string>>
  /** From this local day up to, and without, that one. */
  readonly from?: string
  readonly to?: string
}

export interface Arrivals<N extends CenterNames = CenterNames> {
  /** Default: the trunk group that has the dialed number. */
  readonly trunk?: N['trunk']
  readonly dialed: string
  /** Who calls: a name under `callers`. Default `everyone`. */
  readonly callers?: string
  readonly source: Source
  /** What an exact call's attribute means: the key that this caller presses at a menu step. */
  readonly attributeKeys?: { readonly step: N['step']; readonly keys: Readonly<Record<string, string>> }
}

/** How callers behave. Whatever is left out is not done: nobody hangs up, presses keys or calls again. */
export interface CallerBehaviour<N extends CenterNames = CenterNames> {
  /** How long a caller listens to the music before hanging up. */
  readonly patience?: Distribution
  /** Calling again after hearing busy or giving up. */
  readonly redial?: { readonly ratio: number; readonly after: Distribution; readonly most?: number }
  /** What is pressed at a menu or survey step: key to share; what is missing to 1 presses nothing. */
  readonly keys?: { readonly [S in N['step']]?: Readonly<Record<string, number>> }
  /** A key pressed while waiting in a queue, by that share of the callers who still wait then. */
  readonly whileWaiting?: { readonly key: string; readonly ratio: number; readonly after: Distribution }
  /** Digits typed at a collect step: one of these. */
  readonly digits?: { readonly [S in N['step']]?: readonly string[] }
  /** From the end of the prompt, or into it when it can be interrupted, to the key. Default 1.5 s log-normal. */
  readonly keyDelay?: Distribution
  /** Length of a message left. Default 20 s exponential. */
  readonly message?: Distribution
  /** Callers' numbers begin so; the rest is drawn. Default `5550`. */
  readonly numberPrefix?: string
  /** How many different callers there are: smaller means that the same people call again. Default 1,000,000. */
  readonly population?: number
  /** Numbers that are drawn instead, each as likely. */
  readonly numbers?: readonly string[]
}

/** How agents behave. */
export interface AgentBehaviour<N extends CenterNames = CenterNames> {
  /** From the phone's ringing to picking up. Default 0: at once. */
  readonly answer?: Distribution
  /** Share of offers that are not picked up, and that are rejected after the answer time. */
  readonly missRatio?: number
  readonly rejectRatio?: number
  /** How long a conversation takes. */
  readonly talk?: Distribution
  /** The same by queue, where it differs. */
  readonly talkByQueue?: { readonly [Q in N['queue']]?: Distribution }
  /** After-call work; ends the center's wrap-up early, or ends it at all where that is `until-ready`. */
  readonly wrapUp?: Distribution
  /** Talk and wrap-up take so many times as long: a new agent 1.3, a quick one 0.8. */
  readonly paceFactor?: number
  /** Share of conversations that the agent ends first. Default 0.1. */
  readonly hangsUpRatio?: number
  /** Local times of day. Left out: always on duty. */
  readonly shifts?: readonly Shift[]
  readonly breaks?: readonly Break[]
  /** After being set not ready for missed offers, back so much later. Default 1 min. */
  readonly backAfterMissesMs?: number
}

export interface Shift {
  readonly from: string
  readonly to: string
  readonly days?: readonly ('mon' | 'tue' | 'wed' | 'thu' | 'fri' | 'sat' | 'sun')[]
}

export interface Break {
  readonly at: string
  readonly lengthMs: number
  readonly reason: string
}

/** Something goes wrong, so long after the start. */
export type Fault<N extends CenterNames = CenterNames> = { readonly afterMs: number; readonly lengthMs: number } & (
  | { readonly fault: 'trunk-down'; readonly trunk: N['trunk'] }
  | { readonly fault: 'phone-dead'; readonly agent: N['agent'] }
  /** Lookups take so many times as long, and so many of them fail. */
  | { readonly fault: 'lookups-slow'; readonly slowerFactor: number; readonly failRatio?: number }
)

export interface ScenarioInput<N extends CenterNames = CenterNames> {
  readonly name?: string
  /** What a reader of its figures must know: where the calls come from, what is assumed. Stands in every report. */
  readonly about?: string
  /** Local: `2026-01-12T00:00`. */
  readonly start: string
  /** Calls come for so long; those that are in then are served out. */
  readonly lengthMs: number
  /** Left out of all figures, from the start. Default 0. */
  readonly warmUpMs?: number
  readonly arrivals: readonly Arrivals<N>[]
  readonly callers?: { readonly [group: string]: CallerBehaviour<N> }
  readonly agents?: {
    readonly everyone?: AgentBehaviour<N>
    readonly only?: { readonly [A in N['agent']]?: AgentBehaviour<N> }
    /** How many agents are on duty in each interval from the start, in the order of the definition; no shifts then. */
    readonly onDuty?: { readonly intervalMs: number; readonly counts: readonly number[] }
  }
  readonly faults?: readonly Fault<N>[]
  readonly changes?: readonly Change<N>[]
  /** Report intervals. Default 30 min. */
  readonly intervalMs?: number
}
