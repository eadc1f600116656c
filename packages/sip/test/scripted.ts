/** One user agent, and a far end that a test plays message by message. */
import { dialogOfClient } from '../src/dialogs/dialog.js'
import { type DialogRequestParts, requestInDialog } from '../src/dialogs/request.js'
import { contactOf } from '../src/headers/address.js'
import { mediaType } from '../src/headers/media.js'
import { viaOf } from '../src/headers/via.js'
import { createRequest, createResponse, type ResponseParts } from '../src/message/build.js'
import type { HeaderFields } from '../src/message/headers.js'
import type { SipMessage, SipRequest } from '../src/message/message.js'
import { parseUri } from '../src/uri/parse-uri.js'
import type { InviteOptions } from '../src/user-agent/options.js'
import { createRig, type RigOptions, requestBy, type TestPeer } from './two-agents.js'

/** Alice calls somebody who is played by the test. */
export const scripted = (more: Partial<InviteOptions<TestPeer>> = {}, options: RigOptions = {}) => {
  const rig = createRig(options)
  rig.deaf.add('bob')
  const { call, heard } = rig.invite(more)
  const reply = (
    status: number,
    toTag: string,
    parts: ResponseParts = {},
    to = requestBy(rig, 'alice', 'INVITE'),
  ): void => {
    const contact = [contactOf(parseUri('sip:bob@bob'))]
    const body = parts.body === undefined ? {} : { contentType: mediaType('application/sdp') }
    const headers = { ...(status < 300 ? { contact } : {}), ...body, ...parts.headers }
    rig.inject('alice', createResponse(to, status, { toTag, ...parts, headers }), 'bob')
  }
  /** A request of theirs in the dialog that alice knows by this tag. */
  const ask = (method: string, tag: string, number: number, more: HeaderFields = {}, body?: string): void => {
    const { headers } = requestBy(rig, 'alice', 'INVITE')
    const from = headers.need('from')
    const request = createRequest({
      method,
      uri: parseUri('sip:alice@alice'),
      headers: {
        via: [viaOf({ transport: 'UDP', host: 'bob', branch: `z9hG4bK${tag}${number}` })],
        from: { ...headers.need('to'), tag },
        to: from,
        callId: headers.need('callId'),
        cseq: { number, method },
        maxForwards: 70,
        contact: [contactOf(parseUri('sip:bob@bob'))],
        ...more,
      },
      ...(body === undefined ? {} : { body }),
    })
    rig.inject('alice', request, 'bob')
  }
  return { rig, call, heard, reply, ask }
}

/** A request of the one who sent this INVITE, in the dialog that this response made. */
export const inDialog = (
  invite: SipRequest,
  response: SipMessage | undefined,
  parts: Omit<DialogRequestParts, 'via'>,
  later = 1,
): SipRequest => {
  if (response?.kind !== 'response') throw new Error('no dialog was made')
  const dialog = dialogOfClient(invite, response)
  const via = viaOf({ transport: 'UDP', host: 'alice', branch: `z9hG4bK${parts.method}${later}` })
  return requestInDialog({ ...dialog, localNumber: (dialog.localNumber ?? 0) + later - 1 }, { ...parts, via }).request
}
