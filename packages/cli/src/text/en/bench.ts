/** What `cc bench` prints. */
export interface RivalWords {
  readonly of: string
  readonly name: string
  readonly unit: string
  readonly median: string
  readonly min: string
  readonly max: string
  readonly ratio: string
}

export interface RivalTexts {
  readonly measured: (words: RivalWords) => string
  /** Where the rival is not installed. */
  readonly recorded: (words: RivalWords) => string
}

export const bench = {
  measuring: ({ bench }: { bench: string }) => `Measuring ${bench}`,
  benches: {
    sim: {
      measures: 'calls a second through the shipped center in virtual time, with and without a log, beside SimPy',
      about:
        'M/M/330: 100 calls a minute, 180 s, one longest-idle queue. Twenty queues: skills, patience and redial, 94% busy. Every event is made and folded into figures.',
    },
    routing: {
      measures: 'one routing decision, for each strategy, from 100 to 10,000 agents',
      about:
        'From a call that comes, or an agent who becomes ready, to the offer with its events: p50 / p99 in microseconds. 100 queues, each agent in 10; 3 skills each; half of the agents ready; as many calls waiting as there are agents. Calls of a queue want one of 3 combinations of skill levels; 216 in the line that says so. In round-robin-same-500 the same 500 agents of each half take part on every floor: a control, for they fit into the caches.',
    },
    staffing: {
      measures: 'points a second of the formulas Erlang B, C and A',
      about: 'Loads from 90 to 98%, all figures of a point.',
    },
    ivr: {
      measures: 'tests of a flow a second, without a phone',
      about: 'A service line with four menus; each way is a call of its own through the shipped engine.',
    },
    log: {
      measures: 'writing and reading the event log, in both formats',
      about: 'Events of the twenty queues; to a file and back.',
    },
    media: {
      measures: 'many calls of two legs at once: added jitter, loss and CPU of the media thread',
      about:
        'G.711 over the loopback, 50 packets a second from each leg, relayed to the other and kept in a ring for a recorder. The switch has one core, the packet source, a process of its own, another. Added jitter: by how much two packets stand otherwise apart than they were sent. Stalled: the main thread stands still for 40 ms every half second. A run whose source was itself over 5 ms late (p99), three times over, is void: its figures are left out.',
    },
    sip: {
      measures:
        'SIP messages read, beside the npm package sip, and what a call costs that is answered, or goes through a center, with sipp as caller',
      about:
        'INVITEs of 1,400 bytes with 19 headers. Typed: every header is read as a value of its type; on first use: what a server needs to answer. Answered: INVITE, 180, 200, ACK, BYE, 200 over UDP on the loopback, by transactions and dialogs and nothing else; all processor time of that process. Center: number, flow, queue, agent, call record, with journal and records on disk, sipp as caller and as the phones of the agents; 2 s of talk.',
    },
  },
  cases: {
    'm-m-330/no-log': 'M/M/330, no log',
    'm-m-330/all-cores': 'M/M/330, no log, over all cores',
    'm-m-330/jsonl-log': 'M/M/330, JSON Lines on disk',
    'm-m-330/binary-log': 'M/M/330, binary log on disk',
    'twenty-queues/no-log': 'twenty queues, no log',
    'm-m-330/memory': 'M/M/330, one long run',
    'every-path': 'every way through the flow',
    'flow-test': 'a flow test with two keys',
    'jsonl/write': 'JSON Lines, write',
    'jsonl/read': 'JSON Lines, read',
    'binary/write': 'binary, write',
    'binary/read': 'binary, read',
    'batches/600-calls': '600 calls, batches',
    'batches/700-calls': '700 calls, batches',
    'batches/500-calls-stalled': '500 calls, batches, stalled',
    'dgram/250-calls': '250 calls, node:dgram',
    'in-c/600-calls': '600 calls, relay in C',
    'parse/typed': 'INVITE read, typed',
    'parse/first-use': 'INVITE read, typed on first use',
    'parse/sip-as-it-comes': 'npm sip, as it comes: numbers, lists and URIs stay text',
    'uas/500-per-s': 'answered, 500 calls/s',
    'uas/1000-per-s': 'answered, 1,000 calls/s',
    'uas/2000-per-s': 'answered, 2,000 calls/s',
    'uas/3000-per-s': 'answered, 3,000 calls/s',
    'center/100-per-s': 'center, 100 calls/s',
    'center/200-per-s': 'center, 200 calls/s',
    'center/400-per-s': 'center, 400 calls/s',
    'center/held': 'center, 1,000 calls up',
    'center/held/threads': 'the same, in its other threads',
    'center/held/left': 'the same, 34 s after their end',
    'center/memory': 'center, one long run',
    'center/breaking': 'center, until a call fails',
  } as Readonly<Record<string, string>>,
  units: {
    'calls/s': 'calls/s',
    'calls/cpu-s': 'calls/CPU s',
    'events/s': 'events/s',
    'events/call': 'events/call',
    bytes: 'peak memory',
    us: 'us',
    'steps/decision': 'steps/decision',
    'evaluations/s': 'points/s',
    'paths/s': 'calls/s',
    'steps/s': 'steps/s',
    'ns/event': 'ns/event',
    'bytes/event': 'bytes/event',
    'ms-jitter': 'added jitter p99, ms',
    'lost-percent': 'lost, %',
    'cpu-percent': 'CPU, % of a core',
    'ms-own': 'source late p99, ms',
    'own-cpu-percent': 'source CPU, %',
    'messages/cpu-s': 'messages/CPU s',
    'cpu-us/call': 'CPU us/call',
    failed: 'failed calls',
    'sent-again': 'sent again',
    'ms-heard': 'INVITE to 18x p99, ms, by sipp',
    'ms-answer': 'the same inside',
    'ms-offer': 'queue to agent INVITE p99, ms',
    'bytes/call': 'bytes/call',
  },
  strategy: 'Strategy',
  agents: ({ agents }: { agents: string }) => `${agents} agents`,
  callComes: 'A call comes, and many agents are ready',
  agentReady: 'An agent becomes ready, and many calls wait',
  time: 'p50 / p99, us',
  steps: 'steps in indexes',
  growth: 'growth',
  tenfold: 'per tenfold',
  growthNote:
    'Growth: of p50 (of steps) from the smallest to the largest floor, over that of log n; 1 grows with log n.\n' +
    '  Per tenfold: what each tenfold of the agents adds. Equal sums mean a line against log n.\n' +
    '  Steps: keys compared, rows read and places touched, on average. No cache has a part in them. What time grows more is\n' +
    '  memory: compare round-robin with round-robin-same-500, the same steps by agents who lie in the caches.',
  calls: 'Calls so far',
  memory: 'Memory',
  rivals: {
    sim: {
      measured: ({ of, name, unit, median, min, max, ratio }) =>
        `${of}: ${name}, the same queue in one process, just now ${median} ${unit} (${min}-${max}). Callweave: ${ratio} times as many.`,
      recorded: ({ of, name, unit, min, max, ratio }) =>
        `${of}: ${name} is not installed; recorded on another machine of 2 shared cores, in one process: ${min}-${max} ${unit}. Callweave here: ${ratio} times as many.`,
    },
    sip: {
      measured: ({ of, name, unit, median, min, max, ratio }) =>
        `${of}: ${name} from npm, every header typed, the same messages by turns, just now ${median} ${unit} (${min}-${max}). Callweave: ${ratio} times as many.`,
      recorded: ({ of, name, unit, min, max, ratio }) =>
        `${of}: ${name} from npm is not installed; recorded on another machine of 2 shared cores, every header typed: ${min}-${max} ${unit}. Callweave here: ${ratio} times as many.`,
    },
  } as Readonly<Record<string, RivalTexts>>,
  skipped: ({ of, needs }: { of: string; needs: string }) =>
    `${of}: left out, ${needs} is not installed (Debian: apt-get install sip-tester).`,
  runs: ({ runs }: { runs: string }) =>
    `Median of ${runs} runs (lowest-highest) after a warm-up, each case in a process of its own.`,
  once: 'One run.',
  quick: 'Small sizes (--quick): for a glance, not for a comparison.',
  list: 'cc bench <name> measures:',
  callsUnread: '--calls is for cc bench sim and cc bench sip',
}
