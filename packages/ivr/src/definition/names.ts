/** The names that the rest of a definition gives to flows: each a union of literals, so that a misspelled one is red. */
export interface FlowNames {
  readonly prompt: string
  readonly queue: string
  readonly skill: string
  readonly agent: string
  readonly hours: string
  readonly function: string
  readonly trunk: string
  readonly language: string
  readonly flow: string
}

/** The same names when a definition is read at run time. A kind that is left out is not checked. */
export type KnownNames = { readonly [Kind in keyof FlowNames]?: Iterable<string> }
