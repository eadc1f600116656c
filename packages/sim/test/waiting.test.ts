/** What happens to callers who wait, and after the talk, through the whole center. `play` checks the invariants, too. */
import { linear, longestIdle } from '@callweave/acd'
import { describe, expect, test } from 'vitest'
import { play } from './script.js'
import { centerOf, ms } from './small-center.js'

describe('waiting', () => {
  const talk = { agents: { everyone: { talk: ms(300) } } }

  test('A6 music, then the position and the wait at their times, then music again', () => {
    const announce = { firstAfterMs: 8_000, everyMs: 20_000, position: true, estimatedWait: true }
    const { all, story } = play(centerOf({ members: ['ana'], announce }), {
      ...talk,
      calls: { '100': [0, 10] },
      callers: { patience: ms(60) },
    })
    expect(all('queue.announced').map(({ call, position }) => [call, position])).toEqual([
      [2, 1],
      [2, 1],
      [2, 1],
    ])
    expect(
      story(2)
        .filter((line) => /announced|prompt/.test(line))
        .map((line) => line.split(' ')[0]),
    ).toEqual([
      '18',
      expect.stringMatching(/^18\.|^19/),
      '38',
      expect.stringMatching(/^38\.|^39/),
      '58',
      expect.stringMatching(/^58\.|^59/),
    ])
  })

  test('A6 a key leads out of the queue to the voicemail, and the place is free', () => {
    const { story, outcomes, all } = play(centerOf({ members: ['ana'], mostWaiting: 1 }), {
      ...talk,
      calls: { '100': [0, 1], '200': [30] },
      callers: { whileWaiting: { key: '1', ratio: 1, after: ms(10) }, message: ms(5) },
    })
    expect(story(2).filter((line) => /queue|message|ended/.test(line))).toEqual([
      '1 queue.entered service',
      '11 queue.left service key 1',
      '16 message.left service virtual/2-7.wav',
      '16 leg.ended center normal',
      '16 call.ended left-message',
    ])
    expect(outcomes[3]).toBe('left-message')
    expect(all('queue.refused')).toEqual([])
  })

  test('A6 queue full: the next caller is told and led on', () => {
    const { all, outcomes } = play(centerOf({ members: ['ana'], mostWaiting: 1 }), {
      ...talk,
      calls: { '100': [0, 1, 2] },
      callers: { patience: ms(30), message: ms(3) },
    })
    expect(all('queue.refused')).toMatchObject([{ call: 3, because: 'full' }])
    expect(outcomes).toEqual({ 1: 'served', 2: 'abandoned', 3: 'left-message' })
  })

  test('A6 all agents gone: who waits is led on, who comes is not let in', () => {
    const absent = { refuseWhen: ['logged-out'], leaveWhen: ['logged-out'] }
    const { all, outcomes } = play(centerOf({ members: ['ana'], ...absent }), {
      calls: { '100': [0, 1, 60] },
      agents: { everyone: { talk: ms(20) } },
      acts: { 10: ({ center }) => center.acd.setState('ana', 'logged-out') },
    })
    expect(all('queue.left').map(({ call, because }) => [call, because])).toEqual([
      [1, 'answered'],
      [2, 'nobody'],
    ])
    expect(all('queue.refused')).toMatchObject([{ call: 3, because: 'nobody' }])
    expect(outcomes).toEqual({ 1: 'served', 2: 'refused', 3: 'refused' })
  })

  test('A6 the longest wait ends it, but a phone that rings may still be answered', () => {
    const { story } = play(centerOf({ members: ['ana'], maxWaitMs: 30_000 }), {
      ...talk,
      calls: { '100': [0, 1] },
      callers: { message: ms(3) },
    })
    expect(story(2)).toContain('31 queue.left service max-wait')
    const rung = play(centerOf({ members: ['ana'], maxWaitMs: 10_000 }), {
      calls: { '100': [0] },
      agents: { everyone: { answer: ms(15), talk: ms(5) } },
    })
    expect(rung.story(1)).toContain('15 queue.left service answered')
  })

  test('A6 overflow: to the other queue after its time, or at once when many wait; the patience runs on', () => {
    const queues = {
      service: { strategy: linear, members: ['ana'], overflow: [{ to: 'other', afterMs: 20_000 }] },
      other: { strategy: longestIdle, members: ['ben'] },
    }
    const { story, all } = play(centerOf({}, { queues }), {
      calls: { '100': [0, 1, 2] },
      callers: { patience: ms(60) },
      agents: { everyone: { talk: ms(200) } },
    })
    expect(story(2).filter((line) => /queue/.test(line))).toEqual([
      '1 queue.entered service',
      '21 queue.left service overflowed',
      '21 queue.entered other',
      '21 queue.left other answered',
    ])
    expect(all('queue.left').at(-1)).toMatchObject({ call: 3, queue: 'other', because: 'abandoned' })
    expect(story(3).at(-1)).toBe('62 call.ended abandoned')
  })

  test('A7 who gave up is listed with the wait and what was chosen, and calling again takes the place up', () => {
    const { all } = play(centerOf({ members: ['ana'], resumeWithinMs: 120_000 }), {
      calls: { '100': [0, 1], '200': [40, 41] },
      callers: { numbers: ['5551'], patience: ms(30) },
      agents: { everyone: { talk: ms(50) } },
    })
    expect(all('abandoned.listed')[0]).toMatchObject({ call: 2, queue: 'service', waitMs: 30_000 })
    const again = all('queue.entered').find(({ call }) => call === 3)
    expect(again?.virtualStartMs).toBe(all('queue.entered')[1]?.atMs)
    expect(all('abandoned.cleared')).toMatchObject([{ call: 2, because: 'called-again' }])
  })
})

describe('after the talk', () => {
  test('I5 the agent hangs up: the caller is asked, and the answer stands with agent and queue', () => {
    const { all, story } = play(centerOf({ members: ['ana'] }), {
      calls: { '100': [0] },
      callers: { keys: { survey: { '2': 1 } }, keyDelay: ms(1) },
      agents: { everyone: { talk: ms(20), hangsUpRatio: 1 } },
    })
    expect(all('survey.answered')).toMatchObject([{ question: 'happy', answer: 'no', agent: 'ana', queue: 'service' }])
    // The agent is free while the caller still answers.
    const free = all('agent.changed').find(({ from }) => from === 'talking')
    expect(free?.seq).toBeLessThan(all('survey.answered')[0]?.seq ?? 0)
    expect(story(1).at(-1)).toMatch(/call.ended served$/)
  })

  test('I5 the caller hangs up: nobody is asked', () => {
    const { all } = play(centerOf({ members: ['ana'] }), {
      calls: { '100': [0] },
      agents: { everyone: { talk: ms(20), hangsUpRatio: 0 } },
    })
    expect(all('survey.answered')).toEqual([])
    expect(all('step.entered').map(({ step }) => step)).toEqual(['start'])
  })

  test('I1 a caller put through to a number outside is done when either hangs up; where nobody answers the flow goes on', () => {
    const flows = {
      day: {
        start: { step: 'transfer', number: '555', trunk: 'back', ifFailed: 'wait' },
        wait: { step: 'queue', queue: 'service' },
      },
    }
    const { outcomes, all } = play(centerOf({}, { flows }), {
      calls: { '100': [0, 1, 2] },
      agents: { everyone: { talk: ms(5) } },
    })
    expect(outcomes).toEqual({ 1: 'transferred', 2: 'transferred', 3: 'served' })
    expect(all('leg.ended').filter(({ cause }) => cause === 'congested')).toHaveLength(1)
  })
})
