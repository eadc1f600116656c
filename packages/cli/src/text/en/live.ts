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
}

/** Of calls, then of agents. */
const stages = {
  flow: 'in the flow',
  waiting: 'waiting',
  offered: 'ringing an agent',
  talking: 'talking',
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
  agentIs: ({ agent, state }: { agent: string; state: string }) => `${agent}: ${state}`,
  agentWill: ({ agent, state }: { agent: string; state: string }) => `${agent}: ${state} when the call ends`,
}
