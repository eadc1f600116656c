/** Which INVITE and UPDATE may be under way in a dialog, and what happens when both sides begin: RFC 3261 section 14, RFC 3311 section 5. */
import { defineStates, mayMove, type StateOf } from '@callweave/core'

export const inviteStates = defineStates({
  idle: ['ours', 'theirs'],
  // we have sent an INVITE that has no final response
  ours: ['idle'],
  // an INVITE of theirs has no final response from us
  theirs: ['idle'],
})

export type InviteState = StateOf<typeof inviteStates>

export type InviteInput = 'sent' | 'received' | 'ours-done' | 'theirs-done'

export type InviteStep =
  | { readonly verdict: 'go'; readonly state: InviteState }
  /** Ours has to wait. */
  | { readonly verdict: 'wait'; readonly state: InviteState }
  /** Theirs is refused: 491 while ours is under way, 500 with Retry-After while one of theirs is (section 14.2). */
  | { readonly verdict: 'refuse'; readonly state: InviteState; readonly status: 491 | 500 }

export const stepInvite = (state: InviteState, input: InviteInput): InviteStep => {
  switch (input) {
    case 'sent':
      return state === 'idle' ? go(state, 'ours') : { verdict: 'wait', state }
    case 'received':
      if (state === 'idle') return go(state, 'theirs')
      return { verdict: 'refuse', state, status: state === 'ours' ? 491 : 500 }
    case 'ours-done':
      return state === 'ours' ? go(state, 'idle') : { verdict: 'go', state }
    case 'theirs-done':
      return state === 'theirs' ? go(state, 'idle') : { verdict: 'go', state }
  }
}

const go = (from: InviteState, state: InviteState): InviteStep => {
  if (!mayMove(inviteStates, from, state)) throw new TypeError(`${from} may not become ${state}`)
  return { verdict: 'go', state }
}

/**
 * How long to wait after a 491 before trying again: 2.1 to 4 s for the one who made the Call-ID, up to 2 s for the other,
 * in steps of 10 ms, so that the two do not meet again (section 14.1). `chance` is from 0 to 1, without 1.
 */
export const glareWaitMs = (madeCallId: boolean, chance: number): number =>
  madeCallId ? 2100 + 10 * Math.floor(chance * 191) : 10 * Math.floor(chance * 201)
