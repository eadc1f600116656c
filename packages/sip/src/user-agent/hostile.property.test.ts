/** Messages that are nearly right: nothing but a SipError leaves the user agent, and nothing is left in it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRig, nothing, numbers, remains, sdp } from '../../test/two-agents.js'
import { SipError } from '../error.js'
import { parseMessage } from '../message/parse.js'
import { writeMessage } from '../message/write.js'
import { parseUri } from '../uri/parse-uri.js'

const junk = ['', '0', '-1', '99999999999', 'refer', '*', '<sip:x@y>;tag=z', 'SIP/2.0/UDP a;branch=z9hG4bKq', 'a;b=c']
const names = [
  'Require',
  'RSeq',
  'RAck',
  'Replaces',
  'Refer-To',
  'Session-Expires',
  'Min-SE',
  'Event',
  'Contact',
  'Supported',
]

interface Spoiled {
  readonly line: number
  readonly how: 'drop' | 'value' | 'add' | 'method' | 'none'
  readonly text: string
  readonly name: string
  readonly method: string
}

const spoiled = fc.record({
  /** Which of the messages that were sent, by its place. */
  which: fc.nat(),
  line: fc.nat(),
  how: fc.constantFrom('drop' as const, 'value' as const, 'add' as const, 'method' as const, 'none' as const),
  text: fc.constantFrom(...junk),
  name: fc.constantFrom(...names),
  method: fc.constantFrom('INVITE', 'UPDATE', 'PRACK', 'REFER', 'NOTIFY', 'BYE', 'INFO', 'ACK', 'CANCEL', 'OPTIONS'),
  afterMs: fc.integer({ min: 0, max: 2000 }),
  to: fc.constantFrom('alice' as const, 'bob' as const),
})

const spoil = (text: string, { line, how, text: value, name, method }: Spoiled): string => {
  const [head = '', body = ''] = text.split('\r\n\r\n')
  const [first = '', ...lines] = head.split('\r\n')
  const at = lines.length === 0 ? 0 : line % lines.length
  const key = lines[at]?.split(':')[0] ?? 'X'
  if (how === 'drop') lines.splice(at, 1)
  if (how === 'value') lines[at] = `${key}: ${value}`
  if (how === 'add') lines.push(`${name}: ${value}`)
  const isMade = how === 'method' && !first.startsWith('SIP/')
  const begin = isMade ? first.replace(/^\S+/, method) : first
  const made = isMade ? lines.map((each) => each.replace(/^(CSeq: \d+) .*/, `$1 ${method}`)) : lines
  // A branch of its own, or it would be taken for the one that was sent before.
  const fresh = made.map((each) => each.replace(/branch=z9hG4bK/, `branch=z9hG4bK${line}`))
  return [begin, ...fresh].join('\r\n').concat('\r\n\r\n', body)
}

describe('messages that are nearly right', () => {
  it('do no harm', () => {
    fc.assert(
      fc.property(fc.array(spoiled, { maxLength: 30 }), fc.integer({ min: 1, max: 1e9 }), (attacks, seed) => {
        const rig = createRig({ random: numbers(seed) })
        const { call } = rig.invite({ headers: { require: ['100rel'] }, ringTimeoutMs: 30_000 })
        rig.clock.move(10)
        const theirs = rig.incoming[0]?.call
        const steps = [
          () => theirs?.ring(sdp('early')),
          () => theirs?.answer(sdp('answer')),
          () => call.offer(sdp('next')),
          () => call.refer(parseUri('sip:carol@carol')),
          () => theirs?.offer(sdp('other')),
        ]
        for (const attack of attacks) {
          const { message } = rig.sent[attack.which % rig.sent.length] ?? {}
          if (message === undefined) continue
          const bytes = new TextEncoder().encode(spoil(new TextDecoder().decode(writeMessage(message)), attack))
          try {
            rig.agents[attack.to].receive(parseMessage(bytes), { source: 'carol', isReliable: false })
          } catch (error) {
            if (!(error instanceof SipError)) throw error
          }
          rig.clock.move(attack.afterMs)
          steps.shift()?.()
        }
        rig.clock.move(200_000)
        for (const each of [call, ...rig.incoming.map((one) => one.call)]) each.hangUp()
        rig.clock.move(4_000_000)
        expect(remains(rig)).toEqual(nothing)
      }),
      { numRuns: 500 },
    )
  })
})
