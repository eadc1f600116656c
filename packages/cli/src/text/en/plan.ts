/** What `cc plan` prints. */
export const plan = {
  models: { 'erlang-b': 'Erlang B', 'erlang-c': 'Erlang C', 'erlang-a': 'Erlang A' },
  needed: ({ agents, goal, target }: { agents: string; goal: string; target: string }) =>
    `${agents} agents at the phone are enough to answer ${goal} within ${target}`,
  neededLines: ({ lines, goal }: { lines: string; goal: string }) =>
    `${lines} lines are enough to take ${goal} of the calls`,
  rostered: ({ rostered, shrinkage }: { rostered: string; shrinkage: string }) =>
    `${rostered} on the roster, with ${shrinkage} shrinkage`,
  point: ({ agents }: { agents: string }) => `With ${agents} agents`,
  pointLines: ({ lines }: { lines: string }) => `With ${lines} lines`,
  model: 'Model',
  offered: 'Offered load',
  erlangs: ({ value }: { value: string }) => `${value} erlangs`,
  serviceLevel: ({ target }: { target: string }) => `Answered within ${target}, of all calls`,
  asa: 'Mean wait of answered calls',
  pWait: 'Calls that wait',
  pAbandon: 'Calls that give up',
  blocking: 'Calls that find all lines busy',
  occupancy: 'Occupancy of agents',
  occupancyLines: 'Use of the lines',
  queueLength: 'Mean number waiting',
  unstable: 'More work arrives than the agents can do: the queue never stops growing.',
  highOccupancy: ({ occupancy }: { occupancy: string }) =>
    `Agents would be busy ${occupancy} of the time; above about 85-90% they tire and leave.`,
  day: ({ day, calls, goal, target }: { day: string; calls: string; goal: string; target: string }) =>
    `${day}: ${calls} calls; agents for ${goal} within ${target}`,
  columns: ['From', 'Calls', 'Agents', 'Roster', 'Service level', 'Mean wait', 'Occupancy'],
  callsChart: ({ interval }: { interval: string }) => `calls in ${interval}`,
  agentsChart: 'agents',
  peak: ({ agents, at }: { agents: string; at: string }) => `Peak: ${agents} agents from ${at}`,
  hours: ({ hours }: { hours: string }) => `Agent hours on the roster: ${hours}`,
  stationary:
    'Each interval is taken as if it lasted for ever (SIPP): after a peak, expect worse. cc sim shows by how much.',
  longInterval: ({ interval }: { interval: string }) =>
    `The file counts by ${interval}: the peaks of the day are levelled out, and at a peak too few will be there.`,
  moreDays: ({ days, first }: { days: string; first: string }) =>
    `The file has ${days} days; this is the first. Another: --day ${first}`,
  noDay: ({ day }: { day: string }) => `the file has no counts for ${day}`,
  dayExpected: ({ first, last }: { first: string; last: string }) => `a day from ${first} to ${last}`,
  tryNext: 'Next: simulate it. cc init makes a project, cc sim runs a day through it.',
  patienceUnread: 'only erlang-a knows callers who give up',
  shrinkageUnread: 'shrinkage matters when the number of agents is asked for',
  goalUnread: 'a goal is for finding the number of agents',
  twoTargets: 'the goal brings its own target, and --target says another',
}
