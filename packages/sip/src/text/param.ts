/** Parameters, in the order in which they stand. */

export interface Param {
  /** In small letters; as written in the headers of a URI. */
  readonly name: string
  /** Unescaped and without quotes; `null` when there is no `=`. */
  readonly value: string | null
}

export type Params = readonly Param[]

export const noParams: Params = Object.freeze([])

/** The value of a parameter: `null` when it stands there without one, `undefined` when it does not. */
export const paramOf = (params: Params, name: string): string | null | undefined => {
  for (const param of params) if (param.name === name) return param.value
  return undefined
}
