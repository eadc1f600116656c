/** IPv4 addresses as numbers and as text, each way once: a call's packets come from the same address for minutes. */

/** Of each table; a flood of forged addresses empties it and costs no more memory. */
const mostNames = 8_192

export class HostNames {
  readonly #names = new Map<number, string>()
  readonly #numbers = new Map<string, number | null>()

  nameOf(number: number): string {
    const known = this.#names.get(number)
    if (known !== undefined) return known
    const name = `${number >>> 24}.${(number >>> 16) & 255}.${(number >>> 8) & 255}.${number & 255}`
    if (this.#names.size >= mostNames) this.#names.clear()
    this.#names.set(number, name)
    return name
  }

  /** Null for what is no IPv4 address in four decimal parts. */
  numberOf(name: string): number | null {
    const known = this.#numbers.get(name)
    if (known !== undefined) return known
    const number = parse(name)
    if (this.#numbers.size >= mostNames) this.#numbers.clear()
    this.#numbers.set(name, number)
    return number
  }
}

const parse = (name: string): number | null => {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(name)?.slice(1).map(Number)
  if (parts === undefined || parts.some((part) => part > 255)) return null
  return parts.reduce((number, part) => number * 256 + part, 0)
}
