/** From a dialed number to a flow: number, trunk, tag and opening hours, first route that fits. */
import { createHours, type HoursCalendar, isOpen } from '@callweave/ivr'
import type { CenterSections } from '../definition/center-definition.js'
import type { RouteDefinition } from '../definition/trunks.js'

export interface ChosenRoute {
  readonly index: number
  readonly route: RouteDefinition
}

export interface Router {
  /** `null` when no route takes the call. */
  choose(dialed: string, trunk: string, tags: readonly string[], atMs: number): ChosenRoute | null
  tagsOf(caller: string): readonly string[]
  isBlocked(caller: string): boolean
}

/** Numbers, and beginnings of numbers. */
class NumberSet {
  readonly #exact = new Set<string>()
  readonly #beginnings: string[] = []

  constructor(patterns: readonly string[]) {
    for (const pattern of patterns) {
      if (pattern.endsWith('*')) this.#beginnings.push(pattern.slice(0, -1))
      else this.#exact.add(pattern)
    }
  }

  has(number: string): boolean {
    return this.#exact.has(number) || this.#beginnings.some((beginning) => number.startsWith(beginning))
  }

  get isEmpty(): boolean {
    return this.#exact.size === 0 && this.#beginnings.length === 0
  }
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
  const blocked = new NumberSet(sections.blocked)
  const byNumber = new Map<string, readonly ChosenRoute[]>()

  const routesFor = (dialed: string): readonly ChosenRoute[] => {
    let routes = byNumber.get(dialed)
    if (routes === undefined) {
      routes = sections.routes
        .map((route, index) => ({ route, index }))
        .filter(({ route: { number } }) => number === undefined || [number].flat().includes(dialed))
      // Anybody can dial anything: only numbers that a route names are worth remembering.
      if (sections.routes.some(({ number }) => number !== undefined && [number].flat().includes(dialed))) {
        byNumber.set(dialed, routes)
      }
    }
    return routes
  }

  const fits = (route: RouteDefinition, trunk: string, has: readonly string[], atMs: number): boolean =>
    (route.trunk === undefined || route.trunk === trunk) &&
    (route.tag === undefined || has.includes(route.tag)) &&
    (route.when === undefined || isOpen(hours.get(route.when) as HoursCalendar, atMs))

  return {
    choose: (dialed, trunk, has, atMs) => {
      const routes = routesFor(dialed)
      for (let i = 0; i < routes.length; i += 1) {
        const chosen = routes[i] as ChosenRoute
        if (fits(chosen.route, trunk, has, atMs)) return chosen
      }
      return null
    },
    tagsOf: (caller) =>
      tags.length === 0 ? noTags : tags.filter(({ numbers }) => numbers.has(caller)).map(({ tag }) => tag),
    isBlocked: (caller) => !blocked.isEmpty && blocked.has(caller),
  }
}
