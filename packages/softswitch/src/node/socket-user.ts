/** What every socket is given: whom it asks before it reads, hands messages to, and tells of connections. */
import type { Softswitch } from '../softswitch.js'

export interface SocketUser {
  readonly onMessage: Softswitch['receive']
  /** Asked before a message is read. */
  readonly admit: (...of: Parameters<Softswitch['isShut']>) => boolean
  /** A connection over which messages came is no more. */
  readonly onClosed: Softswitch['lost']
}

/** Sockets are open before there is a switch: until then all is read, and nothing becomes of it. */
export const socketUserOf = (board: () => Pick<Softswitch, 'receive' | 'isShut' | 'lost'> | null): SocketUser => ({
  onMessage: (message, from) => board()?.receive(message, from),
  admit: (from, kind) => !(board()?.isShut(from, kind) ?? false),
  onClosed: (from) => board()?.lost(from),
})
