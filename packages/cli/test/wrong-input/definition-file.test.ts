import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'vitest'
import { run } from '../run.js'
import { createProjects, refuses } from './wrong.js'

const project = createProjects()

describe('a definition in JSON, and files that hold none', () => {
  const plain = {
    trunks: { main: { numbers: ['100'], channels: 2 } },
    agents: { ana: { extension: '1' } },
    queues: { service: { strategy: { strategy: 'longest-idle' }, members: ['ana'] } },
    flows: { day: { start: { step: 'queue', queue: 'service' } } },
    routes: [{ flow: 'day' }],
  }
  const json = (value: unknown): string => JSON.stringify(value)
  const cases: readonly (readonly [string, string, string, RegExp])[] = [
    ['not JSON', 'a.json', '{\n "agents": {}, }', /this is not JSON: .*\n +where +\S*a\.json:2\n/],
    ['empty', 'b.json', '', /this is not JSON: Unexpected end/],
    ['a list', 'c.json', '[1]', /does not hold a definition[\s\S]*one object with trunks, agents, queues/],
    ['without flows', 'd.json', json({ ...plain, flows: undefined }), /'flows' is missing\n +where +\S*d\.json: flows/],
    [
      'an unknown agent and an unknown strategy',
      'e.json',
      json({ ...plain, queues: { service: { strategy: { strategy: 'longest-idel' }, members: ['anna'] } } }),
      /no agent called 'anna'[\s\S]*no strategy called 'longest-idel'\n +where .*queues\.service\.strategy\n +expected .*\n +to do +Did you mean 'longest-idle'/,
    ],
    [
      'text in a number',
      'f.json',
      json({ ...plain, trunks: { main: { numbers: ['100'], channels: 'two' } } }),
      /f\.json: trunks\.main\.channels\n +found +'two'/,
    ],
    ['an empty program', 'g.ts', '', /exports nothing by default[\s\S]*export default defineCallCenter/],
    ['a number', 'h.ts', 'export default 7', /does not export a definition/],
    ['another kind of file', 'i.yaml', 'queues:', /this kind of file cannot be loaded[\s\S]*\.json/],
  ]
  test.each(cases)('%s', async (_, name, text, says) => {
    const cwd = project()
    writeFileSync(join(cwd, name), text)
    refuses(await run(['check', name], { cwd }), says)
  })

  test('a folder, a missing file, a folder without a project', async () => {
    const cwd = project()
    refuses(await run(['check', 'scenarios'], { cwd }), /this is a folder/)
    refuses(await run(['sim', 'scenarios'], { cwd }), /this is a folder/)
    refuses(await run(['check', 'centre.ts'], { cwd }), /there is no such file[\s\S]*Did you mean 'center\.ts'/)
    refuses(await run(['check'], { cwd: join(cwd, 'scenarios') }), /no definition in this folder[\s\S]*cc init/)
    refuses(await run(['sim'], { cwd: join(cwd, 'scenarios') }), /no scenario in this folder[\s\S]*cc init/)
  })
})
