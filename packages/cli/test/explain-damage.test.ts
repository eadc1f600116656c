/** Logs that are cut, edited or not what their head says: the log is at fault, and `cc explain` says where. */
import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createEventLogFile, openEventLog } from '@callweave/cdr/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Ran, run } from './run.js'

const cwd = join(import.meta.dirname, '../templates/customer-service')
const folder = mkdtempSync(join(tmpdir(), 'callweave-explain-damage-'))
const log = join(folder, 'events.jsonl')
let lines: readonly string[] = []
beforeAll(async () => {
  await run(['sim', '--replications', '1', '--seed', '3', '--log', log, '--log-format', 'jsonl', '--json'], { cwd })
  lines = readFileSync(log, 'utf8').trimEnd().split('\n')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const explain = async (text: string, ...args: readonly string[]): Promise<Ran> => {
  const path = join(folder, 'damaged.jsonl')
  writeFileSync(path, text)
  return run(['explain', '--log', path, ...args], { cwd })
}

/** Line `n` holds event `n`: the head is line 0. */
const edited = (change: (all: readonly string[]) => readonly string[]): string => `${change(lines).join('\n')}\n`

const lineOf = (type: string): number => lines.findIndex((line) => line.includes(`"type":"${type}"`))

describe('cc explain of a log that was edited', () => {
  test.each([[['longest']], [['longest', '--json']], [['--agent', 'ana']]])(
    '%j: lines taken out or put in twice',
    async (args) => {
      const gap = await explain(
        edited((all) => [...all.slice(0, 500), ...all.slice(520)]),
        ...args,
      )
      expect(gap.stderr).toContain('this log has a gap: event 520 follows event 499')
      expect(gap.code).toBe(2)
      const twice = await explain(
        edited((all) => [...all.slice(0, 500), ...all.slice(400)]),
        ...args,
      )
      expect(twice.stderr).toContain('event 400 comes again after event 499')
      expect(twice.code).toBe(2)
    },
  )

  test('cc log stops there, too', async () => {
    await explain(
      edited((all) => [...all.slice(0, 500), ...all.slice(520)]),
      'longest',
    )
    const { code, stderr } = await run(['log', 'calls', join(folder, 'damaged.jsonl')], { cwd })
    expect(stderr).toContain('this log has a gap: event 520 follows event 499')
    expect(code).toBe(2)
  })

  test.each([
    ['agent.changed', '"agent":"ana"', '"agent":"nobody"'],
    ['queue.entered', '"queue":"service"', '"queue":"elsewhere"'],
    ['offer.made', '"agent":"', '"agent":"un'],
    ['offer.accepted', '"offer":', '"offer":9'],
  ])('%s that does not fit', async (type, from, to) => {
    const n = lines.findIndex((line) => line.includes(`"type":"${type}"`) && line.includes(from))
    expect(n).toBeGreaterThan(0)
    const text = edited((all) => all.map((line, i) => (i === n ? line.replace(from, to) : line)))
    const { code, stderr } = await explain(text, '--agent', 'ben')
    expect(stderr).toContain(`event ${n} (${type}) does not fit what the log said before it`)
    expect(code).toBe(2)
    const chinese = await explain(text, 'longest', '--lang', 'zh')
    expect(chinese.stderr).toContain(`事件 ${n}（${type}）与日志此前的内容不符`)
    expect(chinese.code).toBe(2)
  })

  test.each([
    ['queue.left', '"because":"answered"', '"because":"anyhow"', 'because of queue.left is none of its codes'],
    ['call.ended', '"outcome":"', '"outcome":"un', 'outcome of call.ended is none of its codes'],
    ['agent.changed', '"to":"ready"', '"to":"eager"', 'to of agent.changed is none of its codes'],
    ['offer.made', '"because":"', '"because":7,"was":"', 'because of offer.made is not right'],
  ])('a code of %s that there is not: where, and which there are', async (type, from, to, says) => {
    const n = lines.findIndex((line) => line.includes(`"type":"${type}"`) && line.includes(from))
    expect(n).toBeGreaterThan(0)
    const text = edited((all) => all.map((line, i) => (i === n ? line.replace(from, to) : line)))
    for (const args of [['longest'], ['--agent', 'ben'], ['longest', '--json']]) {
      const { code, stdout, stderr } = await explain(text, ...args)
      expect(stderr).toContain(says)
      expect(stderr).toContain(`damaged.jsonl:${n + 1}`)
      expect([code, stdout]).toEqual([2, ''])
    }
  })

  test('a code of a strategy of somebody else stands as it is', async () => {
    const n = lineOf('offer.made')
    const call = /"call":(\d+)/.exec(lines[n] ?? '')?.[1] ?? ''
    const own = (line: string): string => line.replace(/"because":"[^"]+"/, '"because":"moon-phase"')
    const { code, stdout } = await explain(
      edited((all) => all.map((line, i) => (i === n ? own(line) : line))),
      call,
    )
    expect(stdout).toContain('moon-phase')
    expect(code).toBe(0)
  })

  test('a log that is not there, and one whose run was broken off', async () => {
    const none = await run(['explain', 'longest', '--log', join(folder, 'none.log')], { cwd })
    expect([none.code, none.stderr]).toEqual([2, expect.stringMatching(/no such file[\s\S]*cc sim writes one/)])
    writeFileSync(join(folder, 'half.log.part'), '')
    const half = await run(['explain', 'longest', '--log', join(folder, 'half.log'), '--lang', 'zh'], { cwd })
    expect([half.code, half.stderr]).toEqual([2, expect.stringMatching(/没有这个文件[\s\S]*half\.log\.part/)])
  })

  test('a log without its first events', async () => {
    const from = lineOf('queue.entered')
    const text = edited(([head = '', ...all]) => [head, ...all.slice(from - 1)])
    const { code, stderr } = await explain(text, 'longest')
    expect(stderr).toContain(`this log begins with event ${from}, so who was where before it cannot be worked out`)
    expect(code).toBe(2)
  })
})

describe('cc explain of a log that is cut', () => {
  /** Within a line, after so many events. */
  const cutAfter = (n: number): string => `${lines.slice(0, n + 1).join('\n')}\n${lines[n + 1]?.slice(0, 20)}`
  const warning =
    /^warning: the log is cut, or its run was not over: its last whole event is of 2026-01-12 \d\d:\d\d:\d\d Europe\/London, .*\n$/

  test.each([[['longest']], [['longest', '--json']], [['--agent', 'ana']], [['--agent', 'ana', '--json']]])(
    '%j: warned once, on stderr',
    async (args) => {
      const { code, stdout, stderr } = await explain(cutAfter(3000), ...args)
      expect(stderr).toMatch(warning)
      expect(stdout).not.toContain('warning')
      expect(code).toBe(0)
      const chinese = await explain(cutAfter(3000), ...args, '--lang', 'zh')
      expect(chinese.stderr).toMatch(/^警告： 日志不完整.*2026-01-12 \d\d:\d\d:\d\d/)
    },
  )

  test('a binary log, cut within a block', async () => {
    const path = join(folder, 'cut.log')
    const whole = openEventLog(log)
    const file = createEventLogFile(path, { format: 'binary', header: whole.header, blockBytes: 4000 })
    for (const event of whole) file.append(event)
    file.close()
    truncateSync(path, file.bytes - 200)
    const { code, stderr } = await run(['explain', 'longest', '--log', path], { cwd })
    expect(stderr).toMatch(warning)
    expect(code).toBe(0)
  })

  test('a call that ended before the cut is told whole, without a warning', async () => {
    expect((await explain(cutAfter(3000), '1')).stderr).toBe('')
  })

  test('no whole event: where it is cut, for an agent as for a call', async () => {
    for (const args of [['--agent', 'ana'], ['longest'], ['--agent', 'ana', '--at', '10:00']]) {
      const { code, stderr } = await explain(cutAfter(0), ...args)
      expect(stderr).toContain('this log is cut: its last line does not end')
      expect(code).toBe(2)
    }
    const empty = await explain(`${lines[0]}\n`, '--agent', 'ana')
    expect(empty.stderr).toContain('this log has no event')
    expect(empty.code).toBe(2)
  })

  test('a time after the cut', async () => {
    const { code, stderr } = await explain(cutAfter(3000), '--agent', 'ana', '--at', '2026-01-12T23:59')
    expect(stderr).toMatch(/the log is cut before that time[\s\S]*a time from 2026-01-12 00:00:00 to 2026-01-12/)
    expect(code).toBe(2)
  })
})
