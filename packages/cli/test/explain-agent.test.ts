import { describe, expect, test } from 'vitest'
import { run } from './run.js'
import { simulatedDay } from './simulated-day.js'

const { cwd, log, firstOffered } = simulatedDay()
/** Wide enough for a sentence a line. */
const env = { COLUMNS: '120' }

const explain = async (...more: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await run(['explain', '--log', log, '--agent', ...more], { cwd, env })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  return stdout
}

describe('cc explain --agent', () => {
  test('A2 without a time: when most calls waited for the agent, and in which order they come', async () => {
    const stdout = await explain('ana')
    expect(stdout).toMatch(
      /^ana, 2026-01-12 \d\d:\d\d:\d\d(?:\.\d{3})? Europe\/London\nMost calls \(\d+\) that this agent could take waited then; .*--at HH:MM:SS\n/,
    )
    expect(stdout).toMatch(/Has been (talking|wrapping up|ringing) for .*; call \d+/)
    expect(stdout).toMatch(/Last offered a call at \d\d:\d\d:\d\d: call \d+ of service \(/)
    expect(stdout).toMatch(/queue service: \d+ calls waiting, best first\n {2}call \d+, waiting \d+:\d\d/)
    expect(stdout).toContain('comes next, once this agent is ready')
  })

  test('A2 ready and without a call: who got those that came, and where this agent stood', async () => {
    const call = firstOffered()
    const { stdout } = await run(['explain', call, '--log', log, '--json'], { cwd })
    const { moments } = JSON.parse(stdout)
    const offer = moments.find((moment: { event?: { type: string } }) => moment.event?.type === 'offer.made')
    const second = offer.explained.candidates[1]
    expect(second.place).toBe(2)
    const told = await explain(second.agent, '--at', String(offer.atMs))
    expect(told).toMatch(/Ready since \d\d:\d\d:\d\d; \d+ calls? (was|were) offered to others in that time:/)
    expect(told).toMatch(
      new RegExp(`call ${call} to ${offer.event.agent}; this agent was 2 of \\d+ in order of longest idle, then name`),
    )
  })

  test('a time of day, with and without its date, and the time of an event are the same instant', async () => {
    const told = await explain('ben', '--at', '10:05:30')
    expect(told).toMatch(/^ben, 2026-01-12 10:05:30 Europe\/London\n\nHas been /)
    expect(await explain('ben', '--at', '2026-01-12T10:05:30')).toBe(told)
    expect(await explain('ben', '--at', String(Date.UTC(2026, 0, 12, 10, 5, 30)))).toBe(told)
    const half = await explain('ben', '--at', '10:05:30.5')
    expect(half).toMatch(/^ben, 2026-01-12 10:05:30\.500 Europe/)
    expect(await explain('ben', '--at', '2026-01-12 10:05:30.500')).toBe(half)
    expect(await explain('ben', '--at', '10:05:30.0')).toBe(told)
    expect(await explain('ben', '--at', '07:00:00')).toMatch(
      /Has not come in yet\nNo call waited that this agent could take\n\nqueue service: no call waits/,
    )
  })

  test('somebody who has gone home: plainly so, and what waits all the same', async () => {
    const told = await explain('ana', '--at', '23:30')
    expect(told).toMatch(/\nIs not logged in, for \d.* now\nNo call waited that this agent could take\n/)
    expect(told).not.toMatch(/since coming in|Before that, ready/)
    expect(await explain('ana', '--at', '23:30', '--lang', 'zh')).toMatch(
      /\n未登录，已 .*\n没有该坐席员可接的呼叫在等待\n/,
    )
  })

  test('as wide as the terminal, and no wider', async () => {
    for (const args of [['longest'], [firstOffered()], ['--agent', 'ana'], ['--agent', 'ben', '--at', '10:05']]) {
      const { stdout } = await run(['explain', '--log', log, ...args], { cwd, env: { COLUMNS: '50' } })
      for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(50)
    }
  })

  test('in Chinese, and as JSON', async () => {
    expect(await explain('ana', '--lang', 'zh')).toMatch(
      /可接的呼叫等待最多（\d+ 个）的时刻[\s\S]*队列 service：\d+ 个等待，按先后/,
    )
    const { agent, explained, busiest } = JSON.parse(await explain('ana', '--json'))
    expect(agent).toBe('ana')
    expect(busiest).toBe(explained.couldTake)
    expect(explained.queues[0].calls.length).toBeGreaterThan(0)
  })
})
