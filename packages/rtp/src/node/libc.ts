/** The calls of the C library that move datagrams in batches, through koffi. Linux, 64 bits, little-endian. */

type Pointer = Uint8Array | null
/** What `addressOf` says, as a number; 0 for null. User space ends below 2^53. */
type Place = number

export interface Libc {
  socket(domain: number, type: number, protocol: number): number
  bind(fd: number, address: Pointer, size: number): number
  close(fd: number): number
  epoll_create1(flags: number): number
  epoll_ctl(epoll: number, operation: number, fd: number, event: Pointer): number
  /** These three run for each packet: koffi looks at a buffer for longer than at the number of its place. */
  epoll_wait(epoll: number, events: Place, most: number, timeoutMs: number): number
  recvmmsg(fd: number, messages: Place, count: number, flags: number, timeout: Place): number
  sendmmsg(fd: number, messages: Place, count: number, flags: number): number
  /** Of the last call that failed. */
  errno(): number
  /** Where the memory of a buffer is, which its owner keeps. Of one that has an ArrayBuffer of its own: others may move. */
  addressOf(buffer: Uint8Array): bigint
}

const signatures = {
  socket: 'int socket(int domain, int type, int protocol)',
  bind: 'int bind(int fd, void *address, unsigned int size)',
  close: 'int close(int fd)',
  epoll_create1: 'int epoll_create1(int flags)',
  epoll_ctl: 'int epoll_ctl(int epoll, int operation, int fd, void *event)',
  epoll_wait: 'int epoll_wait(int epoll, uintptr_t events, int most, int timeout)',
  recvmmsg: 'int recvmmsg(int fd, uintptr_t messages, unsigned int count, int flags, uintptr_t timeout)',
  sendmmsg: 'int sendmmsg(int fd, uintptr_t messages, unsigned int count, int flags)',
} as const

/** @throws Error saying why batches are not to be had here: another system, no koffi, no binary of it. */
export const loadLibc = async (): Promise<Libc> => {
  if (process.platform !== 'linux') throw new Error(`batches need Linux, this is ${process.platform}`)
  if (process.arch !== 'x64' && process.arch !== 'arm64') throw new Error(`no batches on ${process.arch}`)
  const koffi = await import('koffi')
  // What the program itself is linked with: glibc or musl.
  const library = koffi.load(null)
  return {
    socket: library.func(signatures.socket),
    bind: library.func(signatures.bind),
    close: library.func(signatures.close),
    epoll_create1: library.func(signatures.epoll_create1),
    epoll_ctl: library.func(signatures.epoll_ctl),
    epoll_wait: library.func(signatures.epoll_wait),
    recvmmsg: library.func(signatures.recvmmsg),
    sendmmsg: library.func(signatures.sendmmsg),
    errno: () => koffi.errno(),
    addressOf: (buffer) => koffi.address(buffer),
  }
}

/**
 * Keeps koffi in memory while this thread lives, where there is any. Node unmaps a native library with the last worker that
 * has loaded it, and what a collector still has to call of it then is gone; so the owner of workers loads it first.
 */
export const keepLibc = async (): Promise<void> => {
  await loadLibc().catch(() => undefined)
}

export const AF_INET = 2
export const SOCK_DGRAM_NONBLOCK = 2 | 0o4000
export const EPOLLIN = 1
export const EPOLL_CTL_ADD = 1
export const MSG_DONTWAIT = 0x40
export const EADDRINUSE = 98

/** Packed on x86-64 only. */
export const epollEventBytes = process.arch === 'x64' ? 12 : 16
export const epollDataAt = epollEventBytes - 8
