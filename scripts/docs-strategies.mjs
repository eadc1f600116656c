// docs/strategies/compared.md: every strategy against longest-idle, under the same callers, with the interval of the
// difference. A simulation with fixed seeds gives the same page on every machine, so `npm run docs -- --check` can hold it.
import './sources.mjs'

const acd = await import('@callweave/acd')
const { defineCallCenter } = await import('@callweave/center')
const { compareResults, constant, defineScenario, exponential, poisson, replicationSeed, runReplication } =
  await import('@callweave/sim')

const agents = 12
const replications = 20
const names = Array.from({ length: agents }, (_, i) => `agent-${String(i + 1).padStart(2, '0')}`)
/** The ablest is slowest: what an order costs shows only where agents differ. */
const level = (i) => 10 - Math.floor((i * 9) / (agents - 1))
const paceFactor = (i) => 1.4 - (0.8 * i) / (agents - 1)

const rings = [{ afterMs: 15_000, skillLevel: 1 }]
const strategies = {
  'round-robin': acd.roundRobin,
  linear: acd.linear,
  random: acd.random,
  'ring-all': acd.ringAll(),
  'fewest-calls': acd.fewestCalls,
  'least-talk-time': acd.leastTalkTime,
  weighted: acd.weighted,
  'percent-allocation': acd.percentAllocation,
  'priority-by-ability': acd.priorityByAbility,
  'best-skilled': acd.bestSkilled,
  'least-skilled': acd.leastSkilled,
  'expanding-rings': acd.expandingRings(acd.longestIdle, { rings }),
  'last-agent-first': acd.lastAgentFirst(acd.longestIdle),
  'owner-first': acd.ownerFirst(acd.longestIdle),
}

const centerWith = (strategy, wanted) =>
  defineCallCenter({
    trunks: { main: { numbers: ['100'], channels: 200 } },
    skills: ['service'],
    agents: Object.fromEntries(
      names.map((name, i) => [name, { extension: String(100 + i), skills: { service: level(i) } }]),
    ),
    queues: {
      service: {
        strategy,
        members: names.map((agent, i) => ({ agent, weight: i < 4 ? 2 : 1 })),
        wants: { service: wanted },
        serviceLevel: { withinMs: 20_000 },
      },
    },
    flows: { day: { start: { step: 'queue', queue: 'service' } } },
    owners: Object.fromEntries(
      Array.from({ length: 50 }, (_, i) => [`55500${String(i).padStart(4, '0')}`, names[i % agents]]),
    ),
    routes: [{ number: '100', flow: 'day' }],
  })

function resultsOf(strategy, wanted) {
  const center = centerWith(strategy, wanted)
  const { scenario } = defineScenario(center, {
    start: '2026-01-12T08:00',
    lengthMs: 8 * 3_600_000,
    warmUpMs: 3_600_000,
    arrivals: [{ dialed: '100', callers: 'public', source: poisson({ callsPerHour: 210 }) }],
    callers: { public: { patience: exponential({ meanMs: 180_000 }), population: 50, numberPrefix: '555' } },
    agents: {
      everyone: { answer: constant({ ms: 2_000 }), talk: exponential({ meanMs: 180_000 }) },
      only: Object.fromEntries(names.map((name, i) => [name, { paceFactor: paceFactor(i) }])),
    },
  })
  return Array.from({ length: replications }, (_, n) =>
    runReplication({ definition: center, scenario, seed: replicationSeed(7, n) }),
  )
}

const shown = { 'service-level': ['%', 100], asa: ['s', 0.001], abandonment: ['%', 100], occupancy: ['%', 100] }

const cell = (kpis, name) => {
  const { value, low, high } = kpis.find((kpi) => kpi.name === name && kpi.queue === 'service')
  const [unit, scale] = shown[name]
  const round = (n) => (n * scale).toFixed(2).replace(/^-(0\.00)$/, '$1')
  const isReal = low > 0 || high < 0
  const text = `${value > 0 ? '+' : ''}${round(value)} ${unit} ±${round((high - low) / 2)}`
  return isReal ? `**${text}**` : text
}

export function comparedPage() {
  // Rings need something to widen: both sides of that row want level 6 at first.
  const bases = { 1: resultsOf(acd.longestIdle, 1), 6: resultsOf(acd.longestIdle, 6) }
  const rows = Object.entries(strategies).map(([name, strategy]) => {
    const wanted = name === 'expanding-rings' ? 6 : 1
    const kpis = compareResults(bases[wanted], resultsOf(strategy, wanted), ['service'])
    return `| [${name}](${name}.md) | ${Object.keys(shown)
      .map((figure) => cell(kpis, figure))
      .join(' | ')} |`
  })
  return `# Strategies compared

Made from the code by \`npm run docs\`.

Each strategy less longest-idle, under the same callers (seed 7, ${replications} replications, 95% intervals; bold where 0 lies outside).
${agents} agents with skill levels from 10 down to 1; the ablest takes 1.4 times as long for a call, the least able 0.6 times.
210 calls an hour of 180 s on average, patience 180 s, eight hours of which the first is left out. The first four agents
have weight 2. Fifty customers, each with an owner. Agents who were all alike would make no difference between the orders:
who is served when would be the same. Ratios are in percentage points. Rings: both sides want level 6, and after 15 s the rings let everybody in.

| strategy | service level | mean wait | gave up | occupancy |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`
}
