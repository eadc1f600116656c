/**
 * What every switch keeps, the simulated, the embedded and FreeSWITCH alike. `do` returns at once; what comes of it is
 * told later and once, failure included.
 */
import { type ContractCase, casesOf } from './contract.js'
import { legCases } from './switch-legs.js'
import { partyCases } from './switch-parties.js'
import type { SwitchRig } from './switch-rig.js'
import { soundCases } from './switch-sounds.js'

/**
 * @param skips what this switch cannot do, by the name of the case, each with the reason: the published table of
 *   differences. Such a case carries the reason in its name and does nothing.
 */
export const switchContract = (
  make: () => SwitchRig | Promise<SwitchRig>,
  skips: Readonly<Record<string, string>> = {},
): readonly ContractCase[] =>
  casesOf('switch', make, { ...soundCases, ...legCases, ...partyCases }).map((one) => {
    const reason = skips[one.name.replace(/^switch: /, '')]
    return reason === undefined ? one : { name: `${one.name} (not here: ${reason})`, run: async () => {} }
  })
