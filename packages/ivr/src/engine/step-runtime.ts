/** The runtime that steps are given: it answers the leg before the first sound and remembers what is in flight. */
import { type CallEnd, type Clock, type CommandId, commandId } from '@callweave/core'
import type { IvrDesk, LookupRequest } from './desk.js'
import type { Facts } from './facts.js'
import type { StepNode } from './node.js'
import type { Position } from './position.js'
import type { StepRuntime } from './runtime.js'

export interface RuntimeParts {
  readonly desk: IvrDesk
  readonly clock: Clock
  readonly facts: Facts
  /** A lookup has taken longer than its step allows. */
  readonly lateLookup: (at: Position) => void
}

/** Answers the caller's leg if nothing has yet. */
export const answerOnce = (desk: IvrDesk, at: Position): void => {
  if (at.answered || at.answering) return
  at.answering = true
  desk.command(at.call, at.leg, { do: 'answer' })
}

export const createStepRuntime = ({ desk, clock, facts, lateLookup }: RuntimeParts): StepRuntime => {
  const stepOf = (at: Position): string => (at.step as StepNode).name

  const early: StepRuntime['early'] = (at, body) => {
    if (at.gone) return null
    at.doing = body.do
    at.pending = desk.command(at.call, at.leg, body)
    return null
  }
  const send: StepRuntime['command'] = (at, body) => {
    if (!at.gone) answerOnce(desk, at)
    return early(at, body)
  }

  return {
    nowMs: () => clock.nowMs(),
    command: send,
    early,
    collect: send,
    queue: (at, intent) => {
      if (!at.gone) desk.queue(at.call, intent)
      return null
    },
    transfer: (at, intent) => {
      if (!at.gone) desk.transfer(at.call, intent)
      return null
    },
    callBack: (at, intent) => !at.gone && desk.callBack(at.call, intent),
    lookup: (at, request: LookupRequest) => {
      if (at.gone) return null
      const command: CommandId = desk.nextCommand()
      at.pending = command
      at.doing = 'lookup'
      at.timer = clock.at(clock.nowMs() + request.timeoutMs, lateLookup, at)
      facts.lookupAsked(at.call, request.step, request.function, request.version, command)
      desk.lookup(at.call, command, request)
      return null
    },
    end: (at, outcome) => {
      if (!at.gone) desk.end(at.call, endOf(at, outcome))
      return null
    },
    missed: (at, kind, attempt) => facts.inputMissed(at.call, stepOf(at), kind, attempt),
    chose: (at, key) => facts.menuChosen(at.call, stepOf(at), key),
    collected: (at, variable, value, secret) => {
      if (secret) at.secrets = new Map(at.secrets).set(variable, value)
      facts.inputCollected(at.call, stepOf(at), variable, secret ? null : value)
    },
    set: (at, variable, value) => facts.variableSet(at.call, variable, value),
    tagged: (at, tag) => {
      if (!at.tags.includes(tag)) facts.tagged(at.call, tag)
    },
    spoke: (at, language) => {
      if (at.language !== language) facts.languageChosen(at.call, language)
    },
    answered: (at, question, answer) => facts.surveyAnswered(at.call, question, answer, at.agent, at.queue),
    messageLeft: (at, box, recording, lengthMs) => facts.messageLeft(at.call, box, recording, lengthMs),
  }
}

/** What the call counts as: talk comes before a message, a message before what the flow says, that before the queues. */
export const endOf = (at: Position, outcome?: CallEnd): CallEnd => {
  if (at.served) return 'served'
  if (at.messages > 0) return 'left-message'
  return outcome ?? (at.turnedAway ? 'refused' : 'self-served')
}

/** Takes back what is in flight, so that nothing that comes of it is heard. */
export const forget = (clock: Clock, at: Position): void => {
  at.pending = commandId(0)
  at.doing = 'nothing'
  if (at.timer === 0) return
  clock.cancel(at.timer)
  at.timer = 0
}
