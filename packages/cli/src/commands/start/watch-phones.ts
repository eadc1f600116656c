/** Which phones come and go: whoever sets one up sees here that it has registered. */
import type { EmbeddedCenter } from '@callweave/server'
import type { Teller } from './teller.js'

const everyMs = 1_000

/** Returns its undoing. */
export const watchPhones = (
  { registrations }: Pick<EmbeddedCenter, 'registrations'>,
  { tell }: Pick<Teller, 'tell'>,
): (() => void) => {
  let known: readonly Place[] = []
  const look = (): void => {
    const now = registrations()
    for (const { extension, address } of without(now, known))
      tell({ notice: 'phone-registered', extension, source: address })
    for (const { extension, address } of without(known, now)) tell({ notice: 'phone-gone', extension, source: address })
    known = now
  }
  const timer = setInterval(look, everyMs)
  timer.unref()
  return () => clearInterval(timer)
}

type Place = ReturnType<EmbeddedCenter['registrations']>[number]

const without = (all: readonly Place[], others: readonly Place[]): readonly Place[] =>
  all.filter((one) => !others.some(({ extension, address }) => extension === one.extension && address === one.address))
