/**
 * The types that make a misspelled name red exactly where it stands.
 *
 * A step that fits is its own type, so that its literals stay inferred. One that does not is asked to be the step it says
 * it is, and the compiler then compares the literal with it and points at the odd token ("Did you mean 'service'?").
 * A generic builder call cannot do that: there the whole call is the token.
 */
import type { FlowNames } from './names.js'
import type { StepKinds } from './step.js'

type KeysOf<T> = T extends object ? keyof T : never

/** Settings that the step has and its kind does not know, one level down too (`wants`, `noInput`). */
type OddKeys<T, U> =
  | Exclude<keyof T, keyof U>
  | {
      [K in keyof T & keyof U]: T[K] extends readonly unknown[]
        ? never
        : T[K] extends object
          ? Exclude<keyof T[K], KeysOf<U[K]>>
          : never
    }[keyof T & keyof U]

type Fits<T, U> = T extends U ? ([OddKeys<T, U>] extends [never] ? true : false) : false

/** A list of prompts is compared with a list, so that the error stands on the item and not on the list. */
type Listed<T, U> = T extends { readonly prompt: readonly unknown[] }
  ? U extends { readonly prompt?: infer P }
    ? Omit<U, 'prompt'> & { readonly prompt: Extract<P, readonly unknown[]> }
    : U
  : U

/** Kept plain: the compiler infers through both branches for every step, also for those that are right. */
type CheckedStep<T, Kinds> = T extends { readonly step: infer Kind extends keyof Kinds }
  ? Fits<T, Kinds[Kind]> extends true
    ? T
    : Listed<T, Kinds[Kind]>
  : Kinds[keyof Kinds]

/** One flow against the names it may use, and its own steps against each other. */
export type CheckedFlow<S, N extends FlowNames> = {
  [K in keyof S]: CheckedStep<S[K], StepKinds<keyof S & string, N>>
}

/**
 * The section `flows`. Use it as the type of the parameter that infers it:
 * `<const Fl extends Record<string, { start: object }>>(flows: CheckedFlows<Fl, Names>)`.
 */
export type CheckedFlows<Fl, N extends FlowNames> = { [F in keyof Fl]: CheckedFlow<Fl[F], N> }
