/**
 * The API of a running center: HTTP over a socket that only the owner of the process can open.
 *
 *     GET  /health
 *     GET  /calls   /agents   /queues   /numbers
 *     POST /agents/:id/state    { state, reason? } -> the agent
 *     POST /agents/:id/desk     { do: 'hold' }, { do: 'transfer', to: '8002' } ... -> { agent, call }
 *     GET  /blocks              callers that are refused: [{ number, untilMs }]
 *     POST /blocks              { number, forMs? } -> { number, untilMs }
 *     DELETE /blocks/:number    lets them in again -> { number, untilMs }, as it was
 *
 * What is refused comes as `{ error: { code, message } }`: 400 for what cannot be understood, 404, 409 for what the state
 * does not allow, 503 while the journal takes nothing.
 */
import { CallweaveError, type ErrorCode, showValue } from '@callweave/core'
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import type { RunningCenter } from '../center/open-center.js'
import { openingOf } from './opening.js'
import { orderDesk } from './order-desk.js'
import { readBody } from './read-body.js'
import { type BlockView, blockOrder, deskOrder, type Health, setState } from './schemas.js'
import { putSocket } from './socket-path.js'
import { agentView, agentViews, callViews, healthOf, queueViews } from './views.js'

export interface Api {
  readonly path: string
  /** Answers what has been asked, and takes the socket away. */
  close(): Promise<void>
}

/** No question is longer. */
const mostBytes = 16_384

export interface ServeApiOptions {
  /** Where phones reach the center, for whoever asks. */
  readonly sip?: NonNullable<Health['sip']>
}

/** @throws CallweaveError `illegal-state` when another center listens there. */
export const serveApi = async (running: RunningCenter, path: string, options: ServeApiOptions = {}): Promise<Api> => {
  const app = fastify({ bodyLimit: mostBytes, forceCloseConnections: true, requestTimeout: 10_000 })
  addRoutes(app, running, options)
  const takeAway = await putSocket(path, (at) => app.listen({ path: at })).catch(async (error: unknown) => {
    await app.close()
    throw error
  })
  return {
    path,
    close: async () => {
      takeAway()
      await app.close()
    },
  }
}

const addRoutes = (app: FastifyInstance, running: RunningCenter, { sip }: ServeApiOptions): void => {
  app.get('/health', () => healthOf(running, sip ?? null))
  app.get('/calls', () => callViews(running))
  app.get('/agents', () => agentViews(running))
  app.get('/queues', () => queueViews(running))
  app.get('/numbers', () => openingOf(running))

  addAgentRoutes(app, running)
  addBlockRoutes(app, running)

  app.setNotFoundHandler((_, reply) => refuse(reply, 404, 'usage', 'there is nothing here'))
  app.setErrorHandler((error, _, reply) => {
    if (error instanceof CallweaveError) return refuse(reply, statusOf(error.code), error.code, error.message)
    const { statusCode = 500 } = error as { readonly statusCode?: number }
    // Fastify's own: no JSON, too long. A bug is told without its inside.
    if (statusCode < 500) return refuse(reply, statusCode, 'usage', (error as Error).message)
    return refuse(reply, 500, 'usage', 'this question cannot be answered')
  })
}

const stateExpected = "{ state: 'ready' | 'not-ready' | 'logged-out', reason? }"
const deskExpected =
  "{ do: 'hold' | 'retrieve' | 'complete' | 'go-back' | 'release' }, { do: 'dial' | 'transfer' | 'consult' | 'conference', to }, " +
  "{ do: 'tap', extension, mode: 'monitor' | 'whisper' | 'barge-in' } or { do: 'force', state, reason? }; " +
  'to: what a phone dials, { agent }, { extension }, { queue }, { flow } or { number, trunk }'

const addAgentRoutes = (app: FastifyInstance, running: RunningCenter): void => {
  type One = { readonly Params: { readonly id: string } }
  const nobody = (reply: FastifyReply, id: string): FastifyReply =>
    refuse(reply, 404, 'out-of-range', `there is no agent ${showValue(id)}`)

  app.post<One>('/agents/:id/state', async (request, reply) => {
    const { id } = request.params
    if (agentView(running, id) === undefined) return nobody(reply, id)
    const { state, reason } = readBody(setState, request.body, stateExpected)
    running.center.acd.setState(id, state, reason === undefined ? {} : { reason })
    // Told when it cannot be lost any more.
    await running.written()
    return agentView(running, id)
  })

  app.post<One>('/agents/:id/desk', async (request, reply) => {
    const { id } = request.params
    if (agentView(running, id) === undefined) return nobody(reply, id)
    const call = orderDesk(running.center.desk, id, readBody(deskOrder, request.body, deskExpected))
    await running.written()
    return { agent: agentView(running, id), call }
  })
}

const addBlockRoutes = (app: FastifyInstance, running: RunningCenter): void => {
  const { center, clock } = running
  const blockOf = (number: string) => center.blocked().find((block) => block.number === number)

  app.get('/blocks', () => center.blocked())

  app.post('/blocks', async (request) => {
    const { number, forMs } = readBody(blockOrder, request.body, '{ number, forMs? }')
    center.block(number, forMs === undefined ? undefined : clock.nowMs() + forMs)
    const block = blockOf(number)
    await running.written()
    return block
  })

  app.delete<{ readonly Params: { readonly number: string } }>('/blocks/:number', async (request, reply) => {
    const { number } = request.params
    const block = blockOf(number)
    if (block === undefined) return refuse(reply, 404, 'out-of-range', notBlocked(number, center.blocked()))
    center.unblock(number)
    await running.written()
    return block
  })
}

/** A number may be refused by its beginning: that is what has to be let in. */
const notBlocked = (number: string, blocked: readonly BlockView[]): string => {
  const by = blocked.find((one) => one.number.endsWith('*') && number.startsWith(one.number.slice(0, -1)))
  return by === undefined
    ? `${showValue(number)} is not on the block list`
    : `${showValue(number)} is not on the block list, but begins as ${showValue(by.number)}, which is`
}

const statusOf = (code: ErrorCode): number => {
  switch (code) {
    case 'illegal-state':
      return 409
    case 'peer-failed':
    case 'file-invalid':
      return 503
    case 'definition-invalid':
    case 'usage':
    case 'out-of-range':
      return 400
  }
}

const refuse = (reply: FastifyReply, status: number, code: ErrorCode, message: string): FastifyReply =>
  reply.code(status).send({ error: { code, message } })
