/** Which numbers are open now: the flow that a caller meets, the opening hours behind it, and when they change. */
import type { CenterSections, RouteDefinition } from '@callweave/center'
import { createHours, type HoursCalendar, stateAt } from '@callweave/ivr'
import type { RunningCenter } from '../center/open-center.js'
import type { HoursView, NumberView, Opening } from './schemas.js'

/** Changes of the reason or the shift between two of open and closed; more than a year of them. */
const mostSteps = 2_000

export const openingOf = ({ definition, clock }: Pick<RunningCenter, 'definition' | 'clock'>): Opening => {
  const { sections } = definition
  const nowMs = clock.nowMs()
  const calendars = new Map(
    Object.entries(sections.hours ?? {}).map(([name, data]) => [
      name,
      createHours(data, { timeZone: sections.timeZone }),
    ]),
  )
  const hoursNow = new Map([...calendars].map(([hours, calendar]) => [hours, viewOf(hours, calendar, nowMs)]))
  return {
    timeZone: sections.timeZone,
    numbers: Object.entries(sections.trunks).flatMap(([trunk, { numbers }]) =>
      numbers.map((number) => numberView(sections, { number, trunk }, hoursNow)),
    ),
  }
}

const viewOf = (hours: string, calendar: HoursCalendar, nowMs: number): HoursView => {
  const { open, untilMs } = stateAt(calendar, nowMs)
  let changesAtMs = untilMs
  for (let step = 0; step < mostSteps && changesAtMs !== null; step += 1) {
    const next = stateAt(calendar, changesAtMs)
    if (next.open !== open) return { hours, open, changesAtMs }
    changesAtMs = next.untilMs
  }
  return { hours, open, changesAtMs: null }
}

const numberView = (
  sections: CenterSections,
  { number, trunk }: Pick<NumberView, 'number' | 'trunk'>,
  hoursNow: ReadonlyMap<string, HoursView>,
): NumberView => {
  // A caller without a tag: whoever has one may be led elsewhere.
  const routes = sections.routes.filter(
    (route) =>
      (route.number === undefined || [route.number].flat().includes(number)) &&
      (route.trunk === undefined || route.trunk === trunk) &&
      route.tag === undefined,
  )
  const chosen = routes.find(({ when }) => when === undefined || hoursNow.get(when)?.open === true)
  const last = routes.findIndex(({ when }) => when === undefined)
  const ways = last < 0 ? routes : routes.slice(0, last + 1)
  const now = chosen === undefined ? nothing : within(sections, chosen.flow)
  const ever = ways.map(({ flow }) => within(sections, flow))
  const names = [...ways.flatMap(whenOf), ...ever.flatMap(({ hours }) => [...hours])]
  return {
    number,
    trunk,
    flow: chosen?.flow ?? null,
    hours: [...new Set(names)].flatMap((name) => hoursNow.get(name) ?? []),
    queues: [...new Set(ever.flatMap(({ queues }) => [...queues]))].map((queue) => ({
      queue,
      open: now.queues.has(queue),
    })),
  }
}

const whenOf = ({ when }: RouteDefinition): readonly string[] => (when === undefined ? [] : [when])

interface Within {
  readonly queues: ReadonlySet<string>
  readonly hours: ReadonlySet<string>
}

const nothing: Within = { queues: new Set(), hours: new Set() }

/** What the steps of a flow, and of those that it goes on to, name. */
const within = ({ flows }: CenterSections, first: string): Within => {
  const queues = new Set<string>()
  const hours = new Set<string>()
  const seen = new Set<string>()
  const look = (name: string): void => {
    if (seen.has(name)) return
    seen.add(name)
    for (const step of Object.values(flows[name] ?? {})) {
      if (step.step === 'queue') queues.add(step.queue)
      if (step.step === 'hours') hours.add(step.hours)
      if (step.step === 'flow') look(step.flow)
    }
  }
  look(first)
  return { queues, hours }
}
