/** What `cc sim --against` prints. Of each cause: what it is, and in brackets what was measured. */
import type { TheoryCauseName } from '@callweave/sim'

type Terms = { readonly [term: string]: string }

const shareOfCalls = ({ ratio }: Terms): string => `${ratio} of the calls`

export const theory = {
  heading: 'Against Erlang A, interval by interval',
  agree: ({ within, of }: { within: string; of: string }) =>
    `${within} of ${of} figures lie within three standard errors of the formula.`,
  byChance: ({ count, replications }: { count: string; replications: string }) =>
    `With ${replications} replications about ${count} would lie outside by chance alone.`,
  needsMore: 'One replication has no standard error: nothing can be marked. Use --replications 10 or more.',
  nothing: 'No call reached a queue: there is nothing to compare.',
  unstable: ({ count }: { count: string }) =>
    `In ${count} more the formula has no value: nobody was on duty, or nobody ever hangs up and the queue grows for ever.`,
  interval: 'Interval',
  agents: 'Agents',
  erlangs: 'Erlangs',
  formula: 'Erlang A',
  simulated: 'Simulated',
  errors: 'SE',
  more: ({ count }: { count: string }) => `and ${count} more intervals; --json has them all`,
  legend: 'Why:',
  causes: {
    'carry-over': 'more callers waited when the interval began than the formula expects',
    'changing-load': 'the load is not steady: another one in the interval before, or within the interval',
    'agents-changed': 'agents came or went within the interval, or finished a call after their time',
    'arrivals-not-poisson':
      'calls vary less (counts from a file) or more (redials) from run to run than random ones do',
    'talk-not-exponential': 'handle times are not exponential; scv is their variance over their mean squared',
    'patience-not-exponential': 'patience is not exponential, or differs between groups of callers',
    redials: 'callers who gave up call again, and so come when it is busy anyway',
    ringing: 'the wait goes on while the phone of an agent rings',
    'missed-offers': 'agents missed or rejected offers',
    'trunk-full': 'callers found all lines busy and never reached the queue',
    'other-queues': 'its agents were busy with calls of other queues',
    skills: 'calls want skills that some agents have: these are many small queues, not one',
    'other-exits': 'callers left in ways that the formula does not have: a key, a rule, another queue',
    callbacks: 'agents also made promised calls back',
    'out-of-turn': 'calls were served ahead of others',
    fault: 'a fault of the scenario',
    'small-sample': 'fewer than ten calls to measure it by, in all replications together',
    chance: 'no cause was found, and one so far out is to be expected among so many',
    unexplained: 'no cause was found, and it is too far out for chance: please report it',
  } satisfies Record<TheoryCauseName, string>,
  terms: {
    'carry-over': ({ waiting, expected }: Terms) => `${waiting} waiting, expected ${expected}`,
    'changing-load': ({ beforeErlangs, nowErlangs, lowestPart, highestPart }: Terms) =>
      beforeErlangs === undefined
        ? `${lowestPart} to ${highestPart} calls in a sixth of it`
        : `${beforeErlangs} to ${nowErlangs} erlangs`,
    'agents-changed': ({ least, most }: Terms) => `${least} to ${most}`,
    'arrivals-not-poisson': ({ dispersion }: Terms) => `${dispersion} of random variance`,
    'talk-not-exponential': ({ scv }: Terms) => `scv ${scv}`,
    'patience-not-exponential': ({ scv }: Terms) => `scv ${scv}`,
    redials: shareOfCalls,
    ringing: ({ ringMs }: Terms) => `${ringMs}`,
    'missed-offers': ({ ratio }: Terms) => `${ratio} of the offers`,
    'trunk-full': ({ ratio }: Terms) => `${ratio} of the callers`,
    'other-queues': ({ ratio }: Terms) => `${ratio} of their time`,
    skills: ({ able, members }: Terms) => `${able} of ${members} can`,
    'other-exits': shareOfCalls,
    callbacks: ({ ratio }: Terms) => `${ratio} as many as calls`,
    'out-of-turn': shareOfCalls,
    fault: (_: Terms) => '',
    'small-sample': ({ calls }: Terms) => `${calls} calls`,
    chance: (_: Terms) => '',
    unexplained: (_: Terms) => '',
  } satisfies Record<TheoryCauseName, (terms: Terms) => string>,
}
