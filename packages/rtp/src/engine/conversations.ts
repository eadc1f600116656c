/** All conversations of an engine, and the moves of parties between them. A party is always in one, if need be alone. */
import { CallweaveError } from '@callweave/core'
import { Conversation, mostParties } from './conversation.js'
import type { Party, TapMode } from './party.js'

export class Conversations {
  readonly #conferences = new Map<number, Conversation>()
  readonly #mixing = new Set<Conversation>()

  /** One frame of each conversation that has to be mixed. */
  mix(): void {
    for (const conversation of this.#mixing) conversation.mix()
  }

  /** @throws CallweaveError `out-of-range` where more tap the two than can be mixed; they stay where they are. */
  bridge(party: Party, peer: Party): void {
    if (party.taps.size + peer.taps.size + 2 > mostParties) throw tooMany()
    this.part(party)
    this.part(peer)
    this.#move(peer, party.conversation)
  }

  /** @throws CallweaveError `out-of-range` where the conference is full; the party stays where it is. */
  join(party: Party, conference: number): void {
    const joined = this.#conferences.get(conference) ?? new Conversation(conference)
    if (joined.members.has(party)) return
    checkRoom(joined, party)
    this.part(party)
    this.#conferences.set(conference, joined)
    this.#move(party, joined)
  }

  /** @throws CallweaveError `out-of-range` where the conversation is full; the party stays where it is. */
  tap(party: Party, onto: Party, mode: TapMode): void {
    if (party.onto?.party !== onto) {
      checkRoom(onto.conversation, party)
      this.part(party)
    }
    party.onto = { party: onto, mode }
    onto.taps.add(party)
    this.refresh(party.conversation)
    this.refresh(onto.conversation)
  }

  /** Takes a party out of bridge, conference and tap; it is alone then. Who taps it goes on. */
  part(party: Party): void {
    const { onto, conversation } = party
    if (onto !== null) {
      party.onto = null
      onto.party.taps.delete(party)
      this.refresh(onto.party.conversation)
    }
    if (conversation.members.size > 1 || conversation.conference !== null) this.#move(party, new Conversation())
    else this.refresh(conversation)
  }

  /** The party is gone, and who taps it taps nobody. */
  leave(party: Party): void {
    for (const tapper of [...party.taps]) this.part(tapper)
    this.part(party)
  }

  /** Sets its ways of sound anew. */
  refresh(conversation: Conversation): void {
    conversation.refresh()
    if (conversation.isMixed) this.#mixing.add(conversation)
    else this.#mixing.delete(conversation)
  }

  /** Those of a party that has agreed on something else. */
  refreshAround(party: Party): void {
    this.refresh(party.conversation)
    if (party.onto !== null) this.refresh(party.onto.party.conversation)
  }

  #move(party: Party, to: Conversation): void {
    const { conversation } = party
    const { conference, members } = conversation
    members.delete(party)
    if (conference !== null && members.size === 0) this.#conferences.delete(conference)
    this.refresh(conversation)
    to.members.add(party)
    party.conversation = to
    this.refresh(to)
  }
}

const checkRoom = (conversation: Conversation, party: Party): void => {
  if (conversation.parties.length + 1 + party.taps.size > mostParties) throw tooMany()
}

const tooMany = (): CallweaveError =>
  new CallweaveError('out-of-range', {
    message: 'too many parties in one conversation',
    expected: `${mostParties} at most`,
  })
