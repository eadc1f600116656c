/** Requests that come within the dialogs of a call, each to where it belongs. */
import { createResponse } from '../message/build.js'
import type { HeaderFields } from '../message/headers.js'
import type { SipRequest, SipResponse } from '../message/message.js'
import { refusalOf } from '../message/refuse.js'
import type { Peer, TransactionId } from '../transactions/transactions.js'
import type { CallDialog } from './call-dialog.js'
import { abilities, allowedMethods, type Context, ourselves, supportedOptions } from './context.js'
import { digitOf, digitTypes } from './dtmf.js'
import { Incoming } from './incoming.js'
import type { LiveCall } from './live-call.js'
import type { RespondParts } from './options.js'
import { orNull } from './or-null.js'
import { Referrals } from './referrals.js'
import { Session } from './session.js'
import { sessionOf, textOf, typeOf, withSession } from './session-body.js'
import { agreedTimer, type SessionTimer } from './session-timer.js'

/** Bodies that are taken, by method; of others any. */
const bodies: Readonly<Record<string, readonly string[]>> = {
  INVITE: ['application/sdp'],
  UPDATE: ['application/sdp'],
  PRACK: ['application/sdp'],
  INFO: digitTypes,
  NOTIFY: ['message/sipfrag'],
}

/** What we can do about this request. */
export const abilitiesFor = (request: SipRequest) => {
  const { method } = request
  const plain = bodies[method]
  // A body of several parts is taken for the session that is one of them.
  const hasPart = plain?.includes('application/sdp') === true && sessionOf(request) !== null
  const taken = hasPart ? [...plain, typeOf(request)] : plain
  return {
    methods: [...allowedMethods, method],
    // Whoever has a call says whether he takes a MESSAGE.
    allowed: method === 'MESSAGE' ? [...allowedMethods, method] : allowedMethods,
    supported: supportedOptions,
    ...(taken === undefined ? {} : { bodies: taken }),
  }
}

/** From now on requests within this dialog find the call. */
export const openDialog = <P extends Peer>(call: LiveCall<P>, dialog: CallDialog<P>): void =>
  dialog.open({
    call,
    request: (id, request) => receiveRequest(call, dialog, id, request),
    ack: (request) => dialog.acked(request),
  })

/** The session stands, with what we said last. */
export const openSession = <P extends Peer>(
  call: LiveCall<P>,
  dialog: CallDialog<P>,
  local: string | null,
  timer: SessionTimer | null,
): void => {
  call.stand(new Session(call, dialog, local, timer), new Referrals(call, dialog))
}

export const acceptedByThem = <P extends Peer>(
  call: LiveCall<P>,
  dialog: CallDialog<P>,
  local: string | null,
  response: SipResponse,
): void =>
  openSession(
    call,
    dialog,
    local,
    orNull(() => agreedTimer(response)),
  )

interface AnswerParts extends RespondParts {
  /** Of a request outside a dialog; one of its own without this. */
  readonly toTag?: string
}

/** Answers a request. */
export const respond = <P extends Peer>(
  ctx: Context<P>,
  id: TransactionId,
  request: SipRequest,
  status: number,
  { toTag = ctx.ids.token(), headers, body, phrase }: AnswerParts = {},
): void => {
  const parts = {
    toTag,
    headers: { server: ctx.options.userAgent, ...headers },
    ...(body === undefined ? {} : { body }),
    ...(phrase === undefined ? {} : { reason: phrase }),
  }
  ctx.transactions.respond(id, createResponse(request, status, parts))
}

const receiveRequest = <P extends Peer>(
  call: LiveCall<P>,
  dialog: CallDialog<P>,
  id: TransactionId,
  request: SipRequest,
): void => {
  const { ctx } = call
  const answer = (status: number, headers: HeaderFields = {}): void => respond(ctx, id, request, status, { headers })
  const refusal = refusalOf(request, abilitiesFor(request))
  if (refusal !== null) {
    answer(refusal.status, refusal.headers)
    return
  }
  // Their BYE crosses ours: both have hung up.
  if (request.method === 'BYE' && dialog.dialog.state === 'ended') {
    answer(200)
    return
  }
  // Hung up, with a BYE that waits for their ACK: nobody is asked any more.
  if (request.method !== 'BYE' && call.isOver) {
    answer(481)
    return
  }
  const got = dialog.receive(request)
  if (got.verdict === 'refused') {
    answer(got.status)
    return
  }
  switch (request.method) {
    case 'BYE':
      answer(200)
      byed(call, dialog, request)
      break
    case 'OPTIONS':
      answer(200, abilities(ctx))
      break
    case 'PRACK':
      if (call.opening instanceof Incoming && call.opening.dialog === dialog) call.opening.prack(id, request)
      else answer(481)
      break
    case 'INVITE':
    case 'UPDATE':
      if (call.session === null || call.session.dialog !== dialog) answerEarly(call, dialog, id, request)
      else if (request.method === 'INVITE') call.session.invited(id, request)
      else call.session.updated(id, request)
      break
    case 'INFO':
      pressed(call, request, answer)
      break
    case 'REFER':
      if (call.referrals === null) answer(480)
      else call.referrals.referred(id, request)
      break
    case 'NOTIFY':
      if (call.referrals === null) answer(481)
      else call.referrals.notified(id, request)
      break
    case 'MESSAGE': {
      const status = call.ask((user) => user.message?.(call, request))
      answer(status ?? 405, status === undefined ? { allow: allowedMethods } : {})
      break
    }
    default:
      answer(405, { allow: allowedMethods })
  }
}

/** Before the call is answered: what cannot be answered now is asked for again later (RFC 3311 section 5.2). */
const answerEarly = <P extends Peer>(
  call: LiveCall<P>,
  dialog: CallDialog<P>,
  id: TransactionId,
  request: SipRequest,
): void => {
  const { ctx } = call
  const theirs = sessionOf(request)
  const { userAgent: _, ...ours } = ourselves(ctx)
  const headers = { ...ours, contact: dialog.contact }
  if (request.method === 'UPDATE' && theirs === null) respond(ctx, id, request, 200, { headers })
  else if (request.method === 'UPDATE' && dialog.exchange === 'agreed') {
    const answer = call.ask((user) => user.offered(call, theirs ?? ''))
    if (typeof answer === 'number') respond(ctx, id, request, answer)
    else respond(ctx, id, request, 200, withSession(answer, headers))
  } else refuseForNow(ctx, id, request, call.direction === 'outgoing' ? 491 : 500)
}

/** 491 where ours is under way, 500 with a random wait where one of theirs is (RFC 3261 section 14.2). */
export const refuseForNow = <P extends Peer>(
  ctx: Context<P>,
  id: TransactionId,
  request: SipRequest,
  status: number,
): void => {
  const retryAfter = { seconds: ctx.ids.number(11) - 1, comment: null, params: [] }
  respond(ctx, id, request, status, status === 500 ? { headers: { retryAfter } } : {})
}

const byed = <P extends Peer>(call: LiveCall<P>, dialog: CallDialog<P>, request: SipRequest): void => {
  dialog.end()
  // A fork that was not answered: the others go on.
  if (call.dialog !== dialog || (call.direction === 'outgoing' && call.session === null)) return
  if (call.opening instanceof Incoming) call.opening.left()
  const reason = orNull(() => request.headers.get('reason'))?.[0] ?? null
  call.end({ by: 'them', status: null, reason })
}

const pressed = <P extends Peer>(
  call: LiveCall<P>,
  request: SipRequest,
  answer: (status: number, headers?: HeaderFields) => void,
): void => {
  if (request.body.length === 0) {
    answer(200)
    return
  }
  const digit = digitOf(typeOf(request), textOf(request))
  answer(digit === null ? 400 : 200)
  if (digit !== null) call.tell((user) => user.digit(call, digit.key, digit.durationMs))
}
