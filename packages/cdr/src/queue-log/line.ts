/** One line of a queue_log: `epoch|callid|queue|agent|EVENT|data...`. */

/** The events that are written, each with its data fields. Times are in whole seconds but where `ms` is said. */
export const queueLogEvents = {
  QUEUESTART: [],
  /** The first is a URL that the caller brought; ours bring none. */
  ENTERQUEUE: ['url', 'caller id', 'original position'],
  CONNECT: ['hold time', 'leg of the agent', 'ring time'],
  ABANDON: ['position', 'original position', 'wait time'],
  EXITWITHTIMEOUT: ['position', 'original position', 'wait time'],
  EXITWITHKEY: ['key', 'position', 'original position', 'wait time'],
  EXITEMPTY: ['position', 'original position', 'wait time'],
  WITHDRAW: ['position', 'original position', 'wait time', 'information'],
  RINGNOANSWER: ['ring time, ms'],
  RINGCANCELED: ['ring time, ms'],
  COMPLETEAGENT: ['hold time', 'call time', 'original position'],
  COMPLETECALLER: ['hold time', 'call time', 'original position'],
  ADDMEMBER: ['PAUSED, or nothing'],
  REMOVEMEMBER: [],
  PAUSE: ['reason'],
  UNPAUSE: ['reason'],
  PENALTY: ['penalty'],
} as const

export type QueueLogEvent = keyof typeof queueLogEvents

export interface QueueLogParts {
  readonly atMs: number
  /** `NONE` where there is no call. */
  readonly call: string
  readonly queue: string
  readonly agent: string
  readonly event: QueueLogEvent
  readonly data: readonly (string | number)[]
}

/** Without a line end. A bar or a line end inside a value becomes a space: the format has no way to quote. */
export const formatQueueLogLine = ({ atMs, call, queue, agent, event, data }: QueueLogParts): string =>
  [Math.floor(atMs / 1000), call, queue, agent, event, ...(data.length === 0 ? [''] : data)].map(plain).join('|')

const plain = (value: string | number): string => String(value).replace(/[|\r\n]/g, ' ')

export const seconds = (ms: number): number => Math.floor(ms / 1000)
