/**
 * Notices that nothing listens at the center's port any more. Where that is so the system answers each datagram with an ICMP
 * error, which it tells a socket that is connected; a firewall that swallows both tells nothing. What is sent is a keep-alive
 * of SIP (RFC 5626 section 3.5.1, as over UDP), which nobody answers.
 */
import { createSocket } from 'node:dgram'
import { isIPv6 } from 'node:net'
import type { SocketAddress } from '@callweave/sip/node'

export interface ReachOptions {
  readonly server: SocketAddress
  /** Told at each change, and of the first only when nothing listens. */
  readonly onChange: (isThere: boolean) => void
}

const everyMs = 1_000
/** As many questions that nothing comes back to, and somebody listens again. */
const quietToBeThere = 2
const keepAlive = Buffer.from('\r\n\r\n')

/** Returns its undoing. */
export const watchReach = ({ server, onChange }: ReachOptions): (() => void) => {
  const socket = createSocket(isIPv6(server.host) ? 'udp6' : 'udp4')
  let isThere = true
  let quiet = 0
  let isClosed = false
  const refused = (error: NodeJS.ErrnoException | null): void => {
    if (error?.code !== 'ECONNREFUSED' || isClosed) return
    quiet = 0
    if (!isThere) return
    isThere = false
    onChange(false)
  }
  const ask = (): void => {
    if (!isThere && quiet >= quietToBeThere) {
      isThere = true
      onChange(true)
    }
    quiet += 1
    // The error of the question before may come with this one.
    socket.send(keepAlive, refused)
  }
  let timer: NodeJS.Timeout | undefined
  socket.on('error', refused)
  socket.connect(server.port, server.host, () => {
    if (isClosed) return
    ask()
    timer = setInterval(ask, everyMs)
  })
  return () => {
    if (isClosed) return
    isClosed = true
    clearInterval(timer)
    socket.close()
  }
}
