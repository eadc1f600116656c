import { type EndCause, q850 } from '@callweave/core'
import { describe, expect, test } from 'vitest'
import { endsOf, order, ring } from '../../test/acts.js'
import { createBoardRig } from '../../test/board-rig.js'

const refusals: readonly (readonly [EndCause, number])[] = [
  ['unknown-number', 404],
  ['unreachable', 480],
  ['no-answer', 480],
  ['not-allowed', 403],
  ['busy', 486],
  ['unavailable', 503],
  ['congested', 503],
  ['blocked', 603],
  ['rejected', 603],
  ['failed', 500],
]

describe('a call that is refused hears why', () => {
  test.each(refusals)(
    'P11 %s is %i, with the cause in Reason, and when to try again with 503',
    async (cause, status) => {
      const rig = await createBoardRig()
      const responses: { readonly status: number; readonly reason: unknown; readonly retryAfter: unknown }[] = []
      const send = rig.sip.send.bind(rig.sip)
      rig.sip.send = (message, from, to) => {
        if (message.kind === 'response' && message.status >= 300)
          responses.push({
            status: message.status,
            reason: message.headers.get('reason')?.[0],
            retryAfter: message.headers.get('retryAfter')?.seconds,
          })
        send(message, from, to)
      }
      const arrived = await rig.arrive()
      order(rig, { do: 'hang-up', ...arrived, cause })
      await rig.pass(100)
      expect(rig.callOf(arrived.leg).end?.status).toBe(status)
      expect(responses[0]).toMatchObject({ status, reason: { protocol: 'Q.850', cause: q850[cause] } })
      expect(responses[0]?.retryAfter).toBe(status === 503 ? 5 : undefined)
      expect(endsOf(rig, arrived.leg)).toEqual([`center ${cause}`])
    },
  )
})

describe('why a call out came to nothing', () => {
  test.each([
    [603, 'outside rejected'],
    [404, 'switch unknown-number'],
    [410, 'switch unknown-number'],
    [403, 'switch not-allowed'],
    [486, 'switch busy'],
    [480, 'switch no-answer'],
    [503, 'switch congested'],
    [500, 'switch failed'],
  ])('P2 %i of the carrier is %s', async (status, ends) => {
    const rig = await createBoardRig()
    rig.phone('8001', 'never-answers')
    const { call } = await rig.dials('8001', '05550100')
    rig.caller.refusesWith = status
    const leg = ring(rig, call, '5550100', { trunk: 'main', purpose: 'outside' })
    await rig.pass(100)
    expect(endsOf(rig, leg)).toEqual([ends])
  })

  test('a phone that dialed one that is not there is itself not taken for gone', async () => {
    const rig = await createBoardRig()
    rig.phone('8001', 'never-answers')
    const dialed = await rig.dials('8001', '8002')
    order(rig, { do: 'hang-up', ...dialed, cause: 'unreachable' })
    await rig.pass(100)
    const before = rig.told.length
    rig.phoneAt('8001').register()
    await rig.pass(100)
    expect(rig.told.slice(before)).toEqual([])
  })
})
