/**
 * Calls with a phone made of the npm package `sip` 0.0.6, over UDP, both ways. What it cannot do forbids some cases: it never
 * sends a lost 200 again (so nothing is lost here), sends no 100 and no reliable provisional response, reads no IPv6 and no
 * `tel:` (which end its process), answers SHA-256 with MD5 (which is shown), knows no UPDATE, REFER or session timer of its own,
 * and gives no keep-alive answer over TCP.
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type DigestAlgorithm, signWith } from '../src/digest/hash.js'
import { createNonces } from '../src/digest/nonces.js'
import { digestChallenge } from '../src/digest/response.js'
import { verifyDigest } from '../src/digest/verify.js'
import { address } from '../src/headers/address.js'
import type { SipPeer } from '../src/node/index.js'
import { parseUri } from '../src/uri/parse-uri.js'
import type { InviteOptions, SipCall, UserAgentUser } from '../src/user-agent/index.js'
import { type NpmNews, type NpmPhone, startNpmPhone } from './npm-sip.js'
import { listen, openAgent, type SocketAgent } from './socket-agent.js'

const host = '127.0.0.1'
const open: SocketAgent[] = []
let phone: NpmPhone
let lastId = 0

beforeAll(async () => {
  phone = await startNpmPhone()
})
afterAll(() => phone.close())
afterEach(async () => {
  for (const each of open.splice(0)) await each.close()
})

const nextRequest = async (method: string, from = phone): Promise<Extract<NpmNews, { readonly what: 'request' }>> => {
  const news = await from.next()
  expect(news).toMatchObject({ what: 'request', method })
  return news as Extract<NpmNews, { readonly what: 'request' }>
}

const nextStatus = async (method: string): Promise<number> => {
  const news = await phone.next()
  expect(news).toMatchObject({ what: 'response', method })
  return news.what === 'response' ? news.status : 0
}

/** We call the phone. */
const calling = async (more: Partial<InviteOptions<SipPeer>> = {}, from = phone) => {
  const heard = listen('our answer')
  const ours = await openAgent(heard.user, () => undefined)
  open.push(ours)
  const call = ours.agent.invite({
    to: parseUri(`sip:npm@${host}:${from.port}`),
    from: address(parseUri(`sip:alice@${host}:${ours.port}`)),
    session: 'our offer',
    user: heard.user,
    ...more,
  })
  const respond = (id: string, status: number, content = ''): void =>
    from.order({ order: 'respond', id, status, content })
  return { ...ours, heard, call, respond }
}

/** The phone calls us. */
const called = async (
  parts: { readonly method?: string; readonly password?: string } = {},
  user: Partial<UserAgentUser<SipPeer>> = {},
) => {
  const { method = 'INVITE', password } = parts
  const heard = listen('our answer')
  let came: (call: SipCall<SipPeer>) => void = () => undefined
  const coming = new Promise<SipCall<SipPeer>>((go) => {
    came = go
  })
  const ours = await openAgent(heard.user, (call) => came(call), user)
  open.push(ours)
  lastId += 1
  const id = `npm-${lastId}`
  phone.order({
    order: 'begin',
    id,
    uri: `sip:bob@${host}:${ours.port}`,
    method,
    content: method === 'INVITE' ? 'their offer' : '',
    credentials: password === undefined ? null : { user: 'npm', password },
  })
  return { ...ours, id, heard, coming }
}

const isNothingLeft = ({ agent, clock }: SocketAgent): void => {
  clock.move(0)
  expect(agent.calls).toBe(0)
  clock.move(120_000)
  expect([agent.transactions, clock.due]).toEqual([0, 0])
}

describe('we call the package sip 0.0.6', () => {
  it('it rings and answers; a re-INVITE each way; we hang up', async () => {
    const { heard, call, respond, ...ours } = await calling()
    const invite = await nextRequest('INVITE')
    expect(invite.content).toBe('our offer')
    respond(invite.id, 180)
    await heard.until('progress 180')
    respond(invite.id, 200, 'their answer')
    await heard.until('answered 12')
    await nextRequest('ACK')
    call.offer('another offer')
    expect((await nextRequest('INVITE')).content).toBe('another offer')
    respond(invite.id, 200, 'another answer')
    await heard.until('agreed 14')
    await nextRequest('ACK')
    call.hangUp()
    await nextRequest('BYE')
    respond(invite.id, 200)
    ours.clock.move(0)
    expect(heard.told.at(-1)).toBe('ended by us')
    isNothingLeft(ours)
  })

  it('it refuses with 486', async () => {
    const { heard, respond, ...ours } = await calling()
    const { id } = await nextRequest('INVITE')
    respond(id, 486)
    await heard.until('ended by them 486')
    isNothingLeft(ours)
  })

  it('we give up while it rings: CANCEL, 487', async () => {
    const { heard, call, respond, ...ours } = await calling()
    const { id } = await nextRequest('INVITE')
    respond(id, 180)
    await heard.until('progress 180')
    call.hangUp()
    ours.clock.move(0)
    expect(heard.told.at(-1)).toBe('ended by us')
    await nextRequest('CANCEL')
    respond(id, 487)
    isNothingLeft(ours)
  })

  it('a wrong password is refused, the right one goes on', async () => {
    const guarded = await startNpmPhone()
    guarded.order({ order: 'guard', user: 'alice', password: 'right' })
    const credentials = (password: string) => () => ({ username: 'alice', secret: { password } })
    const wrong = await calling({ credentials: credentials('wrong') }, guarded)
    await wrong.heard.until('ended by them 401')
    const right = await calling({ credentials: credentials('right') }, guarded)
    const { id } = await nextRequest('INVITE', guarded)
    right.respond(id, 200, 'their answer')
    await right.heard.until('answered 12')
    await nextRequest('ACK', guarded)
    right.call.hangUp()
    await nextRequest('BYE', guarded)
    await guarded.close()
  })

  it('OPTIONS', async () => {
    const ours = await openAgent(listen().user, () => undefined)
    open.push(ours)
    const answered = new Promise<number>((go) => {
      ours.agent.request({
        method: 'OPTIONS',
        uri: parseUri(`sip:npm@${host}:${phone.port}`),
        answered: ({ status }) => go(status),
        failed: () => go(0),
      })
    })
    const { id } = await nextRequest('OPTIONS')
    phone.order({ order: 'respond', id, status: 200, content: '' })
    expect(await answered).toBe(200)
    isNothingLeft(ours)
  })
})

describe('the package sip 0.0.6 calls us', () => {
  it('we ring and answer; a re-INVITE each way; it hangs up', async () => {
    const { id, heard, coming, ...ours } = await called()
    const call = await coming
    call.ring()
    expect(await nextStatus('INVITE')).toBe(180)
    call.answer('our answer')
    expect(await phone.next()).toMatchObject({ status: 200, content: 'our answer' })
    await heard.until('confirmed')
    phone.order({ order: 'within', id, method: 'INVITE', content: 'another offer' })
    expect(await phone.next()).toMatchObject({ status: 200, content: 'our answer' })
    expect(heard.told).toContain('offered 13')
    call.offer('ours')
    const invite = await nextRequest('INVITE')
    expect([invite.id, invite.content]).toEqual([id, 'ours'])
    phone.order({ order: 'respond', id, status: 200, content: 'their answer' })
    await heard.until('agreed 12')
    await nextRequest('ACK')
    phone.order({ order: 'within', id, method: 'BYE', content: '' })
    expect(await nextStatus('BYE')).toBe(200)
    await heard.until('ended by them')
    isNothingLeft(ours)
  })

  it('it gives up while we ring', async () => {
    const { id, heard, coming, ...ours } = await called()
    const call = await coming
    call.ring()
    expect(await nextStatus('INVITE')).toBe(180)
    phone.order({ order: 'cancel', id })
    expect(await nextStatus('INVITE')).toBe(487)
    await heard.until('ended by them 487')
    isNothingLeft(ours)
  })

  it('we refuse with 486', async () => {
    const { coming, ...ours } = await called()
    const call = await coming
    call.refuse(486)
    expect(await nextStatus('INVITE')).toBe(486)
    isNothingLeft(ours)
  })

  it('OPTIONS', async () => {
    const ours = await called({ method: 'OPTIONS' }, { request: (_, _from, respond) => respond(200) })
    expect(await nextStatus('OPTIONS')).toBe(200)
    isNothingLeft(ours)
  })

  /** Lets in who has this password. */
  const guarded = (algorithm: DigestAlgorithm): Pick<UserAgentUser<SipPeer>, 'admit'> => {
    const nonces = createNonces({ sign: signWith(new Uint8Array(32)) })
    return {
      admit: ({ headers, method }) => {
        const [credentials] = headers.get('authorization') ?? []
        const verdict =
          credentials === undefined
            ? null
            : verifyDigest({
                credentials,
                method,
                realm: 'ours',
                isUri: () => true,
                secretOf: () => ({ password: 'right' }),
                nonces,
                nowMs: 1_000,
              })
        if (verdict?.verdict === 'right') return null
        const wwwAuthenticate = [digestChallenge({ realm: 'ours', nonce: nonces.make(1_000), algorithm })]
        return { status: 401, headers: { wwwAuthenticate } }
      },
    }
  }

  it.each([
    ['wrong', 'MD5', 401],
    ['right', 'MD5', 486],
    // It says SHA-256 and computes MD5.
    ['right', 'SHA-256', 401],
  ] as const)('its password is %s by %s: %i', async (password, algorithm, status) => {
    const { coming } = await called({ password }, guarded(algorithm))
    coming.then(
      (call) => call.refuse(486),
      () => undefined,
    )
    expect(await nextStatus('INVITE')).toBe(status)
  })
})
