import type { CallEvent } from '@callweave/core'
import { describe, expect, test } from 'vitest'
import { call } from '../testing/call.js'
import { sample } from '../testing/sample.js'
import { walkPath } from '../testing/walk.js'
import { pathCoverage } from './coverage.js'
import { enumeratePaths } from './paths.js'
import { containmentRatio, createFlowUse } from './use.js'

/** Events of several calls as one log would have them: each call its own number. */
const together = (calls: readonly (readonly CallEvent[])[]): CallEvent[] =>
  calls.flatMap((events, i) => events.map((event) => ({ ...event, call: i + 1 }) as CallEvent))

describe('I6 paths', () => {
  test('I6 every way through the sample flow is found, and the engine goes each', () => {
    const { paths, complete } = enumeratePaths(sample, 'day')
    expect(complete).toBe(true)
    const walked = paths.map((path) => walkPath(sample, path))
    expect(walked.filter(({ strayedAt }) => strayedAt !== null)).toEqual([])
    const coverage = pathCoverage(sample, 'day', together(walked.map(({ events }) => events)))
    expect(coverage.steps).toEqual({ all: 12, taken: 12, missed: [] })
    expect(coverage.edges.missed).toEqual([])
  })
  test('I6 a limit is kept and said', () => {
    const { paths, complete } = enumeratePaths(sample, 'day', { limit: 3 })
    expect([paths.length, complete]).toEqual([3, false])
    expect(paths[0]).toEqual({
      steps: [
        { flow: 'day', step: 'start', when: 'then' },
        { flow: 'day', step: 'main', when: '1' },
        { flow: 'day', step: 'info', when: 'no-input' },
        { flow: 'day', step: 'bye', when: null },
      ],
      by: 'ends',
    })
  })
  test('I6 a path that the hour closes strays there', () => {
    const at = '2026-10-03T12:00:00+08:00'
    const open = enumeratePaths(sample, 'front').paths.find(({ steps }) => steps[0]?.when === 'open')
    expect(walkPath(sample, open as NonNullable<typeof open>, { at }).strayedAt).toMatchObject({ step: 'by-number' })
  })
})

describe('I6 coverage', () => {
  test('I6 what some calls have not been through is named', () => {
    const events = call(sample, 'day')
      .press('8')
      .returns('nobody')
      .reaches({ expected: '', isReached: () => true }).events
    const coverage = pathCoverage(sample, 'day', events)
    expect(coverage.steps.missed).toEqual(['info', 'account', 'balance', 'tell', 'sorry', 'agent', 'survey', 'bye'])
    expect(coverage.edges.missed).not.toContain('complain nobody -> message')
    expect(coverage.edges.missed).toContain('agent nobody -> message')
  })
  test('I6 containment and drop-off by step', () => {
    const use = createFlowUse(sample)
    use.take(
      together([
        call(sample, 'day').press('1').staysSilent().ended('self-served').events,
        call(sample, 'day').press('0').returns('nobody').speaks().ended('left-message').events,
        call(sample, 'day').press('1').hears('address').hangsUp().events,
        call(sample, 'day').hears('main-menu').hangsUp().events,
      ]),
    )
    expect([use.calls, use.contained]).toEqual([4, 3])
    expect(containmentRatio(use)).toBe(0.75)
    const at = (step: string) => use.steps.find((one) => one.flow === 'day' && one.step === step)
    expect(at('main')).toMatchObject({ entered: 4, droppedOff: 1, ended: 0 })
    expect(at('info')).toMatchObject({ entered: 2, droppedOff: 1 })
    expect(at('bye')).toMatchObject({ entered: 1, ended: 1 })
    expect(at('main')?.edges.find(({ when }) => when === '1')).toEqual({ when: '1', to: 'info', taken: 2 })
    expect(containmentRatio(createFlowUse(sample))).toBeNull()
  })
})
