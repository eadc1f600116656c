/** Who may offer when: RFC 3264 section 4 and RFC 6337 section 2. One offer at a time is under way in a dialog. */
import { defineStates, mayMove, type StateOf } from '@callweave/core'

/** Offer and answer in one dialog. `none`: nothing agreed yet. An offer that is refused leads back to where it came from. */
export const exchangeStates = defineStates({
  none: ['first-offer-sent', 'first-offer-received'],
  'first-offer-sent': ['agreed', 'none'],
  'first-offer-received': ['agreed', 'none'],
  agreed: ['offer-sent', 'offer-received'],
  'offer-sent': ['agreed'],
  'offer-received': ['agreed'],
})

export type ExchangeState = StateOf<typeof exchangeStates>

export type ExchangeInput = 'offer-sent' | 'offer-received' | 'answered' | 'refused'

/** The next state; `null` when the input may not come now: an offer of theirs upon an offer of ours is glare, 491. */
export const exchange = (state: ExchangeState, input: ExchangeInput): ExchangeState | null => {
  const next = nextOf(state, input)
  return mayMove(exchangeStates, state, next) ? next : null
}

const nextOf = (state: ExchangeState, input: ExchangeInput): ExchangeState => {
  switch (input) {
    case 'answered':
      return 'agreed'
    case 'refused':
      return state.startsWith('first') ? 'none' : 'agreed'
    case 'offer-sent':
      return state === 'none' ? 'first-offer-sent' : 'offer-sent'
    case 'offer-received':
      return state === 'none' ? 'first-offer-received' : 'offer-received'
  }
}
