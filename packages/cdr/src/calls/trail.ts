/** The events behind a call record. */
import type { CallEvent } from '@callweave/core'

/**
 * Every event of one call in the order it happened, its agents' changes included until each has left the wrap-up.
 * Reads the log once and keeps nothing.
 */
export function* callTrail(events: Iterable<CallEvent>, call: number): Generator<CallEvent> {
  const agents = new Set<string>()
  for (const event of events) {
    if (event.type === 'agent.changed') {
      const { agent, to } = event
      const isOurs = event.call === call
      if (isOurs || agents.has(agent)) yield event
      if (isOurs && (to === 'ringing' || to === 'talking' || to === 'hold' || to === 'wrap-up')) agents.add(agent)
      else agents.delete(agent)
    } else if ('call' in event && event.call === call) yield event
  }
}
