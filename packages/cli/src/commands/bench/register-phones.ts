/**
 * Registers many phones from one socket, and lets go of it: who binds it next has their calls. sipp could register them, but
 * answers only the first challenge it is given, and knows no SHA-256.
 */
import { contactOf, party, type SipMessage, sipUri } from '@callweave/sip'
import { openUdp, type SipPeer, type SocketAddress } from '@callweave/sip/node'
import { createUserAgent } from '@callweave/sip/user-agent'
import { createRealClock } from '@callweave/server'

export interface PhonesToRegister {
  readonly extensions: readonly string[]
  readonly password: string
  readonly at: SocketAddress
  readonly server: SocketAddress
}

const expiresSeconds = 3_600

/** @throws Error for the first that is refused. */
export const registerPhones = async ({ extensions, password, at, server }: PhonesToRegister): Promise<void> => {
  const clock = createRealClock()
  const peer: SipPeer = { transport: 'UDP', source: server.host, port: server.port }
  const local = { ...at, transport: 'UDP' }
  let hear = (_message: SipMessage, _from: SipPeer): void => undefined
  const socket = await openUdp({ ...at, clock, onMessage: (message, from) => hear(message, from) })
  const agent = createUserAgent<SipPeer>({
    clock,
    random: Math.random,
    send: (message, to, unsent) => socket.send(message, to, unsent),
    local: () => local,
    target: () => peer,
    userAgent: 'Callweave bench',
    user: { incoming: () => ({ status: 480 }) },
  })
  hear = (message, from) => agent.receive(message, from)
  const register = (extension: string): Promise<number> =>
    new Promise((done) => {
      const self = party(sipUri({ user: extension, host: server.host }))
      agent.request({
        method: 'REGISTER',
        uri: sipUri(server),
        peer,
        headers: {
          from: self,
          to: self,
          callId: `bench-${extension}`,
          cseq: { number: 1, method: 'REGISTER' },
          contact: [contactOf(sipUri({ user: extension, ...at }))],
          expires: expiresSeconds,
        },
        credentials: () => ({ username: extension, secret: { password } }),
        answered: ({ status }) => done(status),
        failed: () => done(408),
      })
    })
  try {
    for (const extension of extensions) {
      const status = await register(extension)
      if (status !== 200) throw new Error(`the phone ${extension} was refused with ${status}`)
    }
  } finally {
    agent.close()
    await socket.close()
    clock.close()
  }
}
