/** What a media engine has to tell, as data: kept until nobody is in the middle of anything, and sent between threads. */
import type { DtmfKey } from '../telephone-event/payload.js'
import type { MediaToken, MediaUser, PartyFigures, PartyId } from './media.js'

export type RecordingEnd = 'length' | 'silence' | 'stopped'

export type MediaFact =
  | { readonly tell: 'played'; readonly party: PartyId; readonly token: MediaToken }
  | { readonly tell: 'pressed'; readonly party: PartyId; readonly key: DtmfKey; readonly durationMs: number }
  | {
      readonly tell: 'recorded'
      readonly party: PartyId
      readonly token: MediaToken
      readonly lengthMs: number
      readonly because: RecordingEnd
    }
  | { readonly tell: 'silent'; readonly party: PartyId; readonly forMs: number }
  | { readonly tell: 'closed'; readonly party: PartyId; readonly figures: PartyFigures }
  | { readonly tell: 'trouble'; readonly error: unknown }

export const tellFact = (user: MediaUser, fact: MediaFact): void => {
  switch (fact.tell) {
    case 'played':
      user.played(fact.party, fact.token)
      break
    case 'pressed':
      user.pressed(fact.party, fact.key, fact.durationMs)
      break
    case 'recorded':
      user.recorded(fact.party, fact.token, fact.lengthMs, fact.because)
      break
    case 'silent':
      user.silent(fact.party, fact.forMs)
      break
    case 'closed':
      user.closed(fact.party, fact.figures)
      break
    case 'trouble':
      user.trouble(fact.error)
      break
  }
}

/** Tells all, in order; what a listener throws is thrown when all have been told. */
export const tellFacts = (user: MediaUser, facts: readonly MediaFact[]): void => {
  const failures: unknown[] = []
  for (const fact of facts) {
    try {
      tellFact(user, fact)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw failures[0]
}
