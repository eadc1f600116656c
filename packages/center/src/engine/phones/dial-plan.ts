/** What a dialed number means: a feature code, a phone of ours, a number inside, or a number outside by a trunk group. */
import type { Floor } from '@callweave/acd'
import type { Listeners } from '@callweave/core'
import type { CenterSections } from '../../definition/center-definition.js'
import { type FeatureCode, featureCodes } from '../../definition/phones.js'
import { trunkAfter } from '../../definition/trunks.js'
import { BlockedNumbers } from '../numbers.js'

export type Dialed =
  | { readonly is: 'code'; readonly code: FeatureCode; readonly argument: string }
  | Destination
  | { readonly is: 'group'; readonly as: 'group' | 'broadcast'; readonly extensions: readonly string[] }
  | { readonly is: 'blocked' }
  | { readonly is: 'unknown' }

/** Where a call can be put through to. */
export type Destination =
  | { readonly is: 'extension'; readonly extension: string; readonly agent: string | null }
  | { readonly is: 'outside'; readonly number: string; readonly trunk: string }
  | { readonly is: 'queue'; readonly queue: string }
  | { readonly is: 'flow'; readonly flow: string }

export interface DialPlan {
  /** What a phone may dial. */
  read(dialed: string, atMs: number): Dialed
  /** The same without feature codes. */
  destination(dialed: string, atMs: number): Exclude<Dialed, { readonly is: 'code' }>
  isOutboundBlocked(number: string, atMs: number): boolean
  /** The trunk group that is tried after this one. */
  trunkAfter(trunk: string): string | null
  /** The agent at an extension: who is logged in there, or would be. */
  agentAt(extension: string): string | null
  isExtension(extension: string): boolean
  isSupervisor(extension: string): boolean
  readonly folds: Listeners
}

interface PrefixGroup {
  readonly prefix: string
  readonly trunks: readonly string[]
}

const outsideNumber = /^\+?[0-9]{1,32}$/

/** The longest prefix first; groups of one prefix in the order of the definition. */
const prefixGroups = ({ trunks }: CenterSections): readonly PrefixGroup[] => {
  const byPrefix = new Map<string, string[]>()
  for (const [trunk, { prefix }] of Object.entries(trunks)) {
    if (prefix === undefined) continue
    const group = byPrefix.get(prefix)
    if (group === undefined) byPrefix.set(prefix, [trunk])
    else group.push(trunk)
  }
  return [...byPrefix]
    .map(([prefix, names]) => ({ prefix, trunks: names }))
    .sort((a, b) => b.prefix.length - a.prefix.length || (a.prefix < b.prefix ? -1 : 1))
}

export const createDialPlan = (sections: CenterSections, floor: () => Floor): DialPlan => {
  const codes = [...featureCodes({ sections })].sort((a, b) => b.dial.length - a.dial.length)
  const groups = prefixGroups(sections)
  const blocked = new BlockedNumbers(sections.dialing?.blocked ?? [])
  const extensions = sections.extensions ?? {}
  const inside = sections.dialing?.numbers ?? {}

  // Somebody new may sit at the phone of somebody who left: who is logged in there goes first.
  const agentAt = (extension: string): string | null => {
    let found: string | null = null
    for (const agent of floor().agents.values()) {
      if (agent.extension !== extension) continue
      if (agent.state !== 'logged-out') return agent.id
      found ??= agent.id
    }
    return found
  }
  const isExtension = (extension: string): boolean =>
    Object.hasOwn(extensions, extension) || agentAt(extension) !== null

  const extensionsOf = (group: string): readonly string[] => {
    const inGroup = Object.values(sections.agents).filter(({ groups }) => groups?.includes(group))
    return [...new Set(inGroup.map(({ extension }) => extension))]
  }

  const codeOf = (dialed: string): Dialed | null => {
    for (const code of codes) {
      if (!dialed.startsWith(code.dial)) continue
      const argument = dialed.slice(code.dial.length)
      const takes = code.then === 'nothing' ? argument === '' : code.then !== 'extension' || argument !== ''
      if (takes) return { is: 'code', code, argument }
    }
    return null
  }

  const destination: DialPlan['destination'] = (dialed, atMs) => {
    if (isExtension(dialed)) return { is: 'extension', extension: dialed, agent: agentAt(dialed) }
    if (Object.hasOwn(inside, dialed)) {
      const leads = inside[dialed] as NonNullable<(typeof inside)[string]>
      if ('group' in leads) {
        const as = leads.call === 'broadcast' ? 'broadcast' : 'group'
        return { is: 'group', as, extensions: extensionsOf(leads.group) }
      }
      return 'queue' in leads ? { is: 'queue', queue: leads.queue } : { is: 'flow', flow: leads.flow }
    }
    for (const { prefix, trunks } of groups) {
      if (!dialed.startsWith(prefix)) continue
      const number = dialed.slice(prefix.length)
      if (!outsideNumber.test(number)) continue
      if (!blocked.isEmpty && blocked.has(number, atMs)) return { is: 'blocked' }
      return { is: 'outside', number, trunk: trunks[0] as string }
    }
    return { is: 'unknown' }
  }

  return {
    read: (dialed, atMs) => (isExtension(dialed) ? null : codeOf(dialed)) ?? destination(dialed, atMs),
    destination,
    isOutboundBlocked: (number, atMs) => !blocked.isEmpty && blocked.has(number, atMs),
    trunkAfter: (trunk) => trunkAfter(sections.trunks, trunk),
    agentAt,
    isExtension,
    isSupervisor: (extension) => Object.hasOwn(extensions, extension) && extensions[extension]?.supervisor === true,
    folds: {
      'outbound.blocked': ({ number, until }) => blocked.add(number, until),
      'outbound.unblocked': ({ number }) => blocked.delete(number),
    },
  }
}
