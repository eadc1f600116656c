/** Whom a switch tells, and who numbers what arrives: a center, seen from below. */
import type { CallId, EventOf, LegId, SwitchFactType } from '@callweave/core'

export interface Told {
  readonly tell: { readonly [T in Exclude<SwitchFactType, 'digits.collected'>]: (fact: EventOf<T>) => void } & {
    /** `secret`: the digits of a secret input, which the fact itself carries as `x` only. */
    readonly 'digits.collected': (fact: EventOf<'digits.collected'>, secret?: string) => void
  }
  /** Numbers for a call and a leg that are about to be told of; drawn just before. */
  nextCall(): CallId
  nextLeg(): LegId
}
