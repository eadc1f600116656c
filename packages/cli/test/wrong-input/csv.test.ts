import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'vitest'
import { run } from '../run.js'
import { createProjects, edit, refuses } from './wrong.js'

const project = createProjects()

describe('a CSV of calls', () => {
  const file = 'data/nhs111-cambridgeshire-daily.csv'
  const row = '2026-01-12,111AC5,1066'
  const cases: readonly (readonly [string, (text: string) => string | Buffer, RegExp])[] = [
    [
      'text in a number column',
      (text) => text.replace(row, '2026-01-12,111AC5,many'),
      /calls_received is not a number\n +where +\S*daily\.csv:51\n +found +'many'\n +expected +a whole number from 0 up/,
    ],
    ['a blank number', (text) => text.replace(row, '2026-01-12,111AC5,'), /is blank[\s\S]*Write 0 where no call came/],
    ['a negative number', (text) => text.replace(row, '2026-01-12,111AC5,-3'), /is negative[\s\S]*csv:51/],
    ['half a call', (text) => text.replace(row, '2026-01-12,111AC5,10.5'), /is not a whole number[\s\S]*average/],
    ['an empty file', () => '', /the file is empty\n +where .*\n +expected +a header line/],
    ['a header alone', (text) => `${text.split('\n')[0]}\n`, /a header and nothing below it/],
    ['a line cut short', (text) => text.replace(/2026-01-12,.*/, '2026-01-12'), /csv:51/],
    [
      'a quote that does not end',
      (text) => text.replace(row, '2026-01-12,"111AC5,1066'),
      /a quote is opened and never closed/,
    ],
    [
      'another date format',
      (text) => text.replace('2026-01-12', '12 Jan 2026'),
      /no counts for 2026-01-12[\s\S]*YYYY-MM-DD/,
    ],
    ['UTF-16', (text) => Buffer.from(`\ufeff${text}`, 'utf16le'), /encoded as UTF-16[\s\S]*CSV UTF-8/],
    [
      'no text at all',
      () => Buffer.from(Uint8Array.from({ length: 3000 }, (_, i) => (i * 7919) % 251)),
      /binary|UTF-8/,
    ],
  ]
  test.each(cases)('%s', async (_, change, says) => {
    const cwd = project('customer-service')
    writeFileSync(join(cwd, file), change(readFileSync(join(cwd, file), 'utf8')))
    refuses(await run(['sim', '--no-log', '--replications', '1'], { cwd }), says)
  })

  test('gaps', async () => {
    const cwd = project('customer-service')
    edit(join(cwd, 'scenarios/day.ts'), /\n +day: '2026-01-12',/, '')
    edit(join(cwd, file), /^2025-12-24.*\n/m, '')
    refuses(
      await run(['sim', '--no-log', '--replications', '1'], { cwd }),
      /an interval is missing, at 2025-12-24\n +where +\S*csv:32\n +expected +a row every day\n +to do +Add the rows, or .*'zero'/,
    )
  })

  test('missing, a folder, an unknown column, a day that it has not', async () => {
    const simulate = async (change: (cwd: string) => void, says: RegExp): Promise<void> => {
      const cwd = project('customer-service')
      change(cwd)
      refuses(await run(['sim', '--no-log', '--replications', '1'], { cwd }), says)
    }
    await simulate((cwd) => rmSync(join(cwd, file)), /no such file[\s\S]*in a scenario from the scenario/)
    await simulate((cwd) => {
      rmSync(join(cwd, file))
      mkdirSync(join(cwd, file))
    }, /this is a folder\n[\s\S]*a CSV file/)
    const day = 'scenarios/day.ts'
    await simulate(
      (cwd) => edit(join(cwd, day), "'calls_received'", "'call_received'"),
      /no column called 'call_received'[\s\S]*mean 'calls_received'/,
    )
    await simulate(
      (cwd) => edit(join(cwd, day), "day: '2026-01-12'", "day: '2027-01-12'"),
      /no counts for 2027-01-12\n[\s\S]*a day from 2025-11-24 to 2026-02-15/,
    )
  })

  test('cc plan says the same', async () => {
    const cwd = project()
    const plan = async (text: string, says: RegExp): Promise<void> => {
      writeFileSync(join(cwd, 'v.csv'), text)
      refuses(await run(['plan', '--volumes', 'v.csv', '--aht', '180s'], { cwd }), says)
    }
    await plan('', /the file is empty/)
    await plan('time,calls\n2026-01-12 09:00,ten\n', /calls is not a number[\s\S]*v\.csv:2/)
    await plan(
      'time,calls\n2026-01-12 09:00,1\n2026-01-12 09:30,1\n2026-01-12 10:30,1\n',
      /an interval is missing, at 2026-01-12 10:00\n +where +\S*v\.csv:4\n +expected +a row every 30 minutes/,
    )
  })
})
