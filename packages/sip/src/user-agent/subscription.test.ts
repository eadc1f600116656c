import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { subscribed as scripted } from '../../test/scripted-subscription.js'
import { nothing, remains, requestBy, sentBy } from '../../test/two-agents.js'
import { digestChallenge } from '../digest/response.js'
import { eventName } from '../headers/event.js'
import { secondsOf } from '../headers/number.js'
import { parseUri } from '../uri/parse-uri.js'

describe('a subscription', () => {
  it('is asked for, told of, refreshed, and ended by us with a last word', () => {
    const { rig, told, subscription, reply, notify, expires } = scripted()
    reply(200, { expires: 600 })
    expect(subscription.state).toBe('subscribing')
    notify('pending')
    notify('active;expires=100')
    expect([subscription.state, told]).toEqual(['active', ['pending n1', 'active n2']])
    rig.clock.move(67_999)
    expect(expires()).toEqual([3600])
    rig.clock.move(1)
    expect(expires()).toEqual([3600, 3600])
    reply(200, { expires: 600 })
    rig.clock.move(568_000)
    expect(expires()).toHaveLength(3)
    reply(200, { expires: 600 })
    subscription.end()
    expect(expires().at(-1)).toBe(0)
    reply(200, { expires: 0 })
    notify('terminated;reason=timeout')
    rig.clock.move(0)
    expect(told.slice(2)).toEqual(['ended by us'])
    expect(sentBy(rig, 'alice', '200 NOTIFY')).toHaveLength(3)
    expect(rig.agents.alice.subscriptions).toBe(0)
    notify('active')
    expect(sentBy(rig, 'alice', '481 NOTIFY')).toHaveLength(1)
    expect(remains(rig)).toEqual(nothing)
  })

  it('may be told of before its SUBSCRIBE is answered; a second fork is refused', () => {
    const { rig, told, reply, notify, expires } = scripted()
    notify('active;expires=100')
    notify('active', {}, 'other')
    reply(200, { expires: 100 })
    expect(told).toEqual(['active n1'])
    expect(sentBy(rig, 'alice', '481 NOTIFY')).toHaveLength(1)
    rig.clock.move(68_000)
    expect(expires()).toHaveLength(2)
    const numbers = sentBy(rig, 'alice', 'SUBSCRIBE').map(({ headers }) => headers.need('cseq').number)
    expect(numbers).toEqual([1, 2])
    expect(requestBy(rig, 'alice', 'SUBSCRIBE').headers.need('to').tag).toBe('b')
    notify('terminated;reason=deactivated;retry-after=5')
    expect(told.slice(1)).toEqual(['terminated n3', 'ended by them deactivated 5'])
    expect(remains(rig)).toEqual(nothing)
  })

  it('is refused, too short once, challenged once with its nonce used on', () => {
    const refused = scripted()
    refused.reply(489, { retryAfter: { seconds: 7, comment: null, params: [] } })
    expect(refused.told).toEqual(['ended by them 489 7'])
    const short = scripted({ expiresSeconds: 60 })
    short.reply(423, { minExpires: 120 })
    expect(short.expires()).toEqual([60, 120])
    short.reply(423, { minExpires: 240 })
    expect(short.told).toEqual(['ended by them 423'])
    const asked = scripted({ credentials: () => ({ username: 'alice', secret: { password: 'x' } }) })
    asked.reply(401, { wwwAuthenticate: [digestChallenge({ realm: 'r', nonce: 'n' })] })
    asked.reply(200, { expires: 100 })
    asked.notify('active')
    asked.rig.clock.move(68_000)
    const counts = sentBy(asked.rig, 'alice', 'SUBSCRIBE').map(
      ({ headers }) => headers.get('authorization')?.[0]?.params.find(({ name }) => name === 'nc')?.value,
    )
    expect(counts).toEqual([undefined, '00000001', '00000002'])
    asked.reply(481)
    expect(asked.told).toEqual(['active n1', 'ended by them 481'])
    for (const { rig } of [refused, short, asked]) expect(remains(rig)).toEqual(nothing)
  })

  it('of which nobody says anything is over: no answer, no NOTIFY, no refresh', () => {
    const silent = scripted()
    silent.rig.clock.move(32_000)
    expect(silent.told).toEqual(['ended by fault 408'])
    const untold = scripted()
    untold.reply(200)
    untold.rig.clock.move(32_000)
    expect(untold.told).toEqual(['ended by fault 408'])
    const lost = scripted()
    lost.reply(200, { expires: 100 })
    lost.notify('active')
    lost.rig.clock.move(100_000)
    expect(lost.told).toEqual(['active n1', 'ended by fault 408'])
    const nowhere = scripted({ to: parseUri('sip:a@nowhere') })
    nowhere.rig.clock.move(0)
    expect(nowhere.told).toEqual(['ended by fault 503'])
    for (const { rig } of [silent, untold, lost, nowhere]) expect(remains(rig)).toEqual(nothing)
  })

  it('ended before it is answered, it is ended there once it is', () => {
    const { rig, told, subscription, reply, expires } = scripted()
    subscription.end()
    rig.clock.move(0)
    reply(200, { expires: 100 })
    expect([told, expires()]).toEqual([['ended by us'], [3600, 0]])
    reply(200, { expires: 0 })
    expect(remains(rig)).toEqual(nothing)
    expect(rig.agents.alice.subscriptions).toBe(0)
  })

  it('another event, another method, and a NOTIFY without a state are refused', () => {
    const { rig, told, reply, notify } = scripted()
    reply(200)
    notify('active', { event: eventName('presence') })
    notify('active', { event: eventName('dialog', '7') })
    notify('active', { subscriptionState: undefined })
    expect(told).toEqual([])
    expect(['489 NOTIFY', '400 NOTIFY'].map((what) => sentBy(rig, 'alice', what).length)).toEqual([2, 1])
    rig.agents.alice.close()
    reply(200)
    notify('terminated')
    expect(remains(rig)).toEqual(nothing)
  })

  it('whatever comes in whatever order, it ends once and leaves nothing', () => {
    const step = fc.oneof(
      fc.record({ what: fc.constant('reply' as const), status: fc.constantFrom(200, 202, 401, 423, 481, 500, 603) }),
      fc.record({
        what: fc.constant('notify' as const),
        state: fc.constantFrom(
          'active',
          'pending',
          'terminated',
          'odd',
          'active;expires=0',
          'active;expires=99999999999',
        ),
        tag: fc.constantFrom('b', 'c'),
      }),
      fc.record({ what: fc.constant('move' as const), ms: fc.constantFrom(0, 1_000, 33_000, 4_000_000) }),
      fc.record({ what: fc.constant('end' as const) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const { rig, told, subscription, reply, notify } = scripted()
        for (const each of steps) {
          if (each.what === 'reply') reply(each.status, { minExpires: 5_000, sessionExpires: secondsOf(90) })
          else if (each.what === 'notify') notify(each.state, {}, each.tag)
          else if (each.what === 'move') rig.clock.move(each.ms)
          else subscription.end()
        }
        subscription.end()
        rig.clock.move(70_000)
        expect(told.filter((text) => text.startsWith('ended'))).toHaveLength(1)
        expect(told.at(-1)).toMatch(/^ended/)
        expect(remains(rig)).toEqual(nothing)
        expect(rig.agents.alice.subscriptions).toBe(0)
      }),
    )
  })
})
