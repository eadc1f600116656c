/**
 * A phone made of the npm package `sip`, in a process of its own: what it throws and the timers it leaves end with it. Its first
 * argument is its port; it is told what to do, and tells what comes, by messages. A call is known by its Call-ID.
 *
 * Its host name stands for no address: a request to the host name of its own it answers with 404, whatever the port.
 */
import type { EventEmitter } from 'node:events'
import { createRequire } from 'node:module'
import type { NpmAddress, NpmMessage, NpmNews, NpmOrder, NpmSip } from './npm-sip.js'

const require = createRequire(import.meta.url)

const tell = (news: NpmNews): void => void process.send?.(news)

// It does not say when it listens, and what comes before is lost.
const dgram = require('node:dgram') as { createSocket: (...of: readonly unknown[]) => EventEmitter }
const { createSocket } = dgram
dgram.createSocket = (...of) => createSocket(...of).once('listening', () => tell({ what: 'ready' }))

const sip = require('sip') as NpmSip['sip']
const digest = require('sip/digest') as NpmSip['digest']

const host = '127.0.0.1'
const port = Number(process.argv[2])
const realm = 'npm'

interface Call {
  readonly local: NpmAddress
  remote: NpmAddress
  target: string
  number: number
  /** Ours that was sent last; its top Via is what a CANCEL needs. */
  invite: NpmMessage | null
  /** Theirs that came last, which is answered next. */
  came: NpmMessage | null
}

const calls = new Map<string, Call>()
let guarding: { readonly user: string; readonly password: string } | null = null
let challenged: object | null = null

const contact = [{ uri: `sip:npm@${host}:${port}` }]
const sdp = (content: string) => (content === '' ? {} : { 'content-type': 'application/sdp' })

const stack = sip.create({ address: host, publicAddress: 'npm.test', port, tcp: false }, (request) => {
  const { method = '', headers, content = '' } = request
  if (guarding !== null && method !== 'ACK' && method !== 'CANCEL' && headers.to.params?.tag === undefined) {
    if (challenged === null || !digest.authenticateRequest(challenged, request, guarding)) {
      challenged = { realm }
      stack.send(digest.challenge(challenged, sip.makeResponse(request, 401, 'Unauthorized')))
      return
    }
  }
  const id = headers['call-id']
  const known = calls.get(id)
  const call = known ?? { local: headers.to, remote: headers.from, target: '', number: 0, invite: null, came: null }
  if (method !== 'CANCEL') call.came = request
  if (headers.contact?.[0] !== undefined) call.target = headers.contact[0].uri
  if (known === undefined) calls.set(id, call)
  if (method === 'CANCEL') stack.send(sip.makeResponse(request, 200, 'OK'))
  tell({ what: 'request', id, method, content })
})

const respond = (request: NpmMessage, status: number, content: string): void => {
  const response = sip.makeResponse(request, status, 'Told', {
    headers: { contact, ...sdp(content) },
    content,
  })
  response.headers.to.params = { ...response.headers.to.params, tag: response.headers.to.params?.tag ?? 'npm-tag' }
  stack.send(response)
}

const within = (id: string, method: string, content: string): void => {
  const call = calls.get(id)
  if (call === undefined) throw new Error('no such call')
  call.number += 1
  send(id, call, { method, content, credentials: null })
}

interface Sending {
  readonly method: string
  readonly content: string
  readonly credentials: { readonly user: string; readonly password: string } | null
}

const requestOf = (id: string, call: Call, method: string, content: string): NpmMessage => ({
  method,
  uri: call.target,
  version: '2.0',
  headers: {
    from: call.local,
    to: call.remote,
    'call-id': id,
    cseq: { method, seq: call.number },
    'max-forwards': 70,
    contact,
    ...sdp(content),
  },
  content,
})

const send = (id: string, call: Call, { method, content, credentials }: Sending): void => {
  const request = requestOf(id, call, method, content)
  if (method === 'INVITE') call.invite = request
  let isSigned = false
  const answered = (response: NpmMessage): void => {
    const { status = 0 } = response
    if (status === 401 && credentials !== null && !isSigned) {
      isSigned = true
      call.number += 1
      const again = requestOf(id, call, method, content)
      digest.signRequest({}, again, response, credentials)
      if (method === 'INVITE') call.invite = again
      stack.send(again, answered)
      return
    }
    if (status > 100 && status < 300 && method === 'INVITE') {
      call.remote = response.headers.to
      call.target = response.headers.contact?.[0]?.uri ?? call.target
      if (status >= 200) stack.send(requestOf(id, call, 'ACK', ''))
    }
    tell({ what: 'response', id, method, status, content: response.content ?? '' })
  }
  stack.send(request, answered)
}

const begin = ({ id, uri, ...sending }: Extract<NpmOrder, { readonly order: 'begin' }>): void => {
  const call: Call = {
    local: { uri: 'sip:npm@npm.test', params: { tag: `from-${id}` } },
    remote: { uri },
    target: uri,
    number: 1,
    invite: null,
    came: null,
  }
  calls.set(id, call)
  send(id, call, sending)
}

const cancel = (id: string): void => {
  const { invite } = calls.get(id) ?? { invite: null }
  if (invite === null) throw new Error('no such call')
  const { via, from, to, cseq } = invite.headers
  const top = via?.[0]
  if (top === undefined) throw new Error('the INVITE has not been sent')
  const headers = { via: [top], from, to, 'call-id': id, cseq: { method: 'CANCEL', seq: cseq.seq }, 'max-forwards': 70 }
  stack.send({ method: 'CANCEL', uri: invite.uri ?? '', version: '2.0', headers })
}

process.on('message', (order: NpmOrder) => {
  switch (order.order) {
    case 'guard':
      guarding = order
      break
    case 'respond': {
      const came = calls.get(order.id)?.came
      if (came !== null && came !== undefined) respond(came, order.status, order.content)
      break
    }
    case 'begin':
      begin(order)
      break
    case 'within':
      within(order.id, order.method, order.content)
      break
    case 'cancel':
      cancel(order.id)
      break
  }
})
process.on('disconnect', () => process.exit())
