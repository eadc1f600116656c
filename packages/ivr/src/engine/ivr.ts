/**
 * The flow engine: an input comes in, facts and commands go out, at once and in order. It holds no state of its own:
 * where calls stand is folded from the log (`positions.ts`), so that a replay rebuilds it; only what is in flight is not
 * in the log, and `resume` asks for it again.
 */
import type { CallEnd, CallId, Clock, CommandId, EventLog, EventOf } from '@callweave/core'
import type { IvrSections } from '../definition/sections.js'
import { compileFlows } from './compile.js'
import type { IvrDesk, LookupOutcome, QueueOutcome, TransferOutcome } from './desk.js'
import { createFacts } from './facts.js'
import type { FlowSet, Next, StepNode } from './node.js'
import { type Position, type PositionSnapshot, snapshotOf } from './position.js'
import { createPositions } from './positions.js'
import { answerOnce, createStepRuntime, endOf, forget } from './step-runtime.js'

export interface IvrOptions {
  readonly sections: IvrSections
  readonly log: EventLog
  readonly clock: Clock
  readonly desk: IvrDesk
  /**
   * When the caller's leg is answered: `first-sound` leaves it ringing through steps that are silent, so that a flow
   * which queues at once is answered by the agent; `arrival` answers as the flow begins. Default `first-sound`.
   */
  readonly answerAt?: 'first-sound' | 'arrival'
}

/** What a call brings into a flow, beyond what its events have said. */
export interface FlowStart {
  readonly tags?: readonly string[]
  readonly language?: string
}

export interface FlowPosition {
  readonly flow: string
  /** The version of the flow that the call began with. */
  readonly version: string
  readonly step: string
  readonly language: string
}

export interface Ivr {
  /**
   * Puts a call at the start of a flow; one that stands in a flow leaves it. Its leg must stand in the log, as
   * `leg.arrived` or `leg.originated`. @throws TypeError for a flow or a call that is not known.
   */
  enter(call: CallId, flow: string, start?: FlowStart): void
  /** Facts of the switch. One about a command that the call no longer waits for changes nothing. */
  promptFinished(event: EventOf<'prompt.finished'>): void
  /** `secret`: the digits of a secret input, which the event carries as `x` only. */
  digitsCollected(event: EventOf<'digits.collected'>, secret?: string): void
  /**
   * A message is kept also when the caller has gone, as long as the call has not ended. `cut-off`: its process was killed
   * while the caller spoke, and the leg is about to be ended; the flow does not go on.
   */
  recordingFinished(event: EventOf<'recording.finished'>): void
  /** A sound that could not be played is passed over, and so is a recording; without its input a call cannot go on: it ends. */
  commandFailed(event: EventOf<'command.failed'>): void
  lookupReturned(call: CallId, command: CommandId, outcome: LookupOutcome): void
  /**
   * What became of waiting. True: the flow goes on. False: the step has no edge for it; then the flow has ended the
   * call, but after `served`, which is left to the center.
   */
  queueReturned(call: CallId, outcome: QueueOutcome): boolean
  /** As `queueReturned`; `done` ends the call as transferred. */
  transferReturned(call: CallId, outcome: TransferOutcome): boolean
  /** The caller has hung up: nothing is asked for any more. Says what the call counts as, seen from the flow. */
  callerGone(call: CallId): CallEnd
  /**
   * After a replay: each step is done again, since nothing of before is on its way any more. Calls that wait in a queue
   * or for a transfer are left to the center.
   */
  resume(): void
  /** Calls that begin from now on take these flows; the others keep the version they began with. */
  replaceFlows(sections: IvrSections): void
  positionOf(call: CallId): FlowPosition | undefined
  variables(call: CallId): ReadonlyMap<string, string>
  tags(call: CallId): readonly string[]
  /** Menu keys the caller pressed, each as `menu:key`, oldest first. */
  chosen(call: CallId): readonly string[]
  /** All positions as plain data, by call. */
  snapshot(): readonly PositionSnapshot[]
}

/** So many steps without a sound, a key or a wait between them are a loop that the checker could not see. */
const mostSteps = 1_000
/** What takes less is no wait. */
const leastWaitMs = 1_000
/** The same through a desk that answers at once; each goes a few frames deeper. */
const mostDepth = 100

export const createIvr = ({ sections, ...parts }: IvrOptions): Ivr => createIvrOf(compileFlows(sections), parts)

/** The engine over flows that are linked already: the test kit runs thousands of calls over the same ones. */
export const createIvrOf = (flows: FlowSet, parts: Omit<IvrOptions, 'sections'>): Ivr => {
  const { log, clock, desk, answerAt = 'first-sound' } = parts
  const positions = createPositions(log, flows)
  const facts = createFacts(log, clock)
  const runtime = createStepRuntime({ desk, clock, facts, lateLookup: (at) => lookupLate(at) })

  /** Goes from step to step until one waits. */
  const run = (at: Position, first: Next): void => {
    let step = first
    at.depth += 1
    for (; step !== null && !at.gone; at.steps += 1) {
      if (at.steps >= mostSteps || at.depth > mostDepth) {
        runtime.end(at, 'dropped')
        break
      }
      positions.entering = step
      if (step.flow !== at.flow) facts.flowEntered(at.call, step.flow.name, step.flow.version)
      facts.stepEntered(at.call, step.flow.name, step.name)
      step = step.acts.enter(at, runtime)
    }
    at.depth -= 1
    at.stoppedAtMs = clock.nowMs()
  }

  /** Goes on after something that a caller noticed. */
  const goOn = (at: Position, next: Next): void => {
    at.steps = 0
    run(at, next)
  }

  /** Goes on after what may have taken no time: a queue or a phone that turned the caller away, a function, a sound that failed. */
  const goOnReturned = (at: Position, next: Next): void => {
    if (clock.nowMs() - at.stoppedAtMs >= leastWaitMs) at.steps = 0
    run(at, next)
  }

  /** The position that waits for this command, which it then no longer does. */
  const waiting = (call: CallId, command: CommandId, doing: Position['doing'] | null): Position | undefined => {
    const at = positions.get(call)
    if (at === undefined || at.pending !== command || at.step === null) return undefined
    if (doing !== null && at.doing !== doing) return undefined
    forget(clock, at)
    return at
  }

  const lookupDone = (at: Position, command: CommandId, outcome: LookupOutcome): void => {
    const step = at.step as StepNode
    facts.lookupReturned(at.call, step.name, command, {
      ok: outcome.ok,
      result: outcome.ok ? JSON.stringify(outcome.result) : '',
      tookMs: outcome.tookMs,
      because: outcome.ok ? null : outcome.because,
    })
    goOnReturned(at, step.acts.lookedUp(at, runtime, outcome))
  }

  const lookupLate = (at: Position): void => {
    const command = at.pending as CommandId
    at.timer = 0
    forget(clock, at)
    const step = at.step
    if (step === null || at.gone) return
    lookupDone(at, command, { ok: false, because: 'timeout', tookMs: step.timeoutMs })
  }

  const positionAt = (call: CallId, kind: string): Position | undefined => {
    const at = positions.get(call)
    return at !== undefined && !at.gone && at.step?.kind === kind ? at : undefined
  }

  return {
    enter: (call, flow, start) => {
      const at = positions.get(call)
      if (at === undefined) throw new TypeError(`call ${call} enters '${flow}', but no leg of it stands in the log`)
      const first = positions.current.flows.get(flow)?.start
      if (first === undefined) throw new TypeError(`call ${call} enters '${flow}', which is no flow`)
      if (at.pending !== 0) {
        if (at.doing !== 'lookup') desk.command(call, at.leg, { do: 'stop' })
        forget(clock, at)
      }
      if (start?.tags !== undefined) for (const tag of start.tags) runtime.tagged(at, tag)
      if (start?.language !== undefined) runtime.spoke(at, start.language)
      if (answerAt === 'arrival') answerOnce(desk, at)
      goOnReturned(at, first)
    },
    promptFinished: (event) => {
      const at = waiting(event.call, event.command, 'play')
      if (at?.step != null) goOn(at, at.step.acts.promptFinished(at, runtime))
    },
    digitsCollected: (event, secret) => {
      const at = waiting(event.call, event.command, 'collect')
      if (at?.step == null || event.because === 'hung-up' || at.gone) return
      goOn(at, at.step.acts.digits(at, runtime, secret ?? event.digits, event.because))
    },
    recordingFinished: (event) => {
      if (event.because === 'cut-off') {
        const cut = positionAt(event.call, 'voicemail')
        // What its step would do next is not done.
        if (cut?.pending === 0) cut.step?.acts.recorded(cut, runtime, event)
        return
      }
      const at = waiting(event.call, event.command, 'record')
      if (at?.step != null) goOn(at, at.step.acts.recorded(at, runtime, event))
    },
    commandFailed: (event) => {
      const at = waiting(event.call, event.command, null)
      if (at?.step != null && !at.gone) goOnReturned(at, at.step.acts.failed(at, runtime))
    },
    lookupReturned: (call, command, outcome) => {
      const at = waiting(call, command, 'lookup')
      if (at !== undefined && !at.gone) lookupDone(at, command, outcome)
    },
    queueReturned: (call, outcome) => {
      const at = positionAt(call, 'queue')
      if (at === undefined) return false
      const next = (at.step as StepNode).acts.queued(outcome)
      if (next !== null) goOnReturned(at, next)
      else if (outcome !== 'served') runtime.end(at, typeof outcome === 'string' ? 'refused' : undefined)
      return next !== null
    },
    transferReturned: (call, outcome) => {
      const at = positionAt(call, 'transfer')
      if (at === undefined) return false
      const next = (at.step as StepNode).acts.transferred(outcome)
      if (next !== null) goOnReturned(at, next)
      else runtime.end(at, outcome === 'done' ? 'transferred' : 'dropped')
      return next !== null
    },
    callerGone: (call) => {
      const at = positions.get(call)
      if (at === undefined) return 'abandoned'
      if (at.timer !== 0) forget(clock, at)
      return endOf(at, at.chosen.length > 0 ? 'self-served' : 'abandoned')
    },
    resume: () => {
      for (const at of [...positions.values()].sort((a, b) => a.call - b.call)) {
        const { step } = at
        if (step === null || at.gone || step.kind === 'queue' || step.kind === 'transfer') continue
        forget(clock, at)
        goOn(at, step.acts.enter(at, runtime))
      }
    },
    replaceFlows: (next) => {
      positions.current = compileFlows(next)
    },
    positionOf: (call) => {
      const at = positions.get(call)
      if (at?.flow == null || at.step === null) return undefined
      return { flow: at.flow.name, version: at.flow.version, step: at.step.name, language: at.language }
    },
    variables: (call) => positions.get(call)?.variables ?? new Map(),
    tags: (call) => positions.get(call)?.tags ?? [],
    chosen: (call) => positions.get(call)?.chosen ?? [],
    snapshot: () => [...positions.values()].map(snapshotOf).sort((a, b) => a.call - b.call),
  }
}
