/** What everyone keeps who carries text messages and mail: sent once for a key, in order, to an address that is one. */
import type { Mail, Notice, Notify, TextMessage } from '../ports/notify.js'
import { type ContractCase, casesOf, same } from './contract.js'
import { answered, asks, codeOf, type OutsideRig, outsideCases, refusedQuietly, valued } from './outside-cases.js'

export interface NotifyRig extends OutsideRig {
  readonly notify: Notify
  /** What the carrier has taken, oldest first. */
  taken(): readonly Notice[] | Promise<readonly Notice[]>
}

const text: TextMessage = { key: 'bank-17.sent', by: 'text-message', toward: '+8613800138000', text: '您的卡已寄出。' }
const mail: Mail = { key: 'm1', by: 'mail', toward: 'ana@example.com', subject: 'Your card', text: 'Sent.\nBye.' }

const sends = (rig: NotifyRig, notice: Notice) => valued(rig, (...rest) => rig.notify.send(notice, ...rest))
const codeFor = async (rig: NotifyRig, notice: Notice) =>
  codeOf(await answered(rig, (...rest) => rig.notify.send(notice, ...rest)))

const refuses = async (rig: NotifyRig, notice: Notice, personal: string) =>
  refusedQuietly(await answered(rig, (...rest) => rig.notify.send(notice, ...rest)), personal)

const cases: Readonly<Record<string, (rig: NotifyRig) => Promise<void>>> = {
  'text messages and mail come letter by letter': async (rig) => {
    const odd = { ...text, key: 'odd', text: 'a\nb "c" \\ 🎧 $(date) <b>' }
    for (const notice of [text, mail, odd]) await sends(rig, notice)
    same(await rig.taken(), [text, mail, odd], 'the same letters')
  },
  'the same key twice sends once, also while the first is on its way': async (rig) => {
    const told = [1, 2, 3].map(() => asks(rig, (...rest) => rig.notify.send(text, ...rest)))
    await rig.pass(11 * rig.answersWithinMs)
    same(told.flat().map(codeOf), ['ok', 'ok', 'ok'], 'each is answered')
    await sends(rig, text)
    same(await rig.taken(), [text], 'sent once')
  },
  'other keys send the same text again': async (rig) => {
    await sends(rig, text)
    await sends(rig, { ...text, key: 'again' })
    same((await rig.taken()).length, 2, 'two messages')
  },
  'a key that has sent another message is refused': async (rig) => {
    await sends(rig, text)
    for (const other of [
      { ...text, text: 'other' },
      { ...text, toward: '+8613800138001' },
      { ...mail, key: text.key },
    ]) {
      same(await codeFor(rig, other), 'illegal-state', 'another message')
    }
    same(await rig.taken(), [text], 'the first only')
  },
  'messages to one address are sent in order': async (rig) => {
    const ordered = Array.from({ length: 30 }, (_, i) => ({ ...text, key: `k${i}`, text: `${i}` }))
    const told = ordered.map((notice) => asks(rig, (...rest) => rig.notify.send(notice, ...rest), 60_000))
    await rig.pass(ordered.length * rig.answersWithinMs)
    same(
      told.flat().map(codeOf),
      ordered.map(() => 'ok'),
      'all are answered',
    )
    same(await rig.taken(), ordered, 'first ordered, first sent')
  },
  'an address that is none is out-of-range and nothing is sent': async (rig) => {
    const numbers = [
      '',
      '+',
      'ana@example.com',
      '13800138000',
      '+123456',
      '+1234567890123456',
      '+86 138',
      '+8613800138000\n',
    ]
    for (const toward of numbers) await refuses(rig, { ...text, toward }, toward)
    const boxes = [
      '',
      'ana',
      '@example.com',
      'ana@',
      'a na@example.com',
      'a@b@c',
      '+8613800138000',
      'ana@example.com\nBcc: x@y',
    ]
    for (const toward of boxes) await refuses(rig, { ...mail, toward }, toward)
    same(await rig.taken(), [], 'nothing')
    same(await codeFor(rig, text), 'ok', 'the refused key may be used')
  },
  'no text, no key, and a subject of two lines are out-of-range': async (rig) => {
    const wrong: Notice[] = [
      { ...text, text: '' },
      { ...text, text: ' \n' },
      { ...text, key: '' },
      { ...mail, subject: 'Hello\r\nBcc: x@example.com' },
    ]
    for (const notice of wrong) same(await codeFor(rig, notice), 'out-of-range', JSON.stringify(notice))
    same(await rig.taken(), [], 'nothing')
  },
  'what was handed over is sent as it was then': async (rig) => {
    const notice = { ...text }
    asks(rig, (...rest) => rig.notify.send(notice, ...rest))
    notice.text = 'changed on the way'
    await rig.pass(rig.answersWithinMs)
    notice.text = 'changed afterwards'
    same(await rig.taken(), [text], 'a copy')
  },
}

export const notifyContract = (make: () => NotifyRig | Promise<NotifyRig>): readonly ContractCase[] =>
  casesOf('notify', make, {
    ...outsideCases<NotifyRig>(
      (rig, ...rest) => rig.notify.send(text, ...rest),
      async (rig) => (await rig.taken()).length,
    ),
    ...cases,
  })
