import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { run } from './run.js'
import { simulatedDay } from './simulated-day.js'

const { cwd, folder, log, firstOffered } = simulatedDay()

describe('cc explain', () => {
  test('longest: why it waited in one sentence, then the story, with each member and what kept the member', async () => {
    const { code, stdout } = await run(['explain', 'longest', '--log', log], { cwd })
    expect(stdout).toMatch(/^Call \d+, 2026-01-12 \d\d:\d\d:\d\d Europe\/London\nWaited \d.* in \S+\sbecause\s/)
    expect(stdout).toMatch(/all\s\d\slogged\sin\swho\scan\stake\sit\swere\sbusy/)
    expect(stdout).toMatch(
      /enters queue \S+; calls ahead of it: \d+.*\n +nobody who may take it is ready\n +passed over:\n +talking: \w+ \d+:\d\d/,
    )
    expect(stdout).toMatch(/asked again when one of these \d is free/)
    expect(stdout).toMatch(/still waits, (calls ahead of it: \d+|first in line)\n/)
    expect(stdout).toMatch(/(is through|gives up|leaves the queue by key) after waiting \d/)
    expect(stdout).toMatch(/The call ends: /)
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
    expect(code).toBe(0)
  })

  test('A2 an offer has its reason, the order with its terms and tie-break, and who was passed over', async () => {
    const { stdout } = await run(['explain', firstOffered(), '--log', log], { cwd })
    expect(stdout).toMatch(/rings at \w+ \((had waited longest for a call|served this caller last|next in turn)/)
    expect(stdout).toMatch(
      /ready, in order of longest idle, then name: \w+ idle \d+:\d\d,\s+\w+ idle \d+:\d\d( \(same, so the name decides\))?/,
    )
    expect(stdout).toMatch(/passed over: .*not logged in: \d/)
  })

  test('in Chinese, and as JSON with every candidate', async () => {
    expect((await run(['explain', 'longest', '--log', log, '--lang', 'zh'], { cwd })).stdout).toMatch(
      /原因：[\s\S]*都在忙[\s\S]*没有分配给：\n +通话中：[\s\S]*再次分配：[\s\S]*呼叫结束/,
    )
    const told = JSON.parse((await run(['explain', 'longest', '--log', log, '--json'], { cwd })).stdout)
    const { moments, stays, replayed } = told
    expect(replayed).toBe(true)
    expect(moments[0].event.type).toBe('leg.arrived')
    expect(moments.at(-1).event.type).toBe('call.ended')
    const looks = moments.filter((moment: { event: object | null }) => moment.event === null)
    expect(looks.length).toBeGreaterThan(0)
    for (const { explained } of looks) {
      expect(explained.candidates.length).toBeGreaterThan(3)
      for (const { removed } of explained.candidates) expect(removed.because).toBe('not-ready')
    }
    const parts = stays[0].parts as readonly { readonly forMs: number }[]
    expect(parts.reduce((sum, { forMs }) => sum + forMs, 0)).toBe(stays[0].waitMs)
  })

  test('a log of another definition: it says so, and tells what the events alone tell', async () => {
    const other = join(cwd, '../minimal/center.ts')
    const { code, stdout, stderr } = await run(['explain', firstOffered(), '--log', log, '--center', other], { cwd })
    expect(stderr).toMatch(/^warning: the log is of another definition than this one, so who could have taken the call/)
    expect(stdout).toMatch(
      /enters queue service; others waiting: 0\n[\s\S]*rings at \w+ .*\n +(also ready: \w+ \d+:\d\d|nobody else)/,
    )
    expect(stdout).not.toMatch(/Waited|passed over/)
    expect(code).toBe(0)
  })

  test.each([
    [['explain', '999999', '--log', log], /this log has no call 999999/],
    [['explain', 'shortest', '--log', log], /the number of a call, or the word longest/],
    [['explain', '1', '--log', join(folder, 'none.log')], /there is no such file/],
    [['explain'], /<call> is missing/],
    [['explain', '7', '--agent', 'ana', '--log', log], /<call> and --agent cannot be given together/],
    [['explain', '7', '--at', '10:00', '--log', log], /--at needs --agent/],
    [['explain', '--agent', 'anna', '--log', log], /no agent called 'anna'[\s\S]*mean 'ana'/],
    [['explain', '--agent', 'ana', '--at', '25:00', '--log', log], /--at cannot be used[\s\S]*10:05:30/],
    [['explain', '--agent', 'ana', '--at', '2026-02-30T10:00', '--log', log], /--at cannot be used/],
    [
      ['explain', '--agent', 'ana', '--at', '2027-01-12T10:00', '--log', log],
      /nothing of that time[\s\S]*from 2026-01-12/,
    ],
    [['explain', '--agent', 'ana', '--at', '1000000000', '--log', log], /nothing of that time[\s\S]*to 2026-01-1/],
    [
      ['explain', '--agent', 'ana', '--log', log, '--center', join(cwd, '../minimal/center.ts')],
      /another definition[\s\S]*--center/,
    ],
  ])('%j ends with 2', async (args, says) => {
    const { code, stderr } = await run(args, { cwd })
    expect(stderr).toMatch(says)
    expect(code).toBe(2)
  })
})
