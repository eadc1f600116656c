/** From a dialed number to a flow: number, trunk, tag and opening hours, first route that fits. */
import type { Listeners } from '@callweave/core'
import { createHours, type HoursCalendar, isOpen } from '@callweave/ivr'
import type { CenterSections } from '../definition/center-definition.js'
import type { RouteDefinition } from '../definition/trunks.js'
import { type BlockedNumber, BlockedNumbers, NumberSet } from './numbers.js'

export interface ChosenRoute {
  readonly index: number
  readonly route: RouteDefinition
}

export interface Router {
  /** `null` when no route takes the call. */
  choose(dialed: string, trunk: string, tags: readonly string[], atMs: number): ChosenRoute | null
  tagsOf(caller: string): readonly string[]
  isBlocked(caller: string, atMs: number): boolean
  blocked(atMs: number): BlockedNumber[]
  /** Numbers blocked and let in again while calls are up (P11). */
  readonly folds: Listeners
}

const noTags: readonly string[] = []

export const createRouter = (sections: CenterSections): Router => {
  const hours = new Map<string, HoursCalendar>(
    Object.entries(sections.hours ?? {}).map(([name, data]) => [
      name,
      createHours(data, { timeZone: sections.timeZone }),
    ]),
  )
  const tags = Object.entries(sections.callerTags).map(([tag, patterns]) => ({ tag, numbers: new NumberSet(patterns) }))
  const blocked = new BlockedNumbers(sections.blocked)
  const all = sections.routes.map((route, index): ChosenRoute => ({ route, index }))
  const numbersOf = ({ number }: RouteDefinition): readonly string[] => (number === undefined ? [] : [number].flat())
  // Worked out once: callers may dial anything, but what no route names meets the routes for any number.
  const forAny = all.filter(({ route }) => route.number === undefined)
  const byNumber = new Map(
    [...new Set(sections.routes.flatMap(numbersOf))].map((number) => [
      number,
      all.filter(({ route }) => route.number === undefined || numbersOf(route).includes(number)),
    ]),
  )

  const fits = (route: RouteDefinition, trunk: string, has: readonly string[], atMs: number): boolean =>
    (route.trunk === undefined || route.trunk === trunk) &&
    (route.tag === undefined || has.includes(route.tag)) &&
    (route.when === undefined || isOpen(hours.get(route.when) as HoursCalendar, atMs))

  return {
    choose: (dialed, trunk, has, atMs) => {
      const routes = byNumber.get(dialed) ?? forAny
      for (let i = 0; i < routes.length; i += 1) {
        const chosen = routes[i] as ChosenRoute
        if (fits(chosen.route, trunk, has, atMs)) return chosen
      }
      return null
    },
    tagsOf: (caller) =>
      tags.length === 0 ? noTags : tags.filter(({ numbers }) => numbers.has(caller)).map(({ tag }) => tag),
    isBlocked: (caller, atMs) => !blocked.isEmpty && blocked.has(caller, atMs),
    blocked: (atMs) => blocked.list(atMs),
    folds: {
      'number.blocked': ({ number, until }) => blocked.add(number, until),
      'number.unblocked': ({ number }) => blocked.delete(number),
    },
  }
}
