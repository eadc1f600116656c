/**
 * Registers many phones from one socket, and lets go of it: who binds it next has their calls. sipp could register them, but
 * answers only the first challenge it is given, and knows no SHA-256.
 */

import { createRealClock } from '@callweave/server'
import { contactOf, party, type SipMessage, sipUri } from '@callweave/sip'
import { openUdp, peerOf, type SipPeer, type SocketAddress } from '@callweave/sip/node'
import { createUserAgent } from '@callweave/sip/user-agent'

export interface PhonesToRegister {
  readonly extensions: readonly string[]
  readonly password: string
  /** Any free port. */
  readonly host: string
  readonly server: SocketAddress
}

const expiresSeconds = 3_600

/** Resolves with the port they are registered at. @throws Error for the first that is refused. */
export const registerPhones = async ({ extensions, password, host, server }: PhonesToRegister): Promise<number> => {
  const clock = createRealClock()
  const peer = peerOf({ transport: 'UDP', ...server })
  let hear = (_message: SipMessage, _from: SipPeer): void => undefined
  const socket = await openUdp({ host, port: 0, onMessage: (message, from) => hear(message, from) })
  const port = socket.addresses[0]?.port ?? 0
  const local = { host, port, transport: 'UDP' }
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
          contact: [contactOf(sipUri({ user: extension, host, port }))],
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
    return port
  } finally {
    agent.close()
    await socket.close()
    clock.close()
  }
}
