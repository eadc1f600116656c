/** What `cc sim` prints. */
export const sim = {
  simulating: 'Simulating',
  from: ({ start, timeZone, length }: { start: string; timeZone: string; length: string }) =>
    `${length} from ${start} ${timeZone}`,
  seed: ({ seed }: { seed: string }) => `seed ${seed}`,
  replications: ({ count }: { count: string }) => `replications ${count}`,
  definition: ({ hash }: { hash: string }) => `definition ${hash}`,
  calls: ({ count }: { count: string }) => `Calls in a run: ${count}`,
  ends: {
    answered: 'spoke with an agent',
    abandoned: 'gave up waiting',
    blocked: 'found all lines busy',
    refused: 'were refused',
    selfServed: 'were served by the menu',
    leftMessage: 'left a message',
    transferred: 'were transferred',
    dropped: 'hung up in the menu or were cut off',
  },
  overflowed: ({ count }: { count: string }) => `passed on from queue to queue: ${count}`,
  cutOff: ({ count }: { count: string }) =>
    `still waiting when nobody was left to serve them: ${count}; they count as gave up`,
  queue: 'Queue',
  allQueues: 'all together',
  figures: {
    offered: 'Calls',
    'service-level': 'Service level',
    asa: 'Mean wait',
    'wait-p95': 'Wait p95',
    abandonment: 'Gave up',
    occupancy: 'Occupancy',
  },
  interval: '± 95% confidence over the replications',
  noInterval: 'One replication has no confidence interval: more of them have',
  callsChart: ({ interval }: { interval: string }) => `calls to the queues in ${interval}`,
  levelChart: 'service level',
  noCalls: 'No call reached a queue.',
  speed: ({ calls, events, took }: { calls: string; events: string; took: string }) =>
    `Simulated in ${took}: ${calls} calls and ${events} events a second`,
  log: ({ path, events, size }: { path: string; events: string; size: string }) =>
    `Event log of the first replication: ${path} (${events} events, ${size})`,
  next: 'Next:',
  tryThese: ({ queue, log }: { queue: string; log: string }): readonly (readonly [string, string])[] => [
    [`cc sim --threshold 'service-level{queue=${queue}} >= 0.8'`, 'fail, with exit code 99, when a goal is missed'],
    ['cc sim --compare other-center.ts', 'the same calls through another definition'],
    ['cc explain longest', 'the call that waited longest, and why'],
    [`cc log cat ${log} | head`, 'what happened, event by event'],
  ],
  comparedWith: ({ file, hash }: { file: string; hash: string }) =>
    `against ${file} (definition ${hash}), the same calls`,
  before: 'now',
  after: 'other',
  difference: 'difference',
  differenceInterval: '± 95% confidence; call by call the same callers',
  real: 'a real difference',
  maybeChance: 'may be chance',
}
