// Tests run in several processes at once, and the full run goes through them twice at the same time: a range of UDP ports that
// two of them bind would bring the one what was sent to the other. So each file takes its range here. A TCP listener on the first
// port of each block stands for the block while the file runs; it is one for all processes of this machine.
//
// Blocks lie between what a switch takes first by default (16384 and up) and what `cc bench` and the system give out. Where
// all are taken, one waits until a file has ended.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll } from 'vitest'

const blockPorts = 100
const firstPort = 20_000
const blocks = 60
const retryMs = 100
const mostTries = 3_000

/** A range of `size` ports or more that no other file has until this one ends. Call it where the tests are defined. */
export const portRange = async (size) => {
  const wanted = Math.ceil(size / blockPorts)
  for (let tried = 0; tried < mostTries && wanted <= blocks; tried++) {
    for (let block = 0; block + wanted <= blocks; block++) {
      const locks = await lockAll(block, wanted)
      if (locks === null) continue
      afterAll(() => Promise.all(locks.map(unlock)))
      const leastPort = firstPort + block * blockPorts
      return { leastPort, mostPort: leastPort + wanted * blockPorts - 1 }
    }
    await sleep(retryMs)
  }
  throw new Error(`no range of ${size} ports is left for tests`)
}

/** Null where one of them is another's. */
async function lockAll(first, count) {
  const locks = []
  for (let block = first; block < first + count; block++) {
    const lock = await lockOf(firstPort + block * blockPorts)
    if (lock === null) {
      await Promise.all(locks.map(unlock))
      return null
    }
    locks.push(lock)
  }
  return locks
}

async function lockOf(port) {
  const server = createServer().unref()
  try {
    const listening = once(server, 'listening')
    server.listen({ port, host: '127.0.0.1', exclusive: true })
    await listening
  } catch (error) {
    if (error.code === 'EADDRINUSE') return null
    throw error
  }
  if (await isFree(port)) return server
  await unlock(server)
  return null
}

/** Programs that know nothing of these blocks, as a switch with its default range, may be there. */
async function isFree(first) {
  const sockets = Array.from({ length: blockPorts }, () => createSocket('udp4').unref())
  const bound = await Promise.allSettled(
    sockets.map((socket, i) => {
      const listening = once(socket, 'listening')
      socket.bind({ port: first + i, address: '127.0.0.1', exclusive: true })
      return listening
    }),
  )
  await Promise.all(sockets.map((socket) => new Promise((done) => socket.close(done))))
  return bound.every(({ status }) => status === 'fulfilled')
}

function unlock(server) {
  return new Promise((done) => server.close(done))
}
