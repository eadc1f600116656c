import { join } from 'node:path'
import { describe, test } from 'vitest'
import { run } from '../run.js'
import { refuses, templates } from './wrong.js'

describe('a command line', () => {
  const cwd = join(templates, 'minimal')
  const cases: readonly (readonly [readonly string[], RegExp])[] = [
    [
      ['sim', '--threshold', 'servce-level >= 0.8'],
      /no figure called 'servce-level'[\s\S]*Did you mean 'service-level'/,
    ],
    [['sim', '--threshold', 'asa{queue=servise} <= 20s'], /no queue called 'servise'[\s\S]*Did you mean 'service'/],
    [['sim', '--threshold', 'asa <= 20'], /needs its unit[\s\S]*Did you mean '20s'/],
    [['sim', '--threshold', 'asa is good'], /this threshold cannot be read[\s\S]*such as/],
    [['sim', '--seed', 'abc'], /the value of --seed cannot be used[\s\S]*'abc'[\s\S]*a whole number from 0 up/],
    [['sim', '--replications', '0'], /--replications[\s\S]*a whole number from 1 to 10000/],
    [['sim', '--replication', '3'], /there is no option --replication\n[\s\S]*Did you mean '--replications'/],
    [['sim', 'scenarios/dya.ts'], /no such file[\s\S]*Did you mean 'day\.ts'/],
    [['sim', '--log', 'center.ts/x.log'], /this event log cannot be written/],
    [['flow', 'draw', 'dai'], /no flow called 'dai'[\s\S]*Did you mean 'day'/],
    [['simm'], /no command called 'simm'[\s\S]*Did you mean 'sim'/],
  ]
  test.each(cases)('%j', async (args, says) => {
    refuses(await run([...args, ...(args[0] === 'sim' && !args.includes('--log') ? ['--no-log'] : [])], { cwd }), says)
  })
})
