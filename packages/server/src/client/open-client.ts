/** Asks a running center by its socket; what `cc calls`, `cc agents` and `cc queues` are made of. */
import { Agent, request } from 'node:http'
import { CallweaveError, type ErrorCode } from '@callweave/core'
import { z } from 'zod'
import {
  type AgentView,
  agentView,
  type BlockOrder,
  type BlockView,
  blockView,
  type CallView,
  callView,
  type DeskAnswer,
  type DeskOrder,
  deskAnswer,
  type Health,
  health,
  type Opening,
  opening,
  type QueueView,
  queueView,
  refusal,
  type SetState,
} from '../api/schemas.js'

/** Each throws CallweaveError: `peer-failed` when no center answers there, else the code that the center refused with. */
export interface CenterClient {
  health(): Promise<Health>
  calls(): Promise<CallView[]>
  agents(): Promise<AgentView[]>
  queues(): Promise<QueueView[]>
  /** Which numbers are open. */
  opening(): Promise<Opening>
  /** Resolves when it is written. An agent in a call is asked, and follows when the call ends. */
  setAgentState(agent: string, to: SetState): Promise<AgentView>
  /** What the agent does with a call. Resolves when it is ordered; what follows from it is told by the switch, in events. */
  order(agent: string, order: DeskOrder): Promise<DeskAnswer>
  /** Callers that are refused now. */
  blocks(): Promise<BlockView[]>
  block(block: BlockOrder): Promise<BlockView>
  /** Lets them in again; resolves with the block that was lifted. */
  unblock(number: string): Promise<BlockView>
  close(): void
}

/** No answer is larger: 100,000 calls. */
const mostBytes = 64 << 20
const longestMs = 10_000

export const openClient = (path: string): CenterClient => {
  const connections = new Agent({ keepAlive: true, maxSockets: 4 })

  const ask = async <T>(
    answer: z.ZodType<T>,
    method: 'GET' | 'POST' | 'DELETE',
    at: string,
    body?: object,
  ): Promise<T> => {
    const { status, text } = await exchange({ path, connections, method, at, body })
    const said = parse(path, text)
    if (status === 200) {
      const read = answer.safeParse(said)
      if (read.success) return read.data
      throw failed(path, 'its answer is none that we know: it may be another version')
    }
    const read = refusal.safeParse(said)
    if (!read.success) throw failed(path, `it answered with ${status}`)
    throw new CallweaveError(codeOf(read.data.error.code), { message: read.data.error.message })
  }

  return {
    health: () => ask(health, 'GET', '/health'),
    calls: () => ask(z.array(callView), 'GET', '/calls'),
    agents: () => ask(z.array(agentView), 'GET', '/agents'),
    queues: () => ask(z.array(queueView), 'GET', '/queues'),
    opening: () => ask(opening, 'GET', '/numbers'),
    setAgentState: (agent, to) => ask(agentView, 'POST', `/agents/${encodeURIComponent(agent)}/state`, to),
    order: (agent, order) => ask(deskAnswer, 'POST', `/agents/${encodeURIComponent(agent)}/desk`, order),
    blocks: () => ask(z.array(blockView), 'GET', '/blocks'),
    block: (block) => ask(blockView, 'POST', '/blocks', block),
    unblock: (number) => ask(blockView, 'DELETE', `/blocks/${encodeURIComponent(number)}`),
    close: () => connections.destroy(),
  }
}

interface Exchange {
  readonly path: string
  readonly connections: Agent
  readonly method: string
  readonly at: string
  readonly body: object | undefined
}

const exchange = ({ path, connections, method, at, body }: Exchange): Promise<{ status: number; text: string }> =>
  new Promise((done, refuse) => {
    const text = body === undefined ? undefined : JSON.stringify(body)
    const headers =
      text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }
    const asked = request({ socketPath: path, agent: connections, method, path: at, headers, timeout: longestMs })
    asked.on('timeout', () => asked.destroy(new Error('it does not answer')))
    asked.on('error', (cause) => refuse(failed(path, cause.message, cause)))
    asked.on('response', (answer) => {
      const pieces: Buffer[] = []
      let bytes = 0
      answer.on('data', (piece: Buffer) => {
        bytes += piece.length
        if (bytes > mostBytes) asked.destroy(new Error('its answer is too long'))
        else pieces.push(piece)
      })
      answer.on('error', (cause) => refuse(failed(path, cause.message, cause)))
      answer.on('end', () => done({ status: answer.statusCode ?? 0, text: Buffer.concat(pieces).toString('utf8') }))
    })
    asked.end(text)
  })

const parse = (path: string, text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw failed(path, 'its answer is no JSON', cause)
  }
}

const failed = (where: string, why: string, cause?: unknown): CallweaveError =>
  new CallweaveError('peer-failed', {
    where,
    message: `the center cannot be asked: ${why}`,
    remedy: 'Is it running? `cc start` starts it',
    ...(cause === undefined ? {} : { cause }),
  })

const codes: readonly string[] = [
  'definition-invalid',
  'file-invalid',
  'usage',
  'out-of-range',
  'peer-failed',
  'illegal-state',
]
const codeOf = (code: string): ErrorCode => (codes.includes(code) ? (code as ErrorCode) : 'peer-failed')
