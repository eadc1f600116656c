/**
 * Contract suites: what every implementation of a port must do, as a list of named cases that any test runner can run.
 *
 *     for (const { name, run } of clockContract(makeClock)) test(name, run)
 */
import { canonicalText } from '../definition/canonical.js'

export interface ContractCase {
  readonly name: string
  readonly run: () => Promise<void>
}

/** @throws Error saying what was promised. */
export const promised = (kept: boolean, promise: string): void => {
  if (!kept) throw new Error(`broken promise: ${promise}`)
}

/** @throws Error showing both when they are not the same data. */
export const same = (found: unknown, expected: unknown, promise: string): void => {
  const [is, wants] = [canonicalText(found), canonicalText(expected)]
  promised(is === wants, `${promise}\n  expected ${wants}\n  found    ${is}`)
}

/** Cases over a thing that is made for each and closed after it. */
export const casesOf = <Rig>(
  port: string,
  make: () => Rig | Promise<Rig>,
  cases: Readonly<Record<string, (rig: Rig) => void | Promise<void>>>,
): readonly ContractCase[] =>
  Object.entries(cases).map(([name, run]) => ({
    name: `${port}: ${name}`,
    run: async () => {
      const rig = await make()
      try {
        await run(rig)
      } finally {
        await (rig as { close?: () => void | Promise<void> }).close?.()
      }
    },
  }))
