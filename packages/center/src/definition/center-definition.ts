/** A checked definition: canonical data, its hash, and the names in it as types. */
import type { AcdSections } from '@callweave/acd'
import type { Problem } from '@callweave/core'
import type { IvrSections } from '@callweave/ivr'
import type { CodesDefinition, DialingDefinition, ExtensionDefinition } from './phones.js'
import type { UnreadSources } from './sources.js'
import type { RouteDefinition, TrunkDefinition } from './trunks.js'

/** The names that scenarios and the API may use, as unions of literals. */
export interface CenterNames {
  readonly trunk: string
  readonly agent: string
  readonly queue: string
  readonly skill: string
  readonly flow: string
  readonly step: string
  readonly tag: string
  readonly language: string
  readonly function: string
}

/** The sections, as the engines read them. */
export interface CenterSections extends AcdSections, IvrSections {
  readonly name: string
  readonly timeZone: string
  readonly trunks: { readonly [trunk: string]: TrunkDefinition }
  readonly routes: readonly RouteDefinition[]
  readonly callerTags: { readonly [tag: string]: readonly string[] }
  readonly owners: { readonly [number: string]: string }
  readonly blocked: readonly string[]
  readonly extensions?: { readonly [extension: string]: ExtensionDefinition }
  readonly dialing?: DialingDefinition
  readonly codes?: CodesDefinition
}

export interface CenterDefinition<N extends CenterNames = CenterNames> {
  readonly callCenter: true
  readonly sections: CenterSections
  /** What the sections still lack; `loadCenter` reads it. A center that lacks something does not run. */
  readonly unread?: UnreadSources
  /** SHA-256 of the canonical data; code stands in it by name and version only. */
  readonly definitionHash: string
  /** What works and is probably not meant. */
  readonly warnings: readonly Problem[]
  /** Carries the names for the compiler; never set. */
  readonly names?: N
}
