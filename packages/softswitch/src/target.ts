/** Where requests of ours go: the way that a phone or a provider was heard, else where their URI leads. */
import type { Uri } from '@callweave/sip'
import type { Flow } from './flow.js'
import type { Lines } from './lines.js'
import type { Phones } from './phones.js'

export interface TargetOptions {
  readonly phones: () => Pick<Phones, 'isAt'>
  readonly lines: () => Pick<Lines, 'connectionTo'>
  readonly elsewhere: (uri: Uri, last: Flow | null) => Flow | Promise<Flow>
}

/** A phone is reached the way it was heard: its Contact may be an address behind a NAT. */
export const createTarget =
  ({ phones, lines, elsewhere }: TargetOptions) =>
  (uri: Uri, last: Flow | null): Flow | Promise<Flow> => {
    if (last === null) return elsewhere(uri, null)
    return phones().isAt(last) ? last : (lines().connectionTo(uri, last) ?? elsewhere(uri, last))
  }
