/** What a registrar may be told. */
export interface RegistrarSettings {
  /** Less is refused with 423. Default 60. */
  readonly minExpiresSeconds: number
  /** More is cut to it. Default 3,600. */
  readonly maxExpiresSeconds: number
  /** Where a phone asks for nothing. Default 300. */
  readonly defaultExpiresSeconds: number
  /** Phones that one extension may be at. Default 8. */
  readonly contacts: number
  /** Each phone is asked with OPTIONS whether it is still there; `null` for never. Default every 60 s, 2 misses. */
  readonly qualify: QualifySettings | null
}

export interface QualifySettings {
  readonly everyMs: number
  /** After this many in a row without any answer a phone is unreachable. */
  readonly misses: number
}

export const defaultRegistrarSettings: RegistrarSettings = {
  minExpiresSeconds: 60,
  maxExpiresSeconds: 3600,
  defaultExpiresSeconds: 300,
  contacts: 8,
  qualify: { everyMs: 60_000, misses: 2 },
}
