/** The agent has the call. */
import { changeAgent } from './change-agent.js'
import { serveAll } from './deciding.js'
import type { Engine } from './engine.js'
import type { Offer } from './offer.js'
import { withdrawAll } from './offering.js'
import { left } from './waiting-room.js'

export const accept = (engine: Engine, offer: Offer): void => {
  const { log, clock, desk } = engine
  const { entry, agent } = offer
  const atMs = clock.nowMs()
  log.emit['offer.accepted']({
    seq: log.next(),
    atMs,
    type: 'offer.accepted',
    call: entry.call,
    offer: offer.id,
    queue: entry.queue.id,
    agent: agent.id,
  })
  const freed = withdrawAll(engine, entry, 'answered-elsewhere')
  left(engine, entry, 'answered', null)
  changeAgent(engine, agent, 'talking', 'answered', entry.call)
  desk.connect(offer, atMs - entry.enteredAtMs)
  serveAll(engine, freed)
}
