/** What `cc dial` and `cc phone` say while a call goes on. */
import type { PhoneEvent } from '../../phone/phone-event.js'

type Events = {
  readonly [E in PhoneEvent['event']]: (event: Extract<PhoneEvent, { readonly event: E }>) => string
}

const endedBy = { us: 'hung up by this phone', them: 'hung up by the other side', fault: 'broken off' } as const
const givenUpBy = {
  us: 'given up by this phone',
  them: 'given up by the other side',
  fault: 'broken off',
} as const

const events: Events = {
  dialing: ({ number, server }) => `calling ${number} at ${server}`,
  registered: ({ extension, server }) => `phone ${extension} is registered at ${server} and waits for calls`,
  ringing: ({ isEarlyMedia }) => (isEarlyMedia ? 'it rings, with sound' : 'it rings'),
  'center-gone': () => 'the center is gone: nothing listens there any more; this phone waits for it',
  'center-back': () => 'the center is back, and knows this phone again',
  'called-by': ({ caller }) => `call from ${caller === '' ? '(hidden)' : caller}`,
  answered: () => 'answered',
  heard: ({ key }) => `heard the key ${key}`,
  pressed: ({ keys }) => `pressed ${keys}`,
  said: ({ file }) => `said ${file}`,
  'held-there': () => 'put on hold',
  'retrieved-there': () => 'taken off hold',
  refused: ({ status, phrase }) =>
    `${status === 408 ? 'nothing answers there' : 'refused'}: ${[status, phrase].join(' ').trim()}${status === 401 ? '. No trunk takes calls from here (see its peers): dial from a phone of the definition, with --as' : ''}`,
  'hung-up': ({ by, afterMs }) => `${endedBy[by]} after ${(afterMs / 1000).toFixed(1)} s`,
  unanswered: ({ by, afterMs }) => `${givenUpBy[by]} after ${(afterMs / 1000).toFixed(1)} s, unanswered`,
  recorded: ({ file, lengthMs }) => `recorded ${(lengthMs / 1000).toFixed(1)} s: ${file}`,
  media: ({ received, lost, jitterMs }) => `packets heard ${received}, lost ${lost}, jitter ${jitterMs.toFixed(1)} ms`,
  trouble: ({ message }) => `warning: ${message}`,
}

export const phone = {
  events,
  noExtension: ({ extension }: { extension: string }) => `the definition has no phone ${extension}`,
  noPassword: ({ extension }: { extension: string }) => `the phone ${extension} has no password`,
  noPasswordRemedy: ({ extension }: { extension: string }) =>
    `Give it one in the definition, password: secret('EXT_${extension}'), and its value in .env`,
  noNumber: 'there is no number to dial',
  noCenter: 'no center answers there',
  noCenterRemedy: 'Start it with cc start, or say with --server where it is',
  silent: 'nothing comes back from there',
  silentRemedy:
    'Is a firewall between? Or has the center shut out this address, after wrong passwords? Then it says so, and for how long',
  phoneRefused: ({ status, phrase }: { status: number; phrase: string }) =>
    `the center refused this phone: ${status} ${phrase}`,
  phoneRefusedRemedy: 'Has its password changed since the center was started?',
}
