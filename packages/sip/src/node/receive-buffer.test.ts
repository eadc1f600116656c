import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { growReceiveBuffer } from './receive-buffer.js'

describe('the receive buffer', () => {
  const tried = (most: number): number[] => {
    const sizes: number[] = []
    growReceiveBuffer({
      setRecvBufferSize: (bytes) => {
        sizes.push(bytes)
        if (bytes > most) throw new Error('ENOBUFS')
      },
    })
    return sizes
  }

  it('is the largest that the system grants; where it grants none, it stays as it is', () => {
    expect(tried(Number.POSITIVE_INFINITY)).toEqual([4_194_304])
    expect(tried(2_000_000)).toEqual([4_194_304, 1_048_576])
    expect(tried(0)).toEqual([4_194_304, 1_048_576])
  })

  it('of a socket that is bound is not smaller afterwards', async () => {
    const socket = createSocket('udp4')
    socket.bind(0, '127.0.0.1')
    await once(socket, 'listening')
    const before = socket.getRecvBufferSize()
    growReceiveBuffer(socket)
    expect(socket.getRecvBufferSize()).toBeGreaterThanOrEqual(before)
    socket.close()
  })
})
