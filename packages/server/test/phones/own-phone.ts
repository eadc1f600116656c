/** A phone of our own parts, for what others cannot be told to do: it says a tone, presses keys three ways, and remembers. */
import { join } from 'node:path'
import { dtmfTones, TonePlayer } from '@callweave/rtp/audio'
import type { MediaUser, PartyId } from '@callweave/rtp/engine'
import { openMediaHere } from '@callweave/rtp/node'
import { createRealClock } from '@callweave/server'
import { address, contactOf, party, type SipResponse, sipUri } from '@callweave/sip'
import { openUdp, peerOf, type SipPeer } from '@callweave/sip/node'
import { formatSdp, isSpeech, parseSdp } from '@callweave/sip/sdp'
import { createUserAgent, type SipCall, type SipCallEnd, type SipCallUser } from '@callweave/sip/user-agent'
import { LegSession } from '@callweave/softswitch'
import { host as loopback, until } from './folder.js'
import { readSound, tone } from './sounds.js'

export interface OwnPhoneOptions {
  readonly folder: string
  readonly server: { readonly host: string; readonly port: number }
  readonly user: string
  readonly password?: string
  /** Our address; media are then taken from where they were signalled only. Default 127.0.0.1. */
  readonly at?: string
  /** Ours, where it matters. */
  readonly port?: number
  readonly hz: number
  /** Offers no telephone-events: its keys are heard in the sound. */
  readonly isOld?: boolean
  /** What is done with a call that comes: answered at once, or refused with this. */
  readonly answers?: 'at-once' | 'never' | number
}

export interface OwnCall {
  readonly sip: SipCall<SipPeer>
  readonly end: () => SipCallEnd | null
  readonly isUp: () => boolean
  readonly statuses: readonly number[]
  /** What answered it. */
  answer(): SipResponse
  /** How a transfer that it asked for went. */
  readonly transfer: readonly number[]
  readonly keys: readonly string[]
  /** Where the other end wants media. */
  mediaPort(): number
  /** By telephone-event; with INFO; in the sound. */
  press(keys: string, way?: 'event' | 'info' | 'sound'): void
  /** What was heard; resolves when the call is over and the file is whole. */
  heard(): Promise<Int16Array>
}

export interface OwnPhone {
  readonly calls: readonly OwnCall[]
  /** Resolves with the status of the registrar. */
  register(expires?: number): Promise<number>
  dial(number: string): OwnCall
  /** Resolves with the nth call that came. */
  called(nth?: number): Promise<OwnCall>
  close(): Promise<void>
}

const wholeHourMs = 3_600_000

export const openOwnPhone = async (options: OwnPhoneOptions): Promise<OwnPhone> => {
  const { folder, server, user, password, hz, answers = 'at-once', at: host = loopback } = options
  const clock = createRealClock()
  const calls: OwnCall[] = []
  const came: OwnCall[] = []
  const parties = new Map<PartyId, { pressed(key: string): void; recorded(): void; says(): void }>()
  const mediaUser: MediaUser = {
    // Keys in the sound are over.
    played: (id) => parties.get(id)?.says(),
    pressed: (id, key) => parties.get(id)?.pressed(key),
    recorded: (id) => parties.get(id)?.recorded(),
    silent: () => {},
    closed: () => {},
    trouble: (error) => {
      throw error
    },
  }
  const from = options.at === undefined ? 'any' : 'host'
  const ports = { leastPort: 40_000, mostPort: 59_999, host, sparePairs: 1 }
  const media = await openMediaHere({ ...ports, user: mediaUser, from })
  const transport = await openUdp({
    host,
    port: options.port ?? 0,
    onMessage: (message, from) => agent.receive(message, from),
  })
  const port = transport.addresses[0]?.port ?? 0
  const peer = peerOf({ transport: 'UDP', ...server })
  const credentials = () => (password === undefined ? null : { username: user, secret: { password } })
  const sound = media.load(tone(hz, 1_000))

  /** A call without its signalling. */
  const open = (file: string) => {
    const { party, rtpPort } = media.open()
    const session = new LegSession({ address: host, rtpPort, sessionId: String(1 + party) })
    const state = {
      answer: null as SipResponse | null,
      end: null as SipCallEnd | null,
      isUp: false,
      isRecording: false,
      isWhole: false,
    }
    const [statuses, transfer, keys]: [number[], number[], string[]] = [[], [], []]
    const saysOn = (): void => media.play(party, 2, [{ sound }], true)
    parties.set(party, {
      says: saysOn,
      pressed: (key) => void keys.push(key),
      recorded: () => {
        state.isWhole = true
        if (state.end !== null) media.close(party)
      },
    })
    const agrees = (): void => {
      const agreed = session.media()
      if (agreed === null) return
      media.agree(party, agreed)
      if (!state.isRecording) media.record(party, 1, { file, maxMs: wholeHourMs, silenceMs: wholeHourMs })
      state.isRecording = true
    }
    const talks = (): void => {
      state.isUp = true
      saysOn()
    }
    const callUser: SipCallUser<SipPeer> = {
      progress: (_, status, text) => {
        statuses.push(status)
        if (text !== null) session.agree(text)
        agrees()
      },
      answered: (_, text, response) => {
        state.answer = response
        statuses.push(200)
        if (text !== null) session.agree(text)
        agrees()
        talks()
        return undefined
      },
      offered: (_, text) => {
        const answer = session.answer(parseSdp(text), 'a-law')
        agrees()
        return answer ?? 488
      },
      wanted: () => session.offerAgain('a-law'),
      agreed: (_, text) => {
        session.agree(text)
        agrees()
      },
      refused: () => {},
      confirmed: () => {},
      referred: () => false,
      referProgress: (_, status) => void transfer.push(status),
      digit: (_, key) => void keys.push(key),
      ended: (_, end) => {
        state.end = end
        if (end.status !== null) statuses.push(end.status)
        if (state.isRecording && !state.isWhole) media.stopRecording(party)
        else media.close(party)
      },
    }
    const complete = (sip: SipCall<SipPeer>): OwnCall => {
      const call: OwnCall = {
        sip,
        statuses,
        transfer,
        keys,
        mediaPort: () => session.remote?.media[0]?.port ?? 0,
        end: () => state.end,
        answer: () => {
          if (state.answer === null) throw new TypeError('nobody has answered')
          return state.answer
        },
        isUp: () => state.isUp,
        press: (pressed, way = 'event') => {
          if (way === 'event') media.sendKeys(party, pressed)
          else if (way === 'info') {
            for (const key of pressed)
              sip.send('INFO', {
                headers: { contentType: { type: 'application', subtype: 'dtmf-relay', params: [] } },
                body: `Signal=${key}\r\nDuration=160\r\n`,
              })
          } else media.play(party, 3, [{ sound: media.load(keySound(pressed)) }], false)
        },
        heard: async () => {
          await until('the recording', () => state.isWhole || (state.end !== null && !state.isRecording))
          return readSound(file)
        },
      }
      calls.push(call)
      return call
    }
    return { session, callUser, complete, agrees, talks }
  }
  const fileOf = (): string => join(folder, `${user}-${port}-${calls.length}.wav`)

  const agent = createUserAgent<SipPeer>({
    clock,
    random: Math.random,
    send: (message, to, unsent) => transport.send(message, to, unsent),
    local: () => ({ host, port, transport: 'UDP' }),
    target: () => peer,
    userAgent: 'own phone',
    user: {
      request: (request, _, respond) => respond(request.method === 'OPTIONS' ? 200 : 405),
      incoming: (sip, offer) => {
        if (typeof answers === 'number') return { status: answers }
        const made = open(fileOf())
        const text = offer === null ? made.session.offer('a-law') : made.session.answer(parseSdp(offer), 'a-law')
        if (text === null) return { status: 488 }
        came.push(made.complete(sip))
        sip.ring()
        if (answers === 'at-once')
          clock.at(
            clock.nowMs() + 100,
            () => {
              if (sip.state === 'ended') return
              sip.answer(text)
              made.agrees()
              made.talks()
            },
            undefined,
          )
        return made.callUser
      },
    },
  })

  return {
    calls,
    register: (expires = 300) =>
      new Promise((done) => {
        const aor = sipUri({ user, host: server.host })
        agent.request({
          method: 'REGISTER',
          uri: sipUri({ host: server.host, port: server.port }),
          peer,
          headers: {
            from: party(aor),
            to: party(aor),
            contact: [contactOf(sipUri({ user, host, port }))],
            expires,
          },
          credentials,
          answered: ({ status }) => done(status),
          failed: () => done(0),
        })
      }),
    dial: (number) => {
      const made = open(fileOf())
      const sip = agent.invite({
        to: sipUri({ user: number, host: server.host, port: server.port }),
        from: address(sipUri({ user, host: password === undefined ? host : server.host })),
        peer,
        session: options.isOld === true ? withoutEvents(made.session) : made.session.offer('a-law'),
        credentials,
        user: made.callUser,
      })
      return made.complete(sip)
    },
    called: (nth = 1) => until(`a call to ${user}`, () => came[nth - 1]),
    close: async () => {
      agent.close()
      await until('nothing under way', () => agent.calls === 0, 2_000).catch(() => undefined)
      await transport.close()
      await media.end()
      clock.close()
    },
  }
}

const withoutEvents = (session: LegSession): string => {
  const offer = parseSdp(session.offer('a-law'))
  session.local = { ...offer, media: offer.media.map((each) => ({ ...each, codecs: each.codecs.filter(isSpeech) })) }
  return formatSdp(session.local)
}

/** 100 ms of each key, and of nothing after it. */
const keySound = (keys: string): Int16Array => {
  const samples = new Int16Array(keys.length * 200 * 8)
  new TonePlayer(dtmfTones(keys, { onMs: 100, offMs: 100 })).fill(samples)
  return samples
}
