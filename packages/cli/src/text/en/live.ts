/** What `cc calls`, `cc agents` and `cc queues` print. */
const heads = {
  call: 'Call',
  caller: 'Caller',
  dialed: 'Dialed',
  since: 'Since',
  stage: 'Doing',
  where: 'Where',
  queue: 'Queue',
  waiting: 'Waiting',
  longest: 'Longest',
  callbacks: 'Callbacks',
  ready: 'Ready',
  loggedIn: 'Logged in',
  members: 'Members',
  agent: 'Agent',
  extension: 'Phone',
  state: 'State',
  wanted: 'Next',
  opening: 'Open',
  number: 'Number',
  flow: 'Callers meet',
  hours: 'Opening hours',
}

/** Of calls, then of agents. */
const stages = {
  flow: 'in the flow',
  waiting: 'waiting',
  offered: 'ringing an agent',
  talking: 'talking',
  kept: 'kept, the caller has hung up',
  'logged-out': 'logged out',
  ready: 'ready',
  ringing: 'ringing',
  hold: 'on hold',
  'wrap-up': 'wrap-up',
  'not-ready': 'not ready',
}

export const live = {
  heads,
  stages,
  states: stages,
  noCalls: 'No calls.',
  noQueues: 'The definition has no queues.',
  noAgents: 'The definition has no agents.',
  hidden: '(hidden)',
  hours: {
    open: 'open',
    closed: 'closed',
    openUntil: ({ until }: { until: string }) => `open until ${until}`,
    closedUntil: ({ until }: { until: string }) => `closed until ${until}`,
  },
  withReason: ({ state, reason }: { state: string; reason: string }) => `${state} (${reason})`,
  noCenter: 'no center runs in this project',
  neverRan: 'no center has run in this project yet',
  noCenterRemedy: 'cc start starts it; --folder says where it keeps what it has, if that is elsewhere',
  noSuchAgents: ({ names, count }: { names: string; count: number }) =>
    count === 1 ? `there is no agent ${names}` : `there are no agents ${names}`,
  nobodyChanged: 'Nobody was changed.',
  agentCannot: ({ agent, from, to }: { agent: string; from: string; to: string }) =>
    `${agent}: is ${from}, and cannot become ${to} from there`,
  agentRefused: ({ agent, message }: { agent: string; message: string }) => `${agent}: not changed: ${message}`,
  agentIs: ({ agent, state }: { agent: string; state: string }) => `${agent}: ${state}`,
  agentWill: ({ agent, state }: { agent: string; state: string }) => `${agent}: ${state} when the call ends`,
}
