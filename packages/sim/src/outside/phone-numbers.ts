/** Numbers as people write them, read as E.164, by the habits of the place where they were written. */

/** In China `{ countryCode: '86', trunkPrefix: '0', internationalPrefix: '00', mostDigits: 11 }`. */
export interface NumberPlan {
  readonly countryCode: string
  /** Before a number of another city: `0`, in North America `1`. */
  readonly trunkPrefix: string
  /** Before a number of another country: `00`, in North America `011`. */
  readonly internationalPrefix: string
  /** Of a number at home without any prefix. One that is longer and begins like the country has only lost its `+`. */
  readonly mostDigits: number
}

/** Null for a text without digits. */
export const e164Of = (phone: string, plan: NumberPlan): string | null => {
  const { countryCode, trunkPrefix, internationalPrefix, mostDigits } = plan
  const isInternational = phone.trimStart().startsWith('+')
  // +86 (0)21: what is dialed at home only stands in brackets.
  const digits = (isInternational ? phone.replace(`(${trunkPrefix})`, '') : phone).replace(/\D/g, '')
  if (digits === '') return null
  if (isInternational) return `+${digits}`
  if (digits.startsWith(internationalPrefix)) return `+${digits.slice(internationalPrefix.length)}`
  if (digits.length > mostDigits && digits.startsWith(countryCode)) return `+${digits}`
  return `+${countryCode}${digits.startsWith(trunkPrefix) ? digits.slice(trunkPrefix.length) : digits}`
}
