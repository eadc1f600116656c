/** What all indexes of a floor have in common. */
import type { Agent } from '../engine/agent.js'
import { Heads } from '../engine/heads.js'
import type { IndexedDemand } from '../engine/indexed-demand.js'
import { Columns } from './columns.js'
import type { Place } from './place.js'

export class Indexing {
  readonly columns = new Columns()
  readonly heads = new Heads()
  /**
   * Who became ready last. Goes into an index when somebody looks at it, and into all others when the next agent becomes
   * ready: where calls wait for agents, most are ringing again before that, and one index was touched.
   */
  newest: Agent | null = null
  /** Demands without an index: while there is none, nobody has to look for their calls. */
  mixedDemands = 0
  /** Keys compared so far: what decisions cost, counted. */
  comparisons = 0
  /** Places and calls put in, taken out or given other keys so far. */
  touches = 0

  /** The agent is ready. */
  comes(agent: Agent): void {
    if (this.newest !== null) enterAll(this.newest)
    this.newest = agent
    this.columns.comes(agent)
    for (let i = 0; i < agent.prompt.length; i += 1) {
      const place = agent.prompt[i] as Place
      // A log-in may have opened a tier, and its index was made with the agent in it.
      if (place.slot < 0) enter(place)
    }
  }

  /** The agent is ready no more. */
  goes(agent: Agent): void {
    if (this.newest === agent) this.newest = null
    this.columns.goes(agent)
    for (let i = 0; i < agent.prompt.length; i += 1) leave(agent.prompt[i] as Place)
  }

  /** Before somebody looks: the newest stands where they belong. */
  complete(demand: IndexedDemand): void {
    const { newest } = this
    if (newest === null || (demand.ability !== null && demand.ability !== newest.ability)) return
    // The numbers lie side by side, and the places do not.
    const at = newest.heads.indexOf(demand.number)
    if (at < 0) return
    const place = newest.places[at] as Place
    if (place.slot >= 0) return
    takeBack(place)
    enter(place)
  }
}

const enter = (place: Place): void => place.demand.enter(place)
const leave = (place: Place): void => place.demand.leave(place)

const enterAll = ({ out }: Agent): void => {
  for (let place = out.pop(); place !== undefined; place = out.pop()) enter(place)
}

/** It has left its index: the agent puts it back in when next ready. */
export const putOut = (place: Place): void => {
  if (!place.rank.ready.isPrompt) place.agent.out.push(place)
}

/** It is out no more. */
export const takeBack = (place: Place): void => {
  const { out } = place.agent
  const last = out.pop() as Place
  if (last !== place) out[out.indexOf(place)] = last
}
