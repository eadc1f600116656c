/** What `cc start` prints: how to call the center, then what happens in it. */
import type { CodeName } from '@callweave/center'
import type { Notice, NoticeOf } from '../../commands/start/notice.js'
import type { Formats } from '../../output/format.js'
import { wordOf } from '../word-of.js'
import { codes } from './codes.js'
import { explain } from './explain.js'
import { live } from './live.js'

type Notices = { readonly [N in Notice['notice']]: (notice: NoticeOf<N>, format: Formats) => string }

const stage = (name: string): string => (name in live.stages ? live.stages[name as keyof typeof live.stages] : name)

/** By what a registration or a peer has failed. */
const trunkRemedies: Readonly<Record<string, string>> = {
  credentials:
    '. The provider refuses user name or password: see username of the registration and the value of its secret, then start again',
  'status-403':
    '. The provider refuses us: see username and password of the registration, and whether it takes us from this address',
  'status-404': '. The provider does not know us: see username and registrar of the registration',
  timeout: '. The provider does not answer; it is tried again: see registrar, proxies and the network',
  unsent: '. The provider cannot be reached; it is tried again: see registrar, proxies and the network',
  'no-answer': '. Nobody answers there; they are asked again: see proxies and the network',
}

/** What a provider answered has no word of its own. */
const faultOf = (because: string): string =>
  wordOf(codes.trunkFaults, because).replace(/^status-(\d{3})$/, 'it answers $1')

const parts = {
  journal: 'the journal',
  calls: 'call records',
  recordings: 'recordings',
  socket: 'the socket of cc calls',
}

const notices: Notices = {
  'call-arrived': ({ call, caller, dialed }) => `call ${call}: ${caller || '(hidden)'} has dialed ${dialed}`,
  'call-dialed': ({ call, extension, dialed }) => `call ${call}: phone ${extension} has dialed ${dialed}`,
  'call-refused': ({ call, because }) => `call ${call}: ${explain.refused[because]}`,
  'call-waits': ({ call, queue }) => `call ${call}: waits in ${queue}`,
  'call-talks': ({ call, agent }) => `call ${call}: talks with ${agent}`,
  'call-kept': ({ call, agent, forMs }, { span }) =>
    `call ${call}: ${explain.callerCleared({ agent: agent ?? '', span: span(forMs) })}`,
  'recall-failed': ({ call, number, because }) =>
    `call ${call}: the first attempt to call ${number} back has failed: ${explain.recallFailed[because]}`,
  'caller-back': ({ call, how }) => `call ${call}: ${explain.callerBack[how]}`,
  'call-ended': ({ call, outcome, how }) =>
    `call ${call}: ended: ${how === undefined ? explain.outcomes[outcome] : explain.endings[how]}`,
  'message-left': ({ call, box, recording }) => `call ${call}: left a message for ${box}: ${recording}`,
  'messages-heard': ({ call, box, count }, { number }) => `call ${call}: messages of ${box} heard: ${number(count)}`,
  'number-blocked': ({ number, forMs }, { span }) =>
    `callers with ${number} are refused ${forMs === null ? 'from now on' : `for ${span(forMs)}`}`,
  'agent-changed': ({ agent, state, because }) => `${agent}: ${stage(state)} (${wordOf(codes.agentChanges, because)})`,
  'trunk-busy': ({ trunk, dialed }) => `trunk ${trunk}: no channel free for a caller of ${dialed}`,
  'trunk-failed': ({ trunk, because }) =>
    `trunk ${trunk}: takes no calls (${faultOf(because)})${trunkRemedies[because] ?? ''}`,
  'trunk-restored': ({ trunk }) => `trunk ${trunk}: works again`,
  'trunk-silent': ({ trunk }) =>
    `trunk ${trunk}: does not answer; calls out go by its backup where it has one: see its proxies or registrar, and the network`,
  'clock-jumped': ({ byMs }, { span }) =>
    `the machine's clock went ${byMs < 0 ? 'back' : 'forward'} by ${span(Math.abs(byMs))}; times here go on as before until the next start`,
  'folder-lost': ({ folder, what, lost }, { number }) =>
    [
      `of ${folder} was taken away while the center runs: ${what.map((part) => parts[part]).join(', ')}.`,
      ...(what.includes('journal')
        ? [
            lost === null
              ? 'The journal was put back whole: nothing of it is lost.'
              : `The journal was put back from event ${number(lost.toSeq + 1)} on; events ${number(lost.fromSeq)} to ${number(lost.toSeq)} are lost: put their files back from a copy before the next start, or begin anew in an empty folder.`,
          ]
        : []),
      ...(what.includes('calls') ? ['Call records come back from the journal at the next start.'] : []),
      ...(what.includes('recordings') ? ['Recordings made before are lost.'] : []),
    ].join(' '),
  'hours-changed': ({ hours, open }) => (open ? `${hours}: open from now on` : `${hours}: closed from now on`),
  'journal-mended': () => 'the journal is written again; nothing was lost',
  'recordings-mended': () => 'recordings are written again; what was said meanwhile is kept as far as there was room',
  'phone-registered': ({ extension, source }) => `phone ${extension}: registered from ${source}`,
  'phone-gone': ({ extension, source }) => `phone ${extension}: no longer registered from ${source}`,
  stranger: ({ source, code, count, leftMs }, { number, span }) =>
    codes.strangers[code]({ source, count: number(count), left: leftMs === null ? '' : span(leftMs) }),
  fallback: ({ dialed, extension }) => `a call of ${dialed} went to the fallback phone ${extension}`,
  overloaded: ({ callsPerSecond, lagMs }) =>
    `overloaded: new calls are refused with 503 (${callsPerSecond} calls/s, ${lagMs} ms late)`,
  trouble: ({ message }) => `warning: ${message}`,
  'closed-dead': ({ calls, stages }) =>
    `the last run was killed; calls that were up then are closed: ${calls} (${Object.entries(stages)
      .map(([name, count]) => `${stage(name)} ${count}`)
      .join(', ')})`,
  ending: ({ calls, drainMs }, { span }) =>
    calls === 0
      ? 'ending: no calls are up'
      : `ending: no new calls; waiting up to ${span(drainMs)} for those that are up: ${calls} (Ctrl-C again: clear them now)`,
  hurried: () => 'clearing the calls that are up',
  ended: ({ cleared }) => (cleared === 0 ? 'ended; everything is written' : `ended; calls cleared: ${cleared}`),
}

const features: Readonly<Record<CodeName, string>> = {
  'log-in': 'log in',
  'log-out': 'log out',
  ready: 'ready',
  'not-ready': 'not ready; a reason may follow',
  'wrap-up-done': 'wrap-up is done',
  hoax: 'the last caller was a hoax: refused for a time',
  'pick-up': 'pick up a ringing phone; its number may follow',
  voicemail: 'hear the messages in your box and those of your queues',
  monitor: 'monitor: hear the phone whose number follows',
  whisper: 'whisper to that phone',
  'barge-in': 'barge in',
  release: 'end the conversation of that phone',
}

export const start = {
  opening: ({ name }: { name: string }) => `Starting ${name} (the first time, prompts are spoken: some seconds)`,
  running: ({ name }: { name: string }) => `${name} takes calls`,
  sip: 'SIP',
  listensAt: ({ at, host }: { at: string; host: string }) => `${at}, listening at ${host}`,
  /** Between two servers, of which a phone is given one. */
  or: ' or ',
  media: 'Media',
  keeps: 'Keeps',
  dial: 'Numbers to dial',
  way: ({ flow, when, tag }: { flow: string; when: string | null; tag: string | null }) =>
    [flow, ...(when === null ? [] : [`when ${when} is open`]), ...(tag === null ? [] : [`for ${tag}`])].join(' '),
  otherwise: ({ flow }: { flow: string }) => `otherwise ${flow}`,
  noRoute: 'no route: refused',
  openNow: 'Where callers come to now',
  waysBetween: ', ',
  /** Between two sentences of a line. */
  stop: '. ',
  register: ({ server }: { server: string }) =>
    `To register a phone: server ${server}, its number as the user name, and the password that .env or the environment has under the name at the end`,
  insideNumbers: 'Numbers to dial from a phone, beside other phones',
  inside: {
    queue: ({ to }: { to: string }) => `queue ${to}`,
    flow: ({ to }: { to: string }) => `flow ${to}`,
    group: ({ to }: { to: string }) => `group ${to}: the first to answer`,
    broadcast: ({ to }: { to: string }) => `group ${to}: everybody who answers`,
    outside: ({ to }: { to: string }) => `outside by ${to}`,
  },
  codes: 'Codes to dial from a phone',
  tryIt: ({ number, extension }: { number: string; extension: string }) =>
    `To try it, in two other terminals: cc phone ${extension} --ready and cc dial ${number}`,
  howToEnd: ({ drain }: { drain: string }) =>
    `Ctrl-C: no new calls, up to ${drain} for those that are up, then the end`,
  live: ({ calls, waiting, ready, talking }: { calls: number; waiting: number; ready: number; talking: number }) =>
    `calls ${calls} · waiting ${waiting} · agents ready ${ready}, talking ${talking}`,
  notices,
  features,
}
