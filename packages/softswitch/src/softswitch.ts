/**
 * The switch: legs over calls of the user agent and parties of the media, told to a center as facts. Sockets, threads and
 * disks are handed in, so that the same switch runs under a virtual clock.
 *
 *     transport -> guard -> user agent -> legs -> facts -> center -> orders -> legs -> user agent, media
 */
import type { Clock, EventLog, RandomStream, Switch, SwitchAbilities } from '@callweave/core'
import type { Media, MediaUser } from '@callweave/rtp/engine'
import type { SipMessage, SipRequest, Uri } from '@callweave/sip'
import { createUserAgent, type LocalAddress } from '@callweave/sip/user-agent'
import { admission } from './admission/admission.js'
import type { Board } from './board/board.js'
import { createFacts } from './board/facts.js'
import type { SoftswitchNotice } from './board/notice.js'
import { createOutbox } from './board/outbox.js'
import { createOwnClock } from './board/own-clock.js'
import type { Told } from './board/told.js'
import { createAnswering } from './calls/answering.js'
import { createArriving } from './calls/arriving.js'
import { createFallback, type Fallback } from './calls/fallback.js'
import { createMediaUser } from './calls/media-user.js'
import { createObey } from './calls/obey.js'
import { createOriginating } from './calls/originate.js'
import { createOverload, defaultOverload } from './calls/overload.js'
import { createSenders } from './calls/senders.js'
import { createSilence } from './calls/silence.js'
import type { Flow } from './flow.js'
import { createGuard } from './guard/guard.js'
import { defaultGuardSettings } from './guard/settings.js'
import { createLamps } from './lamps.js'
import { createEnding, type Ending } from './legs/ending.js'
import type { Leg } from './legs/leg.js'
import { Legs } from './legs/legs.js'
import { createLinks } from './legs/links.js'
import { LegSession } from './legs/session.js'
import { statusOf } from './legs/status.js'
import { createVoice } from './legs/voice.js'
import { createOutbound } from './limits/outbound.js'
import { createLines } from './lines.js'
import { createPhones, type Phones } from './phones.js'
import { quiet } from './quiet.js'
import type { SoftswitchSettings } from './settings.js'
import type { SwitchSounds } from './sounds.js'
import { createStanding } from './standing.js'
import type { MessageCounts } from './subscriptions/message-summary.js'
import { createTarget, createTargets } from './target.js'

export interface SoftswitchOptions {
  readonly clock: Clock
  readonly log: EventLog
  /** One that nobody can foresee: tags, branches, nonces. */
  readonly random: RandomStream
  /** 32 bytes that nobody can know: nonces are signed with it. */
  readonly key: Uint8Array
  /** Hands a message to the transport; never calls `receive` from inside. */
  readonly send: (message: SipMessage, to: Flow, unsent: () => void) => void
  /** What we are in Via, Contact and From, as this peer has to see it. */
  readonly local: (peer: Flow) => LocalAddress
  /** Where a request to this URI goes. */
  readonly target: (uri: Uri, last: Flow | null) => Flow | Promise<Flow>
  /** All that a request to this URI may go to, the next where one is silent, cannot be reached or answers 503. Default that of `target`. */
  readonly targets?: (uri: Uri) => readonly Flow[] | Promise<readonly Flow[]>
  readonly fit?: (request: SipRequest, to: Flow) => { readonly request: SipRequest; readonly to: Flow }
  readonly media: Media
  /** Takes whom the media tell, once, before anything is ordered of them. */
  readonly onMedia: (user: MediaUser) => void
  /** Where media of a leg are wanted, as this peer has to see it. */
  readonly mediaHost: (peer: Flow) => string
  /** By which of our addresses they go there, where the media have several. */
  readonly mediaFrom?: (peer: Flow) => string | undefined
  readonly sounds: SwitchSounds
  readonly settings: SoftswitchSettings
  /** Where the media write a recording, by the name that `recording.finished` carries. Default: the name itself. */
  readonly fileOf?: (name: string) => string
  /** How late the thread is, in ms. */
  readonly lagMs?: () => number
  readonly onNotice?: (notice: SoftswitchNotice) => void
}

export interface Softswitch extends Switch {
  /** A message that came. @throws SipError for one that is malformed: the transport answers it. */
  receive(message: SipMessage, from: Flow): void
  /** Whether a message from there would be dropped whatever it says: a transport need not read it. Counts nothing. */
  isShut(from: Flow, kind: SipMessage['kind']): boolean
  /** A connection of TCP or TLS was closed. */
  lost(flow: Flow): void
  /** Whom to tell facts, and who numbers what arrives. Called once, before the first fact. */
  connect(center: Told): void
  /** `false`: what arrives from now on is refused, or rings the fallback phone. The first `true` registers with providers. */
  takeCalls(takes: boolean): void
  readonly phones: Phones
  /** What the message lamp of an extension shows from now on. */
  messages(extension: string, counts: MessageCounts): void
  /** Legs, calls, transactions, parties: nothing is left behind when it is 0. */
  readonly size: number
  /** Hangs up, waits a little for the far ends, and forgets everything. Media and transports are still the caller's. */
  close(): Promise<void>
}

const abilities: SwitchAbilities = { earlyMedia: true, record: true, conference: true, monitor: true, fax: false }

/** That there are no media is told again when there were some for so long. */
const quietMs = 10_000

export const createSoftswitch = (options: SoftswitchOptions): Softswitch => {
  const {
    log,
    random,
    key,
    send,
    local,
    media,
    settings,
    sounds,
    lagMs = () => 0,
    onNotice = () => undefined,
  } = options
  const { fileOf = (name: string) => name } = options
  const clock = createOwnClock(options.clock)
  let takes = false
  let isStarted = false
  let isClosed = false
  let lacksAgainMs = Number.NEGATIVE_INFINITY
  const outbox = createOutbox(clock)
  const facts = createFacts({
    clock,
    log,
    outbox,
    onLeg: (leg) => lamps.changed(leg),
    onFailure: (error) => {
      takes = false
      onNotice({ notice: 'center-failed', error })
    },
  })
  const legs = new Legs()
  const missing = (error: unknown): void => onNotice({ notice: 'sound-missing', error })
  const voice = createVoice({ clock, facts, media, sounds, fileOf, onTrouble: missing })
  const links = createLinks({ media, facts })

  const limits = { ...defaultOverload, ...settings.overload }
  const overload = createOverload({
    clock,
    settings: limits,
    lagMs,
    onBegin: (measured) => onNotice({ notice: 'overloaded', ...measured }),
  })
  const guard = createGuard({
    clock,
    random,
    key,
    settings: settings.guard ?? {},
    accountOf: (name) => phones.accountOf(name),
    isKnown: (from) => lines.isKnown(from),
    isRegistered: (from, extension) => phones.isAt(from, extension),
    notice: (stranger) => onNotice({ notice: 'stranger', stranger }),
  })
  const senders = createSenders<Flow>({
    clock,
    guard,
    admit: (request, from) =>
      admission(request, from, { guard, trunks: lines, isRegistered: (flow) => phones.isAt(flow), local }),
    answer: (response, to, afterMs) => {
      const go = (): void => send(response, to, () => undefined)
      if (afterMs === 0) go()
      else clock.at(clock.nowMs() + afterMs, go, undefined)
    },
  })
  const target = createTarget({ phones: () => phones, lines: () => lines, elsewhere: options.target })
  const standing = createStanding(clock)
  const targets = createTargets({ targets: options.targets, target, standing })
  const agent = createUserAgent<Flow>({
    clock,
    random: () => random.next(),
    send,
    local: options.local,
    target,
    ...(options.fit === undefined ? {} : { fit: options.fit }),
    userAgent: settings.userAgent ?? 'Callweave',
    user: {
      incoming: (line, offer, replaces) => arriving(line, offer, replaces),
      request: (request, from, respond) => phones.request(request, from, respond),
    },
  })
  const phones = createPhones({ clock, random, agent, settings, senders, facts })
  const lines = createLines({ clock, random, agent, settings, facts, local, targets, standing })

  const { realm } = { ...defaultGuardSettings, ...settings.guard }
  const lamps = createLamps({ clock, random, agent, settings, realm, legs, local, senders, send })

  const ending: Ending = createEnding({
    clock,
    facts,
    media,
    voice,
    links,
    legs,
    retryAfterSeconds: limits.retryAfterSeconds,
    onEnded: (leg: Leg) => {
      if (leg.trunk !== null) lines.release(leg.trunk, leg.channel)
      leg.outbound?.ended()
      // Of a phone that has dialed, the other is meant.
      if (leg.begins === 'originated' && leg.extension !== null && leg.cause === 'unreachable')
        phones.rangInVain(leg.extension)
      clock.cancel(leg.limitTimer)
      fallback?.ended(leg)
    },
  })
  const board: Board = {
    clock,
    facts,
    media,
    voice,
    links,
    legs,
    ending,
    law: settings.law ?? 'a-law',
    sessionFor: (peer, rtpPort) => {
      const from = options.mediaFrom?.(peer)
      const sessionId = String(1 + random.int(2 ** 31 - 1))
      return new LegSession({
        address: options.mediaHost(peer),
        rtpPort,
        sessionId,
        ...(from === undefined ? {} : { from }),
      })
    },
    notice: onNotice,
    lacksMedia: (error) => {
      overload.lacksMedia()
      const nowMs = clock.nowMs()
      if (nowMs >= lacksAgainMs) onNotice({ notice: 'media-failed', error })
      lacksAgainMs = nowMs + quietMs
    },
  }
  const answering = createAnswering(board)
  const ways = {
    phonesOf: phones.targetsOf,
    takeChannel: (trunk: string) => lines.take(trunk, 'out'),
    waysTo: lines.waysTo,
  }
  const silence = createSilence({
    clock,
    ask: (uri, heard) =>
      agent.request({ method: 'OPTIONS', uri, answered: () => heard(true), failed: () => heard(false) }),
    notice: onNotice,
  })
  const originating = createOriginating({
    board,
    invite: (invite) => agent.invite(invite),
    locate: targets,
    standing,
    hostFor: (peer) => local(peer).host,
    ...ways,
    silence,
    outbound: createOutbound({ clock, limitsOf: (extension) => settings.extensions[extension]?.outbound ?? null }),
  })
  const fallback: Fallback | null =
    settings.fallback === undefined
      ? null
      : createFallback({ clock, board, settings: settings.fallback, originating, answering, ...ways })
  const arriving = createArriving({
    board,
    overload,
    retryAfterSeconds: limits.retryAfterSeconds,
    fallback,
    senderOf: ({ invite, peer }) => {
      const identity = senders.of(invite, peer)
      if (identity?.who !== 'trunk') return identity
      return {
        ...identity,
        numbers: settings.trunks[identity.trunk]?.numbers ?? [],
        registeredAs: lines.registeredAs(identity.trunk),
      }
    },
    takesCalls: () => takes && facts.isConnected,
    takeChannel: (trunk) => lines.take(trunk, 'in'),
  })
  const obey = createObey({ board, answering, originating })
  options.onMedia(createMediaUser(board))

  const size = (): number => legs.size + agent.calls + media.size + (isClosed ? 0 : agent.transactions)

  const close = async (): Promise<void> => {
    if (isClosed) return
    isClosed = true
    takes = false
    fallback?.close()
    const wasUp = legs.size > 0
    for (const leg of legs.all()) ending.end(leg, 'center', 'normal')
    silence.close()
    lamps.close()
    phones.close()
    lines.close()
    agent.close()
    // Of a BYE that is lost nobody would know: it may be sent again.
    await quiet(clock, () => size() + lines.leaving + (wasUp ? agent.transactions : 0) === 0)
    outbox.flush()
    facts.disconnect()
    clock.close()
  }

  return {
    can: abilities,
    phones,
    get size() {
      return size()
    },
    connect: facts.connect,
    takeCalls: (now) => {
      takes = now
      if (!now || isStarted) return
      isStarted = true
      lines.start()
      phones.startTelling()
    },
    receive: (message, from) => {
      if (!senders.pass(message, from)) return
      if (message.kind === 'request' && message.method === 'SUBSCRIBE') lamps.subscribed(message, from)
      else agent.receive(message, from)
    },
    isShut: (from, kind) => guard.isShut(from, kind),
    lost: phones.lost,
    messages: lamps.messages,
    do: (command) => {
      if (isClosed) return
      fallback?.ordered(command)
      outbox.during(() => obey(command))
    },
    legs: () => legs.all().flatMap(statusOf),
    close,
  }
}
