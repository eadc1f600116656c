/** Fifty calls in every stage that a call may be in, made by phones and callers over loopback. */
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { Media, PartyId } from '@callweave/rtp/engine'
import { openMediaHere } from '@callweave/rtp/node'
import { agents, dialed, dialers, experts, numberOf, passwordOf, phones, sleepers } from './center-text.js'
import { deaf, openPlainPhone, type PlainCall, type PlainPhone } from './plain-phone.js'

export interface Crowd {
  /** Callers from outside. */
  readonly outside: PlainPhone
  phone(extension: string): PlainPhone
  /** Every call that one of them believes in. */
  live(): readonly PlainCall[]
  registerAll(): Promise<void>
  /** A caller who says a tone to the voicemail, until the call is hung up. */
  leaveMessage(caller: string): PlainCall
  /** One call of those that are wanted, the next of them; false when there are fifty. */
  dialNext(): boolean
  /** Whether everybody is where they shall be, but for what the desk orders. */
  areUp(): boolean
  close(): Promise<void>
}

/** What is dialed: in turns, so that a kill at any moment finds some of each. */
const plan = (): readonly (readonly [kind: keyof typeof numberOf | 'internal', count: number])[] => [
  ['talk', Object.keys(agents).length],
  ['menu', 10],
  ['slow', 2 * Object.keys(sleepers).length],
  ['voicemail', 8],
  ['internal', dialers.length],
]

const inTurns = (): readonly (keyof typeof numberOf | 'internal')[] => {
  const all = plan().flatMap(([kind, count]) =>
    Array.from({ length: count }, (_, i) => ({ kind, at: (i + 1) / count })),
  )
  return all.sort((a, b) => a.at - b.at).map(({ kind }) => kind)
}

const toneOf = (hz: number): Int16Array =>
  Int16Array.from({ length: 8_000 }, (_, i) => Math.round(8_000 * Math.sin((2 * Math.PI * hz * i) / 8_000)))

export const messageHz = 700

export const openCrowd = async (serverPort: number, mediaFrom: number): Promise<Crowd> => {
  const sink: Socket = createSocket('udp4')
  sink.bind(0, '127.0.0.1')
  await once(sink, 'listening')
  const sinkPort = (sink.address() as AddressInfo).port
  const media: Media = await openMediaHere({
    host: '127.0.0.1',
    leastPort: mediaFrom,
    mostPort: mediaFrom + 199,
    user: deaf,
    sparePairs: 8,
  })
  const tone = media.load(toneOf(messageHz))
  const speakers = new Map<PlainCall, PartyId>()
  const speak = (call: PlainCall): void => {
    const party = speakers.get(call)
    const agreed = call.session.media()
    if (party === undefined || agreed === null) return
    media.agree(party, agreed)
    media.play(party, 1, [{ sound: tone }], true)
  }
  const outside = await openPlainPhone({ serverPort, sinkPort, account: null, onAnswered: speak })
  const asleep = new Set(Object.values(sleepers))
  const byExtension = new Map<string, PlainPhone>()
  for (const user of phones) {
    const account = { user, password: passwordOf(user) }
    byExtension.set(user, await openPlainPhone({ serverPort, sinkPort, account, answers: !asleep.has(user) }))
  }
  const phone = (extension: string): PlainPhone => byExtension.get(extension) as PlainPhone
  const everybody = [outside, ...byExtension.values()]
  const order = inTurns()
  let made = 0
  let internal = 0
  const live = (): readonly PlainCall[] => everybody.flatMap(({ calls }) => calls).filter(({ end }) => end === null)
  const count = (extensions: readonly string[], is: (call: PlainCall) => boolean): number =>
    extensions.flatMap((extension) => phone(extension).calls).filter((call) => call.end === null && is(call)).length

  const leaveMessage = (caller: string): PlainCall => {
    const { party, rtpPort } = media.open()
    const call = outside.dial(numberOf.voicemail, caller, { party, rtpPort })
    speakers.set(call, party)
    return call
  }

  return {
    outside,
    phone,
    live,
    leaveMessage,
    registerAll: async () => {
      for (const extension of phones) {
        const status = await phone(extension).register()
        if (status !== 200) throw new Error(`${extension} is not registered: ${status}`)
      }
    },
    dialNext: () => {
      const kind = order[made]
      if (kind === undefined) return false
      made += 1
      const caller = String(13_800_000_000 + made)
      if (kind === 'internal') {
        const at = internal
        internal += 1
        phone(dialers[at] as string).dial(dialed[at] as string, dialers[at] as string)
      } else if (kind === 'voicemail') leaveMessage(caller)
      else outside.dial(numberOf[kind], caller)
      return true
    },
    areUp: () =>
      made === order.length &&
      count(Object.values(agents), ({ answeredAtMs }) => answeredAtMs !== null) === Object.keys(agents).length &&
      count([...asleep], () => true) === asleep.size &&
      count(dialers, ({ answeredAtMs }) => answeredAtMs !== null) === dialers.length &&
      [...speakers.keys()].every(({ answeredAtMs }) => answeredAtMs !== null),
    close: async () => {
      await Promise.all(everybody.map((each) => each.close()))
      await media.end()
      sink.close()
    },
  }
}

/** Who consults whom, and who opens a conference with whom. */
export const deskOrders: readonly (readonly [order: 'consult' | 'conference', agent: string, to: string])[] =
  experts.map((expert, i) => [i % 2 === 0 ? 'consult' : 'conference', `a${i + 1}`, expert])
