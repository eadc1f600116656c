/**
 * The API of a running center: HTTP over a socket that only the owner of the process can open.
 *
 *     GET  /health
 *     GET  /calls   /agents   /queues   /numbers
 *     POST /agents/:id/state    { state, reason? } -> the agent
 *
 * What is refused comes as `{ error: { code, message } }`: 400 for what cannot be understood, 404, 409 for what the state
 * does not allow, 503 while the journal takes nothing.
 */
import { CallweaveError, type ErrorCode, formatPath, showValue } from '@callweave/core'
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify'
import type { RunningCenter } from '../center/open-center.js'
import { openingOf } from './opening.js'
import { type Health, type SetState, setState } from './schemas.js'
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

  app.post<{ readonly Params: { readonly id: string } }>('/agents/:id/state', async (request, reply) => {
    const { id } = request.params
    if (agentView(running, id) === undefined)
      return refuse(reply, 404, 'out-of-range', `there is no agent ${showValue(id)}`)
    const { state, reason } = readState(request.body)
    running.center.acd.setState(id, state, reason === undefined ? {} : { reason })
    // Told when it cannot be lost any more.
    await running.written()
    return agentView(running, id)
  })

  app.setNotFoundHandler((_, reply) => refuse(reply, 404, 'usage', 'there is nothing here'))
  app.setErrorHandler((error, _, reply) => {
    if (error instanceof CallweaveError) return refuse(reply, statusOf(error.code), error.code, error.message)
    const { statusCode = 500 } = error as { readonly statusCode?: number }
    // Fastify's own: no JSON, too long. A bug is told without its inside.
    if (statusCode < 500) return refuse(reply, statusCode, 'usage', (error as Error).message)
    return refuse(reply, 500, 'usage', 'this question cannot be answered')
  })
}

const readState = (body: unknown): SetState => {
  const read = setState.safeParse(body)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const where = formatPath((issue?.path ?? []) as (string | number)[])
  throw new CallweaveError('out-of-range', {
    ...(where === '' ? {} : { where }),
    message: issue?.message ?? 'this is no state',
    expected: "{ state: 'ready' | 'not-ready' | 'logged-out', reason? }",
  })
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
