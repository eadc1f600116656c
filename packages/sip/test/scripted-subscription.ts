/** A subscription of one user agent, and a far end that a test plays message by message. */
import { address, contactOf } from '../src/headers/address.js'
import { eventName } from '../src/headers/event.js'
import { viaOf } from '../src/headers/via.js'
import { createRequest, createResponse } from '../src/message/build.js'
import type { HeaderFields } from '../src/message/headers.js'
import { parseUri } from '../src/uri/parse-uri.js'
import type { SipSubscription, SubscribeOptions } from '../src/user-agent/options.js'
import { textOf } from '../src/user-agent/session-body.js'
import { createRig, requestBy, sentBy, type TestPeer } from './two-agents.js'

/** Alice subscribes at somebody who is played by the test. */
export const subscribed = (more: Partial<SubscribeOptions<TestPeer>> = {}) => {
  const rig = createRig()
  rig.deaf.add('bob')
  const told: string[] = []
  /** What each of them was told, in the order in which they came up. */
  const each = new Map<SipSubscription, string[]>()
  const say = (of: SipSubscription, text: string): void => {
    told.push(text)
    each.set(of, [...(each.get(of) ?? []), text])
  }
  const subscription = rig.agents.alice.subscribe({
    to: parseUri('sip:8001@bob'),
    from: address(parseUri('sip:alice@alice')),
    event: 'dialog',
    user: {
      notified: (of, request) => say(of, `${request.headers.need('subscriptionState').state} ${textOf(request)}`),
      ended: (of, { by, status, reason, retryAfterSeconds }) =>
        say(of, ['ended by', by, status, reason, retryAfterSeconds].filter((part) => part !== null).join(' ')),
    },
    ...more,
  })
  const contact = [contactOf(parseUri('sip:bob@bob'))]
  const reply = (status: number, headers: HeaderFields = {}, toTag = 'b'): void =>
    rig.inject(
      'alice',
      createResponse(requestBy(rig, 'alice', 'SUBSCRIBE'), status, { toTag, headers: { contact, ...headers } }),
      'bob',
    )
  let number = 0
  const notify = (state: string, more: HeaderFields = {}, tag = 'b'): void => {
    number += 1
    const { headers } = requestBy(rig, 'alice', 'SUBSCRIBE')
    const [name = '', ...params] = state.split(';')
    const pairs = params.map((param) => param.split('='))
    const request = createRequest({
      method: 'NOTIFY',
      uri: parseUri('sip:alice@alice'),
      headers: {
        via: [viaOf({ transport: 'UDP', host: 'bob', branch: `z9hG4bKn${number}` })],
        from: { ...headers.need('to'), tag },
        to: headers.need('from'),
        callId: headers.need('callId'),
        cseq: { number, method: 'NOTIFY' },
        maxForwards: 70,
        contact,
        event: eventName('dialog'),
        subscriptionState: { state: name, params: pairs.map(([key = '', value = null]) => ({ name: key, value })) },
        ...more,
      },
      body: `n${number}`,
    })
    rig.inject('alice', request, 'bob')
  }
  const expires = () => sentBy(rig, 'alice', 'SUBSCRIBE').map(({ headers }) => headers.get('expires'))
  return { rig, told, each, subscription, reply, notify, expires }
}
