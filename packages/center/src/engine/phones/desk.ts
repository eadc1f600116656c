/** What an agent's screen and a supervisor's order: the same as phones do with keys and codes. */
import type { Agent } from '@callweave/acd'
import { type CallId, CallweaveError, nearestName } from '@callweave/core'
import type { Call, Leg } from '../calls.js'
import { createClearing } from './clearing.js'
import type { Destination } from './dial-plan.js'
import type { Lines, PhoneParts } from './lines.js'
import type { PutThrough } from './put-through.js'
import type { TapMode, Taps } from './taps.js'

/** Where to: as a phone would dial it, or by name. */
export type DeskTarget =
  | string
  | { readonly agent: string }
  | { readonly extension: string }
  | { readonly queue: string }
  | { readonly flow: string }
  /** A number outside, without a prefix, by a trunk group. */
  | { readonly number: string; readonly trunk: string }

/**
 * Every function throws a CallweaveError: `out-of-range` for a name or number that leads nowhere or is blocked,
 * `illegal-state` when the agent is in no such call. Nothing has changed then.
 */
export interface Desk {
  /** Rings the agent's phone; picked up, it dials. Resolves in the call's events like any other. */
  dial(agent: string, toward: string): CallId
  /** The other party hears music until `retrieve`. */
  hold(agent: string): void
  retrieve(agent: string): void
  /** Puts the other party through and lets the agent go. When nobody answers, it comes back to the agent's phone. */
  transfer(agent: string, to: DeskTarget): void
  /** The other party hears music while the agent speaks to an extension or a number outside. */
  consult(agent: string, to: DeskTarget): void
  /** Whom the agent has consulted, or is calling, gets the other party. */
  complete(agent: string): void
  /** Lets the consulted one go; the two talk again. */
  goBack(agent: string): void
  /** All three hear each other: whom the agent has consulted, or one more who is called now. */
  conference(agent: string, to?: DeskTarget): void
  /** Rings a phone, which then hears the agent's conversation. On such a call already, its manner changes at once. */
  tap(extension: string, agent: string, mode: TapMode): CallId
  /** Ends the agent's conversation for everybody in it. */
  release(agent: string): void
  /** A state that a supervisor orders. In a call it is taken up at the end. */
  force(agent: string, to: 'ready' | 'not-ready' | 'logged-out', reason?: string): void
}

export const createDesk = (parts: PhoneParts, lines: Lines, putThrough: PutThrough, taps: Taps): Desk => {
  const { sections, log, clock, table, acd, plan, switch: board, nextCommand, nextCall } = parts

  const clear = createClearing(parts, lines)

  const unknown = (what: string, name: string, names: Iterable<string>): CallweaveError => {
    const nearest = nearestName(name, names)
    return new CallweaveError('out-of-range', {
      message: `there is no ${what} called '${name}'`,
      ...(nearest === undefined ? {} : { remedy: `Did you mean '${nearest}'?` }),
    })
  }

  const agentNamed = (name: string): Agent => {
    const agent = acd.floor.agents.get(name)
    if (agent === undefined) throw unknown('agent', name, acd.floor.agents.keys())
    return agent
  }

  const refused = (agent: string, message: string): CallweaveError =>
    new CallweaveError('illegal-state', { where: `agents.${agent}`, message })

  /** The leg by which the agent talks. */
  const legOf = (name: string): Leg => {
    const { call: id, state } = agentNamed(name)
    const call = id === null || state === 'wrap-up' ? undefined : table.calls.get(id)
    const leg = call?.legs.find((one) => one.agent === name && one.answered && !lines.isLetGo(one))
    if (leg === undefined) throw refused(name, `${name} is in no call`)
    return leg
  }

  const extensionTarget = (extension: string): Destination => ({
    is: 'extension',
    extension,
    agent: plan.agentAt(extension),
  })

  const targetOf = (to: DeskTarget): Destination => {
    if (typeof to === 'string') return dialedTarget(to)
    if ('agent' in to) return extensionTarget(agentNamed(to.agent).extension)
    if ('extension' in to) {
      if (!plan.isExtension(to.extension)) throw unknown('extension', to.extension, [])
      return extensionTarget(to.extension)
    }
    if ('queue' in to) {
      if (!acd.floor.queues.has(to.queue)) throw unknown('queue', to.queue, acd.floor.queues.keys())
      return { is: 'queue', queue: to.queue }
    }
    if ('flow' in to) {
      if (!Object.hasOwn(sections.flows, to.flow)) throw unknown('flow', to.flow, Object.keys(sections.flows))
      return { is: 'flow', flow: to.flow }
    }
    if (!Object.hasOwn(sections.trunks, to.trunk)) throw unknown('trunk', to.trunk, Object.keys(sections.trunks))
    if (plan.isOutboundBlocked(to.number, clock.nowMs())) throw blocked(to.number)
    return { is: 'outside', number: to.number, trunk: to.trunk }
  }

  const blocked = (number: string): CallweaveError =>
    new CallweaveError('out-of-range', { message: 'this number may not be dialed', found: number })

  const dialedTarget = (dialed: string): Destination => {
    const read = mayBeDialed(dialed)
    if (read.is !== 'group') return read
    throw new CallweaveError('out-of-range', {
      message: 'a group is dialed, nobody is put through to it',
      found: dialed,
    })
  }

  const mayBeDialed = (dialed: string) => {
    const read = plan.destination(dialed, clock.nowMs())
    if (read.is === 'blocked') throw blocked(dialed)
    if (read.is === 'unknown') {
      throw new CallweaveError('out-of-range', { message: 'nobody can be dialed by this number', found: dialed })
    }
    return read
  }

  const must = (done: boolean, agent: string, message: string): void => {
    if (!done) throw refused(agent, message)
  }

  return {
    dial: (name, toward) => {
      const agent = agentNamed(name)
      const isBusy = agent.state === 'talking' || agent.state === 'hold' || agent.state === 'ringing'
      if (isBusy) throw refused(name, `an agent who is ${agent.state} cannot begin a call`)
      mayBeDialed(toward)
      const id = nextCall()
      const { extension } = agent
      log.emit['call.placed']({
        seq: log.next(),
        atMs: clock.nowMs(),
        type: 'call.placed',
        call: id,
        extension,
        what: 'dial',
        toward,
      })
      lines.ask(table.calls.get(id) as Call, 'caller', { is: 'extension', extension, agent: name })
      return id
    },
    hold: (name) => {
      const leg = legOf(name)
      board.do({ do: 'hold', command: nextCommand(), call: leg.call.id, leg: leg.id })
    },
    retrieve: (name) => {
      const leg = legOf(name)
      board.do({ do: 'retrieve', command: nextCommand(), call: leg.call.id, leg: leg.id })
    },
    transfer: (name, to) =>
      must(putThrough.blind(legOf(name), targetOf(to)), name, `${name} talks to nobody who could be put through`),
    consult: (name, to) =>
      must(putThrough.consult(legOf(name), targetOf(to)), name, `${name} talks to nobody who could wait meanwhile`),
    complete: (name) => must(putThrough.complete(legOf(name)), name, `${name} has consulted nobody`),
    goBack: (name) => must(putThrough.goBack(legOf(name).call), name, `${name} has consulted nobody`),
    conference: (name, to) =>
      must(
        putThrough.conference(legOf(name), to === undefined ? null : targetOf(to)),
        name,
        `${name} has nobody to take into a conference`,
      ),
    tap: (extension, name, mode) => {
      legOf(name)
      if (!plan.isExtension(extension)) throw unknown('extension', extension, [])
      return taps.place(extension, name, mode)
    },
    release: (name) => clear(legOf(name)),
    force: (name, to, reason) => {
      agentNamed(name)
      acd.setState(name, to, { because: 'forced', ...(reason === undefined ? {} : { reason }) })
    },
  }
}
