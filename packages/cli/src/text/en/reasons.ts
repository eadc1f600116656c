/** Why a call waited or an agent got it, as `cc explain` says it. */
const calls = (n: string): string => (n === '1' ? '1 call' : `${n} calls`)
const all = (n: string): string => (n === '1' ? 'the only one' : `all ${n}`)
const others = (n: string): string => (n === '1' ? '1 other call' : `${n} other calls`)
const were = (n: string): string => (n === '1' ? 'was' : 'were')

export const reasons = {
  /** One sentence of each wait. */
  didNotWait: ({ queue }: { queue: string }) => `Did not wait in ${queue}.`,
  /** A promise to call back waits in place of its caller. */
  promiseWaited: ({ wait, queue, parts }: { wait: string; queue: string; parts: readonly string[] }) =>
    `The callback waited ${wait} in ${queue}${parts.length === 0 ? '' : ` because ${parts.join(' and ')}`}.`,
  waited: ({ wait, queue, parts }: { wait: string; queue: string; parts: readonly string[] }) =>
    `Waited ${wait} in ${queue}${parts.length === 0 ? '' : ` because ${parts.join(' and ')}`}.`,
  wholeTime: ({ cause }: { cause: string }) => `${cause} the whole time`,
  almostWholeTime: ({ cause }: { cause: string }) => `${cause} almost the whole time`,
  forTime: ({ cause, time }: { cause: string; time: string }) => `${cause} (${time})`,
  causes: {
    'put-off': () => 'its time had not come',
    ringing: () => 'a phone was ringing for it',
    held: () => 'it was held for one agent who was busy',
    'nobody-able': () => 'the rules of the queue let nobody take it',
    'nobody-in': () => 'nobody who can take it was logged in',
    'all-away': ({ n }: { n: string }) => `${all(n)} logged in who can take it ${were(n)} not ready`,
    'all-busy': ({ n }: { n: string }) => `${all(n)} logged in who can take it ${were(n)} busy`,
    strategy: () => 'the strategy let it wait though somebody was ready',
  },
  range: ({ fewest, most }: { fewest: string; most: string }) => `${fewest} to ${most}`,
  notAnswered: ({ agents }: { agents: string }) => `Not picked up by ${agents}.`,
  turnedDown: ({ agents }: { agents: string }) => `Turned down by ${agents}.`,
  times: ({ name, times }: { name: string; times: string }) => `${name} (${times} times)`,
  ableOf: ({ able, members }: { able: string; members: string }) =>
    `When it came, ${able} of the ${members} members could take it by skill, tier and rules.`,
  aheadOnEntering: ({ n }: { n: string }) =>
    n === '0' ? 'No call was ahead of it when it came.' : `${calls(n)} ${were(n)} ahead of it when it came.`,
  othersTaken: ({ n, why }: { n: string; why: string }) => `Meanwhile they took ${others(n)}: ${why}.`,
  /** All of one kind. */
  othersTakenAs: {
    earlier: ({ n }: { n: string }) => `Meanwhile they took ${others(n)} that had waited longer.`,
    priority: ({ n }: { n: string }) => `Meanwhile they took ${others(n)} with higher priority.`,
    level: ({ n }: { n: string }) => `Meanwhile they took ${others(n)} in a queue that they serve first.`,
    later: ({ n }: { n: string }) => `Meanwhile they took ${others(n)} while this one rang or they had not taken it.`,
  },
  aheadGone: ({ gaveUp, otherwise }: { gaveUp: string; otherwise: string }) => {
    const parts = [gaveUp === '0' ? '' : `${gaveUp} gave up`, otherwise === '0' ? '' : `${otherwise} left otherwise`]
    return `Of those ahead of it, ${parts.filter(Boolean).join(' and ')}.`
  },
  precedence: {
    earlier: ({ n }: { n: string }) => `${n} that had waited longer`,
    priority: ({ n }: { n: string }) => `${n} with higher priority`,
    level: ({ n }: { n: string }) => `${n} in a queue that they serve first`,
    later: ({ n }: { n: string }) => `${n} while this one rang or they had not taken it`,
  },

  /** Lines below an event. */
  nobodyReady: 'nobody who may take it is ready',
  noOther: 'nobody else who may take it is ready',
  inOrder: ({ by }: { by: readonly string[] }) => `ready, in order of ${by.join(', then ')}`,
  drawnAmong: 'ready, one of them is drawn',
  looksAtAll: 'ready, the strategy looks at all of them',
  first: ({ agent }: { agent: string }) => `${agent} is asked before the others`,
  between: ', ',
  sentenceBetween: ' ',
  orders: {
    tier: 'tier',
    penalty: 'penalty',
    idleSinceMs: 'longest idle',
    callsHandled: 'fewest calls',
    talkMs: 'least talk',
    position: 'place in the list',
    skillLevel: { ascending: 'lowest skill', descending: 'highest skill' },
    weight: 'highest weight',
    answeredPerWeight: 'fewest calls for the weight',
    turn: 'turn',
    mayBegin: 'share',
    dueAt: 'when due',
    name: 'name',
  },
  terms: {
    tier: ({ n }: { n: string }) => `tier ${n}`,
    penalty: ({ n }: { n: string }) => `penalty ${n}`,
    callsHandled: ({ n }: { n: string }) => calls(n),
    talkMs: ({ n }: { n: string }) => `talked ${n}`,
    position: ({ n }: { n: string }) => `no. ${n}`,
    skillLevel: ({ n }: { n: string }) => `skill ${n}`,
    weight: ({ n }: { n: string }) => `weight ${n}`,
    answeredPerWeight: ({ n }: { n: string }) => `${n} for each unit`,
    turn: ({ n }: { n: string }) => (n === '0' ? 'next' : `${n} later`),
    mayBegin: ({ n }: { n: string }): string => (n === '0' ? 'has had the share' : 'share is due'),
    dueAt: ({ n }: { n: string }) => `at ${n}`,
    other: ({ key, n }: { key: string; n: string }) => `${key} ${n}`,
  },
  /** What a strategy tells beside its reason. */
  offerTerms: {
    position: ({ n }: { n: string }) => `no. ${n} in the list`,
    skillLevel: ({ n }: { n: string }) => `skill ${n}`,
    calls: ({ n }: { n: string }) => calls(n),
    answered: ({ n }: { n: string }) => `${n} answered`,
    weight: ({ n }: { n: string }) => `weight ${n}`,
    ringing: ({ n }: { n: string }) => (n === '1' ? 'the first phone that rings' : `phone ${n} that rings`),
  },
  tied: '(same, so the name decides)',
  passedOver: 'passed over',
  group: ({ label, names }: { label: string; names: string }) => `${label}: ${names}`,
  count: ({ label, n }: { label: string; n: string }) => `${label}: ${n}`,
  groupBetween: '; ',
  level: ({ has }: { has: string }) => `tier ${has}, not let in yet`,
  penaltyOver: ({ wanted }: { wanted: string }) => `penalty above ${wanted}`,
  penaltyUnder: ({ wanted }: { wanted: string }) => `penalty below ${wanted}`,
  skill: ({ skill, wanted }: { skill: string; wanted: string }) => `${skill} below ${wanted}`,
  noSkill: ({ skill }: { skill: string }) => `no ${skill}`,
  held: ({ agent }: { agent: string }) => `not now, as it is held for ${agent}`,
  refused: 'did not take it before',
  strategyWaits: ({ because }: { because: string }) => `the strategy waits: ${because}`,
  waitsBecause: {
    'enough-phones-ring': 'enough phones ring',
    'next-phone-later': 'the next phone rings later',
  },
  askedAgain: ({ when }: { when: readonly string[] }) => `asked again ${when.join(', or ')}`,
  when: {
    free: ({ n, first }: { n: string; first: string }) =>
      `${n === '1' ? 'when that one is free' : `when one of these ${n} is free`}${first === '' ? '' : ` (${first})`}`,
    latest: ({ agent, time }: { agent: string; time: string }) => `${agent} in ${time} at the latest`,
    in: ({ n }: { n: string }) => `when one of the ${n} who are not logged in comes`,
    stage: ({ time }: { time: string }) => `in ${time}, when the rules of the queue may let in more`,
    strategy: ({ time }: { time: string }) => `in ${time}, as the strategy wishes`,
    'callback-due': ({ time }: { time: string }) => `in ${time}, when the callback is due`,
  },
  endsBy: {
    'max-wait': ({ time }: { time: string }) => `by rule the wait ends in ${time}`,
    overflow: ({ time }: { time: string }) => `by rule it goes to another queue in ${time}`,
    'callback-expires': ({ time }: { time: string }) => `the callback is given up in ${time}`,
  },

  /** `--agent`. */
  agentHeading: ({ agent, at, timeZone }: { agent: string; at: string; timeZone: string }) =>
    `${agent}, ${at} ${timeZone}`,
  busiest: ({ n }: { n: string }) =>
    `Most calls (${n}) that this agent could take waited then; for another moment: --at HH:MM:SS`,
  neverWaited: 'No call that this agent could take waited in all of this log; for any moment: --at HH:MM:SS',
  agentState: ({ state, time }: { state: string; time: string }) => `Has been ${state} for ${time}`,
  neverIn: 'Has not come in yet',
  notIn: ({ time }: { time: string }) => `Is not logged in, for ${time} now`,
  couldTake: ({ n }: { n: string }) =>
    n === '0' ? 'No call waited that this agent could take' : `${calls(n)} waited that this agent could take`,
  untilLatest: ({ time }: { time: string }) => `${time} more at the most`,
  notReadyFor: ({ reason }: { reason: string }) => `reason: ${reason}`,
  withCall: ({ call }: { call: string }) => `call ${call}`,
  ringsFor: ({ call }: { call: string }) => `call ${call} rings there`,
  wantsState: ({ state }: { state: string }) => `has asked to be ${state} after this call`,
  sinceShift: ({ n, talk, misses }: { n: string; talk: string; misses: string }) =>
    `${calls(n)} answered since coming in, ${talk} talked; missed in a row: ${misses}`,
  noQueues: 'is a member of no queue',
  queueLine: ({ queue, n }: { queue: string; n: string }) =>
    n === '0' ? `queue ${queue}: no call waits` : `queue ${queue}: ${calls(n)} waiting, best first`,
  asTier: ({ tier }: { tier: string }) => `as tier ${tier}`,
  waitingCall: ({ call, time }: { call: string; time: string }) => `call ${call}, waiting ${time}`,
  more: ({ n }: { n: string }) => `and ${n} more`,
  nextHere: 'comes next, once this agent is ready',
  ringsAt: ({ agents }: { agents: string }) => `rings at ${agents}`,
  notHere: ({ why }: { why: string }) => `not for this agent: ${why}`,
  putOff: ({ time }: { time: string }) => `put off for ${time}`,
  lastOffer: ({ at, call, queue, why }: { at: string; call: string; queue: string; why: string }) =>
    `Last offered a call at ${at}: call ${call} of ${queue} (${why})`,
  passedBy: ({ n, since }: { n: string; since: string }) =>
    `Ready since ${since}; ${n === '1' ? '1 call was' : `${n} calls were`} offered to others in that time:`,
  passedByNone: ({ since }: { since: string }) => `Ready since ${since}; no call came to these queues in that time.`,
  lastOffers: ({ n, since }: { n: string; since: string }) =>
    `Before that, ready from ${since}; ${calls(n)} went to others in that time:`,
  earlierOnes: ({ n }: { n: string }) => `${n} earlier ones are left out`,
  toOther: ({ at, call, agent }: { at: string; call: string; agent: string }) => `${at}  call ${call} to ${agent}`,
  placeWas: ({ place, of, by }: { place: string; of: string; by: readonly string[] }) =>
    `this agent was ${place} of ${of} in order of ${by.join(', then ')}`,

  /** Where there is no replay. */
  noReplay:
    'the log is of another definition than this one, so who could have taken the call cannot be worked out again; names may differ, too',
  noReplayRemedy: 'Name the definition that the log was made with: --center',
  noReplayAgent: 'the log is of another definition than this one, so the floor cannot be replayed',
  doesNotFit: ({ seq, type }: { seq: string; type: string }) =>
    `event ${seq} (${type}) does not fit what the log said before it`,
  doesNotFitRemedy: 'The log was edited, or its head names a definition that did not make it',
  beginsLate: ({ seq }: { seq: string }) =>
    `this log begins with event ${seq}, so who was where before it cannot be worked out`,
  noLog: 'there is no such file',
  noLogRemedy: 'cc sim writes one: runs/events.log; --log names another',
  partRemedy: ({ part }: { part: string }) => `A run was broken off; what it had written is in ${part}: --log ${part}`,
  journalRemedy: ({ journal }: { journal: string }) =>
    `cc sim writes one; of the calls that cc start has taken: --log ${journal}`,
  readsSimulated: ({ path, journal }: { path: string; journal: string }) =>
    `Read from ${path}, a simulated run. The center has taken calls since: --log ${journal} reads those`,
  reading: 'Reading the log',
  noAgent: ({ agent }: { agent: string }) => `there is no agent called '${agent}'`,
  nothingThen: 'the log has nothing of that time',
  nothingThenCut: 'the log is cut before that time',
  noEvents: 'this log has no event',
  cut: ({ at, timeZone }: { at: string; timeZone: string }) =>
    `the log is cut, or its run was not over: its last whole event is of ${at} ${timeZone}, and what came later is not told`,
  fromTo: ({ from, to }: { from: string; to: string }) => `a time from ${from} to ${to}`,
}
