/** Where callers ring when the center says nothing, as the definition names it. */
import type { CenterSections } from './center-definition.js'

/** A phone of ours, or a number by the trunk group whose prefix it begins with. */
export type Fallback = { readonly extension: string } | { readonly number: string; readonly trunk: string }

/** The first is tried first. Those that lead nowhere are left out: `cc check` has refused them. */
export const fallbacks = (sections: CenterSections): readonly Fallback[] =>
  fallbackNumbers(sections).flatMap((dialed) => readFallback(sections, dialed) ?? [])

export const fallbackNumbers = ({ dialing }: Pick<CenterSections, 'dialing'>): readonly string[] =>
  dialing?.fallback === undefined ? [] : [dialing.fallback].flat()

/** `null`: nobody is there. */
export const readFallback = (
  { agents, extensions = {}, trunks }: Pick<CenterSections, 'agents' | 'extensions' | 'trunks'>,
  dialed: string,
): Fallback | null => {
  const isPhone = Object.hasOwn(extensions, dialed) || Object.values(agents).some((one) => one.extension === dialed)
  if (isPhone) return { extension: dialed }
  const [trunk, prefix] =
    Object.entries(trunks)
      .flatMap(([name, group]) => (group.prefix === undefined ? [] : [[name, group.prefix] as const]))
      .filter((group) => dialed.startsWith(group[1]) && dialed.length > group[1].length)
      .sort((a, b) => b[1].length - a[1].length)[0] ?? []
  return trunk === undefined || prefix === undefined ? null : { number: dialed.slice(prefix.length), trunk }
}
