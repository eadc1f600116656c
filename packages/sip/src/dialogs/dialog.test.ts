import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { refusal } from '../../test/refusal.js'
import { address, contactOf, party } from '../headers/address.js'
import { viaOf } from '../headers/via.js'
import { createRequest, createResponse } from '../message/build.js'
import type { HeaderFields } from '../message/headers.js'
import type { SipRequest } from '../message/message.js'
import { parseUri } from '../uri/parse-uri.js'
import { formatUri } from '../uri/write-uri.js'
import {
  confirmDialog,
  type Dialog,
  dialogKeyOfRequest,
  dialogKeyOfResponse,
  dialogOfClient,
  dialogOfServer,
  endDialog,
  keyOfDialog,
  refreshTarget,
  replacedBy,
} from './dialog.js'
import { glareWaitMs, stepInvite } from './invites.js'
import { receiveInDialog, requestInDialog } from './request.js'
import { acknowledge, beginRepeat, stepRepeat } from './until-acknowledged.js'

const via = viaOf({ transport: 'UDP', host: 'a', branch: 'z9hG4bK1' })
const uri = parseUri('sip:callee@u2.domain.com')
const contactAt = (text: string) => ({ contact: [contactOf(parseUri(text))] })
const routes = (...texts: string[]) => texts.map((text) => address(parseUri(text)))

const invite = (more: HeaderFields = {}): SipRequest =>
  createRequest({
    method: 'INVITE',
    uri,
    headers: {
      via: [via],
      from: party(parseUri('sip:caller@u1.example.com'), 'caller'),
      to: party(parseUri('sip:callee@domain.com')),
      callId: 'a',
      cseq: { number: 10, method: 'INVITE' },
      ...contactAt('sip:caller@u1.example.com'),
      ...more,
    },
  })

const ok = (request: SipRequest, toTag = 'callee', more: HeaderFields = {}, status = 200) =>
  createResponse(request, status, { toTag, headers: { ...contactAt('sip:callee@u2.domain.com'), ...more } })

/** The dialog of a call as both sides see it. */
const both = (more: HeaderFields = {}): { caller: Dialog; called: Dialog } => {
  const request = invite(more)
  const response = ok(request)
  return { caller: dialogOfClient(request, response), called: dialogOfServer(request, response) }
}

describe('how a dialog is made', () => {
  it('both sides find the same one, each from its end', () => {
    const { caller, called } = both()
    expect([caller.localTag, caller.remoteTag]).toEqual([called.remoteTag, called.localTag])
    const { request } = requestInDialog(caller, { method: 'BYE', via })
    expect(dialogKeyOfRequest(request)).toBe(keyOfDialog(called))
    expect(dialogKeyOfResponse(createResponse(request, 200))).toBe(keyOfDialog(caller))
    expect(dialogKeyOfRequest(invite())).toBeNull()
  })

  it('each tag of a forked call makes one of its own; the first 2xx confirms its own', () => {
    const request = invite()
    const one = ok(request, 'one', {}, 180)
    const two = ok(request, 'two', { recordRoute: routes('sip:p;lr') }, 183)
    const dialogs = [dialogOfClient(request, one), dialogOfClient(request, two)]
    expect(dialogs.map(({ state }) => state)).toEqual(['early', 'early'])
    expect(new Set(dialogs.map(keyOfDialog)).size).toBe(2)
    const answer = ok(request, 'two', { recordRoute: routes('sip:q;lr'), ...contactAt('sip:callee@u3') })
    const confirmed = confirmDialog(dialogs[1] as Dialog, answer)
    expect(confirmed).toMatchObject({
      state: 'confirmed',
      remoteTarget: { host: 'u3' },
      routeSet: [{ uri: { host: 'q' } }],
    })
    expect(confirmDialog(confirmed, one)).toBe(confirmed)
  })

  it('without a Contact there is none: 400 to a request, nothing to a response', () => {
    const bare = invite({ contact: undefined })
    expect(refusal(() => dialogOfServer(bare, ok(bare)))).toMatchObject({ code: 'missing-header' })
    const response = createResponse(invite(), 200, { toTag: 'x' })
    expect(refusal(() => dialogOfClient(invite(), response))).toMatchObject({ code: 'missing-header' })
    const star = invite({ contact: '*' })
    expect(refusal(() => dialogOfServer(star, ok(star)))).toMatchObject({ code: 'bad-header', status: 400 })
  })
})

describe('routes', () => {
  const shown = (dialog: Dialog) => {
    const { request, nextHop } = requestInDialog(dialog, { method: 'BYE', via })
    return [
      formatUri(request.uri),
      (request.headers.get('route') ?? []).map((each) => formatUri(each.uri)),
      formatUri(nextHop),
    ]
  }

  it('loose routers, as in RFC 3261 section 16.12.1.1', () => {
    const { caller, called } = both({ recordRoute: routes('sip:p2.domain.com;lr', 'sip:p1.example.com;lr') })
    expect(shown(called)).toEqual([
      'sip:caller@u1.example.com',
      ['sip:p2.domain.com;lr', 'sip:p1.example.com;lr'],
      'sip:p2.domain.com;lr',
    ])
    expect(shown(caller)).toEqual([
      'sip:callee@u2.domain.com',
      ['sip:p1.example.com;lr', 'sip:p2.domain.com;lr'],
      'sip:p1.example.com;lr',
    ])
  })

  it('a strict router is addressed itself, and the target ends the route', () => {
    const { called } = both({ recordRoute: routes('sip:p2.domain.com;method=INVITE', 'sip:p1.example.com;lr') })
    expect(shown(called)).toEqual([
      'sip:p2.domain.com',
      ['sip:p1.example.com;lr', 'sip:caller@u1.example.com'],
      'sip:p2.domain.com;method=INVITE',
    ])
  })

  it('no route: straight to the target, without what no request URI has', () => {
    const { called } = both(contactAt('sip:caller@u1;method=INVITE?Subject=x'))
    expect(shown(called)).toEqual(['sip:caller@u1', [], 'sip:caller@u1'])
  })
})

describe('requests within', () => {
  it('numbers rise; an ACK has that of its INVITE', () => {
    const { caller } = both()
    const first = requestInDialog(caller, { method: 'INFO', via })
    const ack = requestInDialog(first.dialog, { method: 'ACK', via, number: 10 })
    const second = requestInDialog(ack.dialog, { method: 'INVITE', via })
    expect([first, ack, second].map(({ request }) => request.headers.need('cseq').number)).toEqual([11, 10, 12])
  })

  it('in whatever order they come, each is taken once, and only when its number is higher than all before', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { maxLength: 30 }), (order) => {
        const { caller, called } = both()
        const sent: SipRequest[] = []
        let dialog = caller
        for (let n = 0; n < 10; n += 1) {
          const made = requestInDialog(dialog, { method: 'INFO', via })
          dialog = made.dialog
          sent.push(made.request)
        }
        let mine = called
        let highest = -1
        for (const n of order) {
          const got = receiveInDialog(mine, sent[n] as SipRequest)
          expect(got.verdict).toBe(n > highest ? 'taken' : 'refused')
          if (got.verdict === 'taken') mine = got.dialog
          highest = Math.max(highest, n)
        }
      }),
    )
  })

  it('a target changes with INVITE and UPDATE, not with INFO', () => {
    const { caller, called } = both()
    const send = (method: string) =>
      receiveInDialog(called, requestInDialog(caller, { method, via, headers: contactAt('sip:caller@new') }).request)
    expect(send('UPDATE')).toMatchObject({ dialog: { remoteTarget: { host: 'new' } } })
    expect(send('INFO')).toMatchObject({ dialog: { remoteTarget: { host: 'u1.example.com' } } })
    expect(refreshTarget(caller, 'INVITE', ok(invite(), 'callee', contactAt('sip:x@y'))).remoteTarget).toMatchObject({
      host: 'y',
    })
  })

  it('a BYE ends it on both sides; then nothing goes and 481 comes', () => {
    const { caller, called } = both()
    const { dialog, request } = requestInDialog(caller, { method: 'BYE', via })
    const got = receiveInDialog(called, request)
    expect([dialog.state, got.verdict === 'taken' && got.dialog.state]).toEqual(['ended', 'ended'])
    expect(refusal(() => requestInDialog(dialog, { method: 'INFO', via }))).toMatchObject({ code: 'bad-value' })
    expect(receiveInDialog(endDialog(called), request)).toMatchObject({ verdict: 'refused', status: 481 })
    expect(endDialog(dialog)).toBe(dialog)
  })

  it('Replaces names the dialog as the one who is asked knows it', () => {
    const { called } = both()
    const replaces = { callId: 'a', toTag: 'callee', fromTag: 'caller', params: [{ name: 'early-only', value: null }] }
    expect(replacedBy(invite({ replaces }))).toEqual({ key: keyOfDialog(called), isEarlyOnly: true })
    expect(replacedBy(invite())).toBeNull()
  })
})

describe('one INVITE at a time', () => {
  it('glare is 491, a second of theirs 500, a second of ours waits', () => {
    expect(stepInvite('ours', 'received')).toMatchObject({ verdict: 'refuse', status: 491, state: 'ours' })
    expect(stepInvite('theirs', 'received')).toMatchObject({ verdict: 'refuse', status: 500, state: 'theirs' })
    expect(stepInvite('theirs', 'sent')).toEqual({ verdict: 'wait', state: 'theirs' })
    expect(stepInvite('idle', 'ours-done')).toEqual({ verdict: 'go', state: 'idle' })
    expect(stepInvite('ours', 'theirs-done')).toEqual({ verdict: 'go', state: 'ours' })
    const ours = stepInvite('idle', 'sent')
    expect(stepInvite(ours.state, 'ours-done')).toEqual({ verdict: 'go', state: 'idle' })
  })

  it('after a 491 the two wait for different times', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (chance) => {
        const [owner, other] = [glareWaitMs(true, chance), glareWaitMs(false, chance)]
        expect(owner).toBeGreaterThanOrEqual(2100)
        expect(owner).toBeLessThanOrEqual(4000)
        expect(other).toBeGreaterThanOrEqual(0)
        expect(other).toBeLessThanOrEqual(2000)
      }),
    )
  })
})

describe('a response until it is acknowledged', () => {
  const sentAt = (kind: '2xx' | 'provisional'): number[] => {
    const times: number[] = []
    let repeat = beginRepeat(0, kind)
    while (repeat.state === 'repeating') {
      const { dueMs } = repeat
      const step = stepRepeat(repeat, dueMs)
      if (step.send) times.push(dueMs)
      repeat = step.repeat
    }
    expect([repeat.state, repeat.dueMs]).toEqual(['given-up', 32_000])
    return times
  }

  it('a 2xx up to every 4 s, a provisional one ever more slowly, both given up after 64 T1', () => {
    expect(sentAt('2xx')).toEqual([500, 1500, 3500, 7500, 11_500, 15_500, 19_500, 23_500, 27_500, 31_500])
    expect(sentAt('provisional')).toEqual([500, 1500, 3500, 7500, 15_500, 31_500])
  })

  it('its ACK ends it', () => {
    const done = acknowledge(beginRepeat(0, '2xx'))
    expect(done.state).toBe('acknowledged')
    expect(stepRepeat(done, 99_999)).toEqual({ repeat: done, send: false })
    expect(acknowledge(done)).toBe(done)
  })
})
