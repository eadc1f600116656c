/** Who hears whom, as a table of gains: three-party calls and conferences, monitor, whisper and barge-in are all rows of it. */
import { CallweaveError } from '@callweave/core'

/** What one party of a mix is. To barge in is to become a speaker. */
export type MixPart =
  /** Hears all and is heard by all. */
  | { readonly role: 'speaker' }
  /** Hears all and is heard by nobody. */
  | { readonly role: 'monitor' }
  /** Hears all and is heard by one party alone, by its place. */
  | { readonly role: 'whisper'; readonly to: number }

/** `gains[to][from]`: what the party `to` hears of the party `from`; 1 is as loud as it came. */
export type Gains = readonly (readonly number[])[]

/** @throws CallweaveError `out-of-range` where someone whispers to itself or to a place that is not taken. */
export const gainsOf = (parts: readonly MixPart[]): Gains => {
  for (const [at, part] of parts.entries())
    if (part.role === 'whisper' && (part.to === at || parts[part.to] === undefined))
      throw new CallweaveError('out-of-range', {
        message: 'nobody to whisper to',
        where: `parts[${at}].to`,
        found: part.to,
        expected: `another of 0..${parts.length - 1}`,
      })
  return parts.map((_, to) => parts.map((part, from) => (to !== from && isHeard(part, to) ? 1 : 0)))
}

const isHeard = (part: MixPart, to: number): boolean =>
  part.role === 'speaker' || (part.role === 'whisper' && part.to === to)
