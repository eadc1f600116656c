/** Registering with a provider, as a table. */
import { defineStates, type StateOf } from '@callweave/core'

export const registrationStates = defineStates({
  // nothing sent yet
  idle: ['asking', 'closed'],
  // a REGISTER is out; we may be registered from before
  asking: ['registered', 'waiting', 'closed'],
  // the provider knows us; asked again before it forgets
  registered: ['asking', 'closed'],
  // refused or not answered; asked again after a while
  waiting: ['asking', 'closed'],
  // ours no more; a REGISTER with Expires: 0 was sent if we were registered
  closed: [],
})

export type RegistrationState = StateOf<typeof registrationStates>
