/** One call of the test phone, from the first sign of it to its end. */
import type { Clock, TimerId } from '@callweave/core'
import type { PartyFigures, PartyId } from '@callweave/rtp/engine'
import { reasonOf } from '@callweave/sip'
import type { SipPeer } from '@callweave/sip/node'
import { parseSdp } from '@callweave/sip/sdp'
import type { SipCall, SipCallEnd, SipCallUser } from '@callweave/sip/user-agent'
import { LegSession } from '@callweave/softswitch'
import { type Conduct, keysAt } from './conduct.js'
import type { Line } from './line.js'
import type { PhoneEvent } from './phone-event.js'

export interface TestCallOptions {
  readonly line: Line
  readonly conduct: Conduct
  readonly tell: (event: PhoneEvent) => void
  readonly onEnd: (how: { readonly wasAnswered: boolean }) => void
}

const sayToken = 1
const recordToken = 2
const longestRecordingMs = 24 * 3_600_000

export class TestCall implements SipCallUser<SipPeer> {
  readonly party: PartyId
  readonly session: LegSession
  readonly #options: TestCallOptions
  readonly #timers: TimerId[] = []
  #call: SipCall<SipPeer> | null = null
  readonly #begunAtMs: number
  #answeredAtMs: number | null = null
  #isRecording = false
  #isHeldThere = false
  #end: SipCallEnd | null = null

  constructor(options: TestCallOptions) {
    this.#options = options
    const { media, local, clock } = options.line
    this.#begunAtMs = clock.nowMs()
    const { party, rtpPort } = media.open()
    this.party = party
    this.session = new LegSession({ address: local.host, rtpPort, sessionId: String(Date.now()) })
  }

  /** The call that this is about, once it is there. */
  begins(call: SipCall<SipPeer>): void {
    this.#call = call
    const { forMs } = this.#options.conduct
    if (forMs !== undefined)
      this.#after(forMs, () => {
        if (this.#answeredAtMs === null) this.hangUp()
      })
  }

  hangUp(): void {
    this.#call?.hangUp()
  }

  /** Nobody is there to speak with any more. */
  lost(): void {
    this.#finish({ by: 'fault', status: null, reason: null })
  }

  /** We have answered, or they have. */
  talks(): void {
    const { line, conduct, tell } = this.#options
    this.#answeredAtMs = line.clock.nowMs()
    tell({ event: 'answered' })
    this.#hears()
    if (conduct.say !== undefined)
      line.media.play(this.party, sayToken, [{ sound: line.media.load(conduct.say.samples) }], false)
    for (const { atMs, key } of keysAt(conduct.press ?? '')) {
      this.#after(atMs, () => {
        line.media.sendKeys(this.party, key)
        tell({ event: 'pressed', keys: key })
      })
    }
    if (conduct.forMs !== undefined) this.#after(conduct.forMs, () => this.hangUp())
  }

  progress(_: SipCall<SipPeer>, status: number, session: string | null): void {
    if (session !== null) {
      this.session.agree(session)
      this.#hears()
    }
    if (status !== 180 && status !== 183) return
    this.#options.tell({ event: 'ringing', isEarlyMedia: session !== null })
  }

  answered(_: SipCall<SipPeer>, session: string | null): undefined {
    if (session !== null) this.session.agree(session)
    this.talks()
  }

  offered(_: SipCall<SipPeer>, session: string): string | number {
    const answer = this.session.answer(parseSdp(session), 'a-law')
    if (answer === null) return 488
    this.#hears()
    const { isHeldThere } = this.session
    if (isHeldThere !== this.#isHeldThere) this.#options.tell({ event: isHeldThere ? 'held-there' : 'retrieved-there' })
    this.#isHeldThere = isHeldThere
    return answer
  }

  wanted(): string {
    return this.session.offerAgain('a-law')
  }

  agreed(_: SipCall<SipPeer>, session: string): void {
    this.session.agree(session)
    this.#hears()
  }

  refused(): void {}
  confirmed(): void {}
  referProgress(): void {}

  /** A test phone goes nowhere else. */
  referred(): boolean {
    return false
  }

  digit(_: SipCall<SipPeer>, key: string): void {
    this.#options.tell({ event: 'heard', key })
  }

  ended(_: SipCall<SipPeer>, end: SipCallEnd): void {
    this.#finish(end)
  }

  #finish(end: SipCallEnd): void {
    if (this.#end !== null) return
    this.#end = end
    const { clock, media } = this.#options.line
    for (const timer of this.#timers.splice(0)) clock.cancel(timer)
    if (this.#isRecording) media.stopRecording(this.party)
    else media.close(this.party)
  }

  /** The file is whole. */
  recorded(lengthMs: number): void {
    const { conduct, tell, line } = this.#options
    tell({ event: 'recorded', file: conduct.record ?? '', lengthMs })
    this.#isRecording = false
    if (this.#end !== null) line.media.close(this.party)
  }

  played(): void {
    const { conduct, tell } = this.#options
    if (conduct.say !== undefined) tell({ event: 'said', file: conduct.say.file })
  }

  /** The last that is heard of it. */
  closed({ received, lost, jitterMs }: PartyFigures): void {
    const { tell, onEnd, line } = this.#options
    const wasAnswered = this.#answeredAtMs !== null
    const end = this.#end
    if (received > 0) tell({ event: 'media', received, lost, jitterMs })
    // 487 is what a call that came in has when its caller gives up.
    if (end !== null && !wasAnswered && end.status !== null && end.status !== 487 && end.by !== 'us')
      tell({ event: 'refused', status: end.status, phrase: end.reason?.text ?? reasonOf(end.status) })
    else
      tell({
        event: wasAnswered ? 'hung-up' : 'unanswered',
        by: end?.by ?? 'us',
        afterMs: line.clock.nowMs() - (this.#answeredAtMs ?? this.#begunAtMs),
      })
    onEnd({ wasAnswered })
  }

  /** What the session says now is what the media do. */
  #hears(): void {
    const { line, conduct } = this.#options
    const agreed = this.session.media()
    if (agreed === null) return
    line.media.agree(this.party, agreed)
    if (conduct.record === undefined || this.#isRecording) return
    this.#isRecording = true
    const length = { maxMs: longestRecordingMs, silenceMs: longestRecordingMs }
    line.media.record(this.party, recordToken, { file: conduct.record, ...length })
  }

  #after(ms: number, what: () => void): void {
    const { clock }: { readonly clock: Clock } = this.#options.line
    this.#timers.push(clock.at(clock.nowMs() + ms, what, undefined))
  }
}
