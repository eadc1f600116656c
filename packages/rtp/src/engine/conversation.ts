/**
 * Who hears whom: a party alone, two that are bridged, or a conference, and those who tap any of them.
 *
 * A member that hears just one other is relayed to, undecoded. Whoever hears several, and whoever taps, has them mixed: so
 * two that are monitored go on being relayed, and of two of whom one is whispered to, the other is.
 */
import { Mixer } from '../mix/mixer.js'
import { gainsOf, type MixPart } from '../mix/parts.js'
import { frameSamples } from './frame.js'
import type { PartyMedia } from './media.js'
import type { Party } from './party.js'
import { passingOf } from './payload-types.js'

/** A table of gains is not made larger. */
export const mostParties = 64

export class Conversation {
  /** Null where it is a party alone, or two that are bridged. */
  readonly conference: number | null
  readonly members = new Set<Party>()
  /** As of the last `refresh`: members, then those who tap them. */
  #parties: readonly Party[] = []
  #inputs: (Int16Array | null)[] = []
  #outputs: (Int16Array | null)[] = []
  #mixer: Mixer | null = null
  /** Whose packets are passed on. */
  #relayed: Party[] = []
  /** Whose frames are mixed. */
  #sources: ReadonlySet<Party> = new Set()

  constructor(conference: number | null = null) {
    this.conference = conference
  }

  /** Members and those who tap them. */
  get parties(): readonly Party[] {
    return [...this.members, ...this.#tappers()]
  }

  /** Somebody is to be sent a mix. */
  get isMixed(): boolean {
    return this.#mixer !== null
  }

  /** Sets the ways of all sound anew: to be called after any change of members, taps, media, or what is played. */
  refresh(): void {
    this.#clear()
    const parties = this.parties
    const gains = parties.length < 2 ? [] : gainsOf(parties.map((party) => this.#partOf(party, parties)))
    const isMixed = gains.map((row, i) => {
      const to = parties[i] as Party
      if (!this.#isHearing(to) || !to.isReached) return false
      const sources = parties.filter((from, j) => row[j] === 1 && from.isHeard)
      if (sources.length === 1 && this.members.has(to) && this.#relay(sources[0] as Party, to)) return false
      return sources.length > 0 && to.media?.law !== null
    })
    const sources = new Set<Party>()
    if (isMixed.includes(true)) {
      this.#mixer = new Mixer(gains, { frameSamples })
      this.#parties = parties
      this.#inputs = parties.map(() => null)
      this.#outputs = isMixed.map((each) => (each ? new Int16Array(frameSamples) : null))
      for (const [i, party] of parties.entries()) {
        if (isMixed[i] === true) party.mixed = this.#outputs[i] ?? null
        if (party.isHeard && gains.some((row, to) => isMixed[to] === true && row[i] === 1)) sources.add(party)
      }
    }
    // Who is mixed before and after keeps what has come.
    for (const party of sources) party.incoming.want(this)
    for (const party of this.#sources) if (!sources.has(party)) party.incoming.unwant(this)
    this.#sources = sources
  }

  /** One frame for each who is sent a mix. */
  mix(): void {
    for (const [i, { isHeard, incoming }] of this.#parties.entries())
      this.#inputs[i] = isHeard && incoming.hasVoice ? incoming.samples : null
    this.#mixer?.mix(this.#inputs, this.#outputs)
  }

  /** The other one, of two. */
  otherOf(party: Party): Party | null {
    if (this.members.size !== 2) return null
    const [first, second] = this.members
    return (first === party ? second : first) ?? null
  }

  #clear(): void {
    for (const { leg } of this.#relayed) leg.bridgedTo = null
    for (const party of this.#parties) if (this.#outputs.includes(party.mixed)) party.mixed = null
    this.#relayed = []
    this.#parties = []
    this.#inputs = []
    this.#outputs = []
    this.#mixer = null
  }

  /** Passes on what `from` sends, unless something else is sent to that one. False where it is passed on to another. */
  #relay(from: Party, to: Party): boolean {
    const { leg, media } = from
    if (leg.bridgedTo !== null) return false
    if (to.isServed) return true
    const { payloadTypes, lawsToConvert } = passingOf(media as PartyMedia, to.media as PartyMedia)
    leg.payloadTypes = payloadTypes
    leg.lawsToConvert = lawsToConvert
    leg.bridgedTo = to.leg
    this.#relayed.push(from)
    return true
  }

  #tappers(): readonly Party[] {
    return [...this.members].flatMap((member) => [...member.taps])
  }

  #partOf(party: Party, parties: readonly Party[]): MixPart {
    if (this.members.has(party) || party.onto === null || party.onto.mode === 'barge-in') return { role: 'speaker' }
    if (party.onto.mode === 'monitor') return { role: 'monitor' }
    return { role: 'whisper', to: parties.indexOf(party.onto.party) }
  }

  /** Who taps hears what it taps, and not what is said to itself. */
  #isHearing(party: Party): boolean {
    return party.onto === null ? this.members.has(party) : party.onto.party.conversation === this
  }
}
