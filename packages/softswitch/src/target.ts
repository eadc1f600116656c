/** Where requests of ours go: the way that a phone or a provider was heard, else where their URI leads. */
import type { Uri } from '@callweave/sip'
import type { Flow } from './flow.js'
import type { Lines } from './lines.js'
import type { Phones } from './phones.js'
import type { Standing } from './standing.js'

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

export interface TargetsOptions {
  readonly targets: ((uri: Uri) => readonly Flow[] | Promise<readonly Flow[]>) | undefined
  /** Where nothing is known of several. */
  readonly target: (uri: Uri, last: Flow | null) => Flow | Promise<Flow>
  readonly standing: Standing
}

/** The servers of a URI, those that failed lately last. Known at once where they are known at once. */
export const createTargets = ({
  targets,
  target,
  standing,
}: TargetsOptions): ((uri: Uri) => readonly Flow[] | Promise<readonly Flow[]>) => {
  const one = (uri: Uri): readonly Flow[] | Promise<readonly Flow[]> => {
    const found = target(uri, null)
    return found instanceof Promise ? found.then((flow) => [flow]) : [found]
  }
  const all = targets ?? one
  return (uri) => {
    const found = all(uri)
    return found instanceof Promise ? found.then(standing.inOrder) : standing.inOrder(found)
  }
}
