import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkDefinition, createCenter, csvDates, csvNumbers, csvRoster } from '@callweave/center'
import { CallweaveError, createEventLog, noRandom } from '@callweave/core'
import { afterAll, describe, expect, test } from 'vitest'
import { defineScenario } from '../../scenario/define.js'
import { poisson } from '../../scenario/sources.js'
import { loadCenter } from './load-definition.js'
import { readCenterSources } from './read-center-sources.js'

const root = mkdtempSync(join(tmpdir(), 'callweave-roster-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
let folders = 0
const project = (files: Readonly<Record<string, string>>): string => {
  folders += 1
  const folder = join(root, String(folders))
  for (const [name, text] of Object.entries({ 'package.json': '{}', ...files })) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return folder
}

const plain = {
  trunks: { main: { numbers: ['100'], channels: 2 } },
  skills: ['complaints', 'billing'],
  agents: { ana: { extension: '8001' } },
  queues: {
    service: { strategy: { strategy: 'longest-idle', version: 1 }, members: ['ana'] },
    complaints: { strategy: { strategy: 'longest-idle', version: 1 }, members: [], wants: { complaints: 2 } },
  },
  hours: { office: { open: [{ days: ['mon'], from: '09:00', to: '17:00' }] } },
  flows: { day: { start: { step: 'queue', queue: 'service' } } },
  routes: [{ number: '100', when: 'office', flow: 'day' }, { flow: 'day' }],
}
const sourced = { ...plain, rosters: [csvRoster({ file: 'agents.csv' })] }
const good =
  'agent,extension,name,groups,skills,queues\nli-wei,8002,Li Wei,A;night,complaints:4;billing:2,service;complaints:2\nben,8003,,,,service:1:0\n'
const load = (files: Readonly<Record<string, string>>, definition: object = sourced) =>
  loadCenter(join(project({ 'center.json': JSON.stringify(definition), ...files }), 'center.json'))

describe('A3 a roster in a CSV file', () => {
  test('is the same center, with the same hash, as the roster written out', async () => {
    const center = await load({ 'agents.csv': good })
    const literal = checkDefinition({
      ...plain,
      agents: {
        ...plain.agents,
        'li-wei': { extension: '8002', name: 'Li Wei', groups: ['A', 'night'], skills: { complaints: 4, billing: 2 } },
        ben: { extension: '8003' },
      },
      queues: {
        service: { ...plain.queues.service, members: ['ana', 'li-wei', { agent: 'ben', level: 1, penalty: 0 }] },
        complaints: { ...plain.queues.complaints, members: [{ agent: 'li-wei', level: 2 }] },
      },
    })
    expect(center.sections).toEqual(literal.sections)
    expect(center.definitionHash).toBe(literal.definitionHash)
    expect(center.unread).toBeUndefined()
    expect(center.warnings).toEqual([])
  })

  test('another roster is another hash', async () => {
    const one = await load({ 'agents.csv': good })
    const other = await load({ 'agents.csv': good.replace('complaints:4', 'complaints:5') })
    expect(other.definitionHash).not.toBe(one.definitionHash)
  })

  test('names that only the roster brings may be used everywhere, and are looked for once it is read', async () => {
    const definition = { ...sourced, owners: { '5551': 'ben' } }
    expect(checkDefinition(definition).warnings).toEqual([])
    await expect(load({ 'agents.csv': good }, definition)).resolves.toBeDefined()
    await expect(load({ 'agents.csv': good }, { ...sourced, owners: { '5551': 'bent' } })).rejects.toThrow(
      /owners\.5551|'bent'.*Did you mean 'ben'/,
    )
  })

  test('a scenario may name its agents; a misspelled one is found when both are loaded', () => {
    const center = checkDefinition(sourced)
    const arrivals = [{ dialed: '100', source: poisson({ callsPerHour: 1 }) }]
    const scenario = { start: '2026-01-12T09:00', lengthMs: 1, arrivals, agents: { only: { bent: { missRatio: 1 } } } }
    expect(() => defineScenario(center, scenario)).not.toThrow()
  })

  test('a center with files that were not read does not run', () => {
    const definition = checkDefinition(sourced)
    const options = { definition, log: createEventLog(), random: noRandom } as unknown as Parameters<
      typeof createCenter
    >[0]
    expect(() => createCenter(options)).toThrow(/names files that have not been read \(found 'agents\.csv'\)/)
  })

  test.each([
    ['agent,extension\nana,8002\n', /:2: the agent 'ana' is also in the definition/],
    ['agent,extension\nben,8002\nben,8003\n', /:3: the agent 'ben' is also in .*agents\.csv:2/],
    ['agent,extension\nben,8001\n', /:2: the extension 8001 is also ana's/],
    ['agent,extension\nben,8002\njo,8002\n', /:3: the extension 8002 is also ben's/],
    ['agent,extension,queues\nben,8002,servise\n', /:2: there is no queue called 'servise'.*Did you mean 'service'\?/],
    ['agent,extension,skills\nben,8002,biling:3\n', /:2: there is no skill called 'biling'.*Did you mean 'billing'\?/],
    ['agent,extension,queues\nben,8002,service;service\n', /:2: 'ben' is a member of 'service' twice/],
    [
      'agent,extension,skills\nben,8002,billing:11\n',
      /:2: the level of billing is out of range \(found '11'\); expected a whole number from 1 to 10/,
    ],
    ['agent,extension,skills\nben,8002,billing:high\n', /:2: the level of billing is no whole number \(found 'high'\)/],
    ['agent,extension,skills\nben,8002,billing\n', /:2: skills cannot be read \(found 'billing'\)/],
    ['agent,extension,skills\nben,8002,billing:1;billing:2\n', /:2: the skill 'billing' stands here twice/],
    ['agent,extension,queues\nben,8002,service:0\n', /:2: the level in service is out of range \(found '0'\)/],
    ['agent,extension,queues\nben,8002,service:1:-1\n', /:2: the penalty in service is out of range/],
    ['agent,extension,queues\nben,8002,service:1:1:1\n', /:2: queues cannot be read/],
    ['agent,extension\nben,eight\n', /:2: extension is no number of a phone \(found 'eight'\)/],
    ['agent,extension\nben,\n', /:2: extension is blank/],
    ['agent,extension\n,8002\n', /:2: agent is blank/],
    ['agent,extention\nben,8002\n', /:1: a roster has no column called 'extention'.*Did you mean 'extension'\?/],
    ['agent\nben\n', /:1: there is no column called 'extension'/],
    [
      'agent,extension,password\nben,8002,hunter2\n',
      /:1: a roster has no column called 'password'.*Take the column out/,
    ],
    ['agent,extension\nben,8002,9\n', /:2: this line has 3 values/],
    ['agent,extension\n', /:1: there is a header and nothing below it/],
    ['', /the file is empty/],
  ])('%j', async (text, says) => {
    const error = await load({ 'agents.csv': text }).catch((e: unknown) => e)
    expect(error).toBeInstanceOf(CallweaveError)
    expect((error as CallweaveError).code).toBe('file-invalid')
    expect((error as CallweaveError).message).toMatch(says)
    expect((error as CallweaveError).parts.where).toMatch(/agents\.csv(:\d+)?$/)
  })

  test('a file that is not there', async () => {
    await expect(load({ 'agent.csv': good })).rejects.toThrow(/there is no such file\. Did you mean 'agent\.csv'/)
  })

  test('paths count from the folder of the project, wherever the file that was loaded lies', async () => {
    const folder = project({ 'center.ts': '', 'agents.csv': good })
    const center = await readCenterSources(checkDefinition(sourced), join(folder, 'scenarios/day.ts'))
    expect(Object.keys(center.sections.agents)).toEqual(['ana', 'li-wei', 'ben'])
  })

  test.each([
    [[{ roster: 'sql', file: 'x' }], /rosters\[0\]\.roster: a roster is made by csvRoster/],
    [[{ roster: 'csv', flie: 'x' }], /'flie' is not a setting here; did you mean 'file'\?/],
    ['agents.csv', /rosters: rosters are a list/],
  ])('%j is no source', (rosters, says) => {
    expect(() => checkDefinition({ ...plain, rosters })).toThrow(says)
  })
})

describe('blocked numbers and holidays from files', () => {
  const definition = {
    ...plain,
    blocked: csvNumbers({ file: 'blocked.csv', column: 'number' }),
    hours: { office: { ...plain.hours.office, holidays: csvDates({ file: 'holidays.csv', column: 'date' }) } },
  }
  const files = { 'blocked.csv': 'number,why\n0900*,premium\n5551,hoax\n', 'holidays.csv': 'date\n2026-12-25\n' }

  test('P11 I2 are part of the definition and of its hash', async () => {
    const center = await load(files, definition)
    const hours = { office: { ...plain.hours.office, holidays: ['2026-12-25'] } }
    const literal = checkDefinition({ ...plain, blocked: ['0900*', '5551'], hours })
    expect(center.sections).toEqual(literal.sections)
    expect(center.definitionHash).toBe(literal.definitionHash)
  })

  test.each([
    [{ 'blocked.csv': 'number\n555x\n' }, /blocked\.csv:2: this is no phone number \(found '555x'\)/],
    [{ 'blocked.csv': 'numbr\n5551\n' }, /blocked\.csv:1: there is no column called 'number'/],
    [{ 'blocked.csv': 'number,why\n,hoax\n' }, /blocked\.csv:2: number is blank/],
    [{ 'holidays.csv': 'date\n25.12.2026\n' }, /holidays\.csv:2: this is no date \(found '25\.12\.2026'\)/],
    [{ 'holidays.csv': 'date\n2026-02-30\n' }, /holidays\.csv:2: this is no date/],
  ])('%j', async (broken, says) => {
    await expect(load({ ...files, ...broken }, definition)).rejects.toMatchObject({
      code: 'file-invalid',
      message: expect.stringMatching(says),
    })
  })
})
