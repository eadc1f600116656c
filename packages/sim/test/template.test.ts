/** The customer-service template, run from its sources. */
import { loadCenter, runScenario } from '@callweave/sim/node'
import { describe, expect, test } from 'vitest'
import { play } from './script.js'
import { ms } from './small-center.js'

describe('the customer-service template', () => {
  const folder = new URL('../../cli/templates/customer-service/', import.meta.url).pathname

  test('T2 a call through every part of it', async () => {
    const center = await loadCenter(`${folder}center.ts`)
    const { story, all, outcomes } = play(center, {
      calls: { '4008001234': [0] },
      callers: { keys: { main: { '0': 1 }, survey: { '1': 1 } }, keyDelay: ms(2) },
      agents: { everyone: { answer: ms(3), talk: ms(60), hangsUpRatio: 1 } },
    })
    const types = story(1).map((line) => line.split(' ')[1])
    for (const type of ['call.routed', 'menu.chosen', 'queue.entered', 'offer.made', 'screen.popped', 'legs.bridged']) {
      expect(types).toContain(type)
    }
    expect(all('survey.answered')).toMatchObject([{ answer: 'yes', queue: 'service' }])
    expect(all('agent.changed').some(({ to, untilMs }) => to === 'wrap-up' && untilMs !== null)).toBe(true)
    expect(outcomes).toEqual({ 1: 'served' })
  })

  test('T2 its day, on real call counts', async () => {
    const report = await runScenario({ scenarioFile: `${folder}scenarios/day.ts`, seed: 7, replications: 1 })
    const { offered, ...ways } = report.calls
    expect(offered).toBeGreaterThan(1_000)
    const { overflowed: _twice, ...ended } = ways
    expect(Object.values(ended).reduce((sum, count) => sum + count, 0)).toBe(offered)
    for (const way of ['answered', 'abandoned', 'selfServed', 'leftMessage'] as const) {
      expect(report.calls[way], way).toBeGreaterThan(0)
    }
    const again = await runScenario({ scenarioFile: `${folder}scenarios/day.ts`, seed: 7, replications: 1 })
    expect(again.kpis).toEqual(report.kpis)
  })
})
