import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { subscribed } from '../../test/scripted-subscription.js'
import { nothing, remains, type requestBy, sentBy } from '../../test/two-agents.js'
import { digestChallenge } from '../digest/response.js'
import { eventName } from '../headers/event.js'
import { paramOf } from '../text/param.js'

type Rig = Parameters<typeof requestBy>[0]
const refreshes = (rig: Rig) =>
  sentBy(rig, 'alice', 'SUBSCRIBE').flatMap(({ headers }) => {
    const { tag } = headers.need('to')
    return tag === null ? [] : [`${tag} ${headers.get('expires')}`]
  })

describe('a SUBSCRIBE that was forked', () => {
  it('has a subscription with each who tells of it, refreshed and ended on its own (RFC 6665 section 4.4.1)', () => {
    const { rig, each, reply, notify } = subscribed({ forks: 2 })
    notify('active;expires=100', {}, 'one')
    reply(200, { expires: 600 }, 'two')
    notify('pending;expires=200', {}, 'two')
    notify('active', {}, 'three')
    notify('active', {}, 'four')
    expect(sentBy(rig, 'alice', '481 NOTIFY')).toHaveLength(1)
    expect([...each.values()]).toEqual([['active n1'], ['pending n2'], ['active n3']])
    expect([...each.keys()].map(({ state }) => state)).toEqual(['active', 'pending', 'active'])
    expect(rig.agents.alice.subscriptions).toBe(3)
    rig.clock.move(68_000)
    reply(200, { expires: 3600 }, 'one')
    rig.clock.move(100_000)
    reply(200, { expires: 3600 }, 'two')
    expect(refreshes(rig)).toEqual(['one 3600', 'two 3600'])
    const [first, second, third] = [...each.keys()]
    first?.end()
    third?.end()
    expect(refreshes(rig).slice(-2)).toEqual(['one 0', 'three 0'])
    notify('terminated;reason=noresource', {}, 'two')
    notify('terminated', {}, 'one')
    notify('terminated', {}, 'three')
    rig.clock.move(0)
    expect([...each.values()].map((told) => told.at(-1))).toEqual([
      'ended by us',
      'ended by them noresource',
      'ended by us',
    ])
    expect(second?.state).toBe('ended')
    expect(rig.agents.alice.subscriptions).toBe(0)
    expect(remains(rig)).toEqual(nothing)
  })

  it('one who tells of it too late, or of another event, or without a tag, has none', () => {
    const { rig, each, reply, notify } = subscribed({ forks: 9 })
    reply(200, { expires: 600 })
    notify('active')
    notify('active', { event: eventName('presence') }, 'two')
    notify('active', { subscriptionState: undefined }, 'three')
    notify('active', { contact: undefined }, 'four')
    expect(['489 NOTIFY', '400 NOTIFY'].map((what) => sentBy(rig, 'alice', what).length)).toEqual([1, 2])
    rig.clock.move(32_001)
    notify('active', {}, 'five')
    expect(sentBy(rig, 'alice', '481 NOTIFY')).toHaveLength(1)
    expect([each.size, rig.agents.alice.subscriptions]).toEqual([1, 1])
    rig.agents.alice.close()
    expect(remains(rig)).toEqual(nothing)
  })

  it('the nonce of its challenge is used on by all, each time with a count of its own', () => {
    const { rig, reply, notify } = subscribed({
      forks: 1,
      credentials: () => ({ username: 'alice', secret: { password: 'x' } }),
    })
    reply(401, { wwwAuthenticate: [digestChallenge({ realm: 'r', nonce: 'n' })] })
    notify('active;expires=100', {}, 'one')
    notify('active;expires=100', {}, 'two')
    reply(200, { expires: 600 }, 'one')
    rig.clock.move(68_000)
    const counts = sentBy(rig, 'alice', 'SUBSCRIBE').flatMap(({ headers }) =>
      (headers.get('authorization') ?? []).map(({ params }) => `${headers.need('to').tag} ${paramOf(params, 'nc')}`),
    )
    expect(counts).toEqual(['null 00000001', 'two 00000002'])
    rig.agents.alice.close()
    expect(remains(rig)).toEqual(nothing)
  })

  it('whoever tells what in whatever order, each ends once and leaves nothing', () => {
    const step = fc.oneof(
      fc.record({ what: fc.constant('reply' as const), tag: fc.constantFrom('a', 'b', 'c') }),
      fc.record({
        what: fc.constant('notify' as const),
        state: fc.constantFrom('active', 'pending', 'terminated', 'active;expires=0'),
        tag: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
      }),
      fc.record({ what: fc.constant('move' as const), ms: fc.constantFrom(0, 1_000, 33_000, 4_000_000) }),
      fc.record({ what: fc.constant('end' as const), place: fc.nat(3) }),
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 16 }), fc.nat(3), (steps, forks) => {
        const { rig, each, subscription, reply, notify } = subscribed({ forks })
        for (const one of steps) {
          if (one.what === 'reply') reply(200, {}, one.tag)
          else if (one.what === 'notify') notify(one.state, {}, one.tag)
          else if (one.what === 'move') rig.clock.move(one.ms)
          else [...each.keys()][one.place]?.end()
        }
        subscription.end()
        for (const other of each.keys()) other.end()
        rig.clock.move(70_000)
        expect(each.size).toBeLessThanOrEqual(forks + 1)
        for (const told of each.values()) {
          expect(told.filter((text) => text.startsWith('ended'))).toHaveLength(1)
          expect(told.at(-1)).toMatch(/^ended/)
        }
        expect(remains(rig)).toEqual(nothing)
        expect(rig.agents.alice.subscriptions).toBe(0)
      }),
    )
  })
})
