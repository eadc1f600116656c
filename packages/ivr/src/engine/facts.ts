/** One function for each event that flows state, so that each is built in one place with its fields in one order. */
import type { CallId, Clock, CommandId, EventLog } from '@callweave/core'

export const createFacts = (log: EventLog, clock: Clock) => ({
  flowEntered: (call: CallId, flow: string, version: string): void =>
    log.emit['flow.entered']({ seq: log.next(), atMs: clock.nowMs(), type: 'flow.entered', call, flow, version }),
  stepEntered: (call: CallId, flow: string, step: string): void =>
    log.emit['step.entered']({ seq: log.next(), atMs: clock.nowMs(), type: 'step.entered', call, flow, step }),
  inputMissed: (call: CallId, step: string, kind: 'no-input' | 'no-match', attempt: number): void =>
    log.emit['input.missed']({ seq: log.next(), atMs: clock.nowMs(), type: 'input.missed', call, step, kind, attempt }),
  menuChosen: (call: CallId, step: string, key: string): void =>
    log.emit['menu.chosen']({ seq: log.next(), atMs: clock.nowMs(), type: 'menu.chosen', call, step, key }),
  inputCollected: (call: CallId, step: string, variable: string, value: string | null): void =>
    log.emit['input.collected']({
      seq: log.next(),
      atMs: clock.nowMs(),
      type: 'input.collected',
      call,
      step,
      variable,
      value,
    }),
  variableSet: (call: CallId, variable: string, value: string): void =>
    log.emit['variable.set']({ seq: log.next(), atMs: clock.nowMs(), type: 'variable.set', call, variable, value }),
  tagged: (call: CallId, tag: string): void =>
    log.emit['call.tagged']({ seq: log.next(), atMs: clock.nowMs(), type: 'call.tagged', call, tag }),
  languageChosen: (call: CallId, language: string): void =>
    log.emit['language.chosen']({ seq: log.next(), atMs: clock.nowMs(), type: 'language.chosen', call, language }),
  lookupAsked: (call: CallId, step: string, name: string, version: number, command: CommandId): void =>
    log.emit['lookup.asked']({
      seq: log.next(),
      atMs: clock.nowMs(),
      type: 'lookup.asked',
      call,
      step,
      function: name,
      version,
      command,
    }),
  lookupReturned: (
    call: CallId,
    step: string,
    command: CommandId,
    answer: { readonly ok: boolean; readonly result: string; readonly tookMs: number; readonly because: string | null },
  ): void =>
    log.emit['lookup.returned']({
      seq: log.next(),
      atMs: clock.nowMs(),
      type: 'lookup.returned',
      call,
      step,
      command,
      ok: answer.ok,
      result: answer.result,
      tookMs: answer.tookMs,
      because: answer.because,
    }),
  surveyAnswered: (call: CallId, question: string, answer: string, agent: string | null, queue: string | null): void =>
    log.emit['survey.answered']({
      seq: log.next(),
      atMs: clock.nowMs(),
      type: 'survey.answered',
      call,
      question,
      answer,
      agent,
      queue,
    }),
  messageLeft: (call: CallId, box: string, recording: string, lengthMs: number): void =>
    log.emit['message.left']({
      seq: log.next(),
      atMs: clock.nowMs(),
      type: 'message.left',
      call,
      box,
      recording,
      lengthMs,
    }),
})

export type Facts = ReturnType<typeof createFacts>
