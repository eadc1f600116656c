import { CallweaveError } from '@callweave/core'
import { createHandClock } from '@callweave/core/testing'
import { peerOf } from '@callweave/sip/node'
import { expect, test } from 'vitest'
import { createRefusals } from './refusals.js'

test('a certificate that was refused is told once an hour for each address', () => {
  const clock = createHandClock()
  const told: string[] = []
  const refused = createRefusals(clock, (notice) => {
    if (notice.notice === 'certificate-refused') told.push(String(notice.error))
  })
  const tell = (host: string, port: number): void =>
    refused({
      peer: peerOf({ transport: 'TLS', host, port }),
      refused: 'us',
      error: new CallweaveError('peer-failed', { message: 'it does not take our certificate', where: `TLS ${host}` }),
    })
  for (let port = 40_000; port < 40_010; port += 1) tell('192.0.2.7', port)
  tell('192.0.2.8', 40_000)
  clock.move(3_599_000)
  tell('192.0.2.7', 40_000)
  expect(told.length).toBe(2)
  clock.move(1_000)
  tell('192.0.2.7', 40_000)
  expect(told.map((text) => /TLS ([\d.]+)/.exec(text)?.[1])).toEqual(['192.0.2.7', '192.0.2.8', '192.0.2.7'])
})
