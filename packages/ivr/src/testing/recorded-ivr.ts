/** An engine whose desk writes down, in order, all that it is asked: for tests of the engine itself. */
import { type CallEvent, callId, commandId, createEventLog, type DigitsEnd, legId } from '@callweave/core'
import type { IvrSections } from '../definition/sections.js'
import type { IvrCommand } from '../engine/desk.js'
import { createIvr, type IvrOptions } from '../engine/ivr.js'
import { createTestClock } from './clock.js'

export const call = callId(7)
export const leg = legId(70)

export const startIvr = (sections: IvrSections, options: Partial<IvrOptions> = {}) => {
  const log = createEventLog()
  const clock = createTestClock(1_000)
  const asked: { what: string; body?: IvrCommand }[] = []
  const events: CallEvent[] = []
  log.tapAll((event) => events.push(event))
  let commands = 0
  const ivr = createIvr({
    sections,
    log,
    clock,
    desk: {
      command: (_call, _leg, body) => {
        commands += 1
        asked.push({ what: `${body.do} ${commands}`, body })
        return commandId(commands)
      },
      queue: (_call, intent) => void asked.push({ what: `queue ${intent.queue}` }),
      transfer: (_call, intent) =>
        void asked.push({ what: `transfer ${intent.number ?? intent.extension ?? intent.agent}` }),
      callBack: (_call, intent) => {
        asked.push({ what: `call back ${intent.queue}` })
        return true
      },
      lookup: (_call, command, request) =>
        void asked.push({ what: `lookup ${command} ${JSON.stringify(request.args)}` }),
      nextCommand: () => {
        commands += 1
        return commandId(commands)
      },
      end: (_call, outcome) => void asked.push({ what: `end ${outcome}` }),
    },
    ...options,
  })
  const head = <T extends CallEvent['type']>(type: T) => ({ seq: log.next(), atMs: clock.nowMs(), type, call, leg })
  const arrive = () =>
    log.emit['leg.arrived']({ ...head('leg.arrived'), trunk: 'main', channel: 1, caller: '138', dialed: '400' })
  const said = (): string[] => asked.splice(0).map(({ what }) => what)
  const prompted = (command: number) => {
    const event = { ...head('prompt.finished'), command: commandId(command) }
    log.emit['prompt.finished'](event)
    ivr.promptFinished(event)
  }
  const typed = (
    command: number,
    digits: string,
    because: DigitsEnd = digits === '' ? 'first-digit-timeout' : 'complete',
    secret?: string,
  ) => {
    const event = { ...head('digits.collected'), command: commandId(command), digits, because }
    log.emit['digits.collected'](event)
    ivr.digitsCollected(event, secret)
  }
  const recorded = (command: number) => {
    const event = {
      ...head('recording.finished'),
      command: commandId(command),
      recording: 'r',
      lengthMs: 4_000,
      because: 'hung-up',
    }
    log.emit['recording.finished'](event)
    ivr.recordingFinished(event)
  }
  const failed = (command: number) => {
    const event = { ...head('command.failed'), command: commandId(command), because: 'no-file' }
    log.emit['command.failed'](event)
    ivr.commandFailed(event)
  }
  const types = () => events.map(({ type }) => type)
  return { ivr, log, clock, arrive, said, asked, prompted, typed, recorded, failed, types, events, head }
}

/** Sections around flows whose prompts are `hello` and `menu`. */
export const flowsOf = (flows: IvrSections['flows'], rest: Partial<IvrSections> = {}): IvrSections => ({
  prompts: { hello: 'Hello', menu: 'Press 1' },
  ...rest,
  flows,
})
