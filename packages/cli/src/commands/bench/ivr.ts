/** Tests of flows, without a phone: whole ways through a flow a second, in the shipped engine. */
import { type CenterDefinition, checkDefinition } from '@callweave/center'
import { enumeratePaths } from '@callweave/ivr'
import { call, queue, walkPath } from '@callweave/ivr/testing'
import { type Case, scaled } from './case.js'

/** A service line: a menu, two menus behind it, a number to type, and no-input and no-match ladders everywhere. */
const serviceLine = (): CenterDefinition =>
  checkDefinition({
    name: 'service-line',
    trunks: { main: { numbers: ['100'], channels: 30 } },
    agents: { ana: { extension: '8001' } },
    queues: { service: { strategy: { strategy: 'longest-idle', version: 1 }, members: ['ana'] } },
    prompts: Object.fromEntries(
      ['welcome', 'main', 'again', 'hours', 'prices', 'order', 'sent', 'nobody'].map((name) => [name, { en: name }]),
    ),
    menus: { back: '*' },
    flows: {
      day: {
        start: { step: 'play', prompt: 'welcome', then: 'main' },
        main: {
          step: 'menu',
          prompt: 'main',
          on: { '1': 'hours', '2': 'prices', '3': 'order', '0': 'agent' },
          noInput: { again: ['again'], then: 'agent' },
          noMatch: { again: ['again'], then: 'agent' },
        },
        hours: { step: 'menu', prompt: 'hours', on: { '1': 'prices', '0': 'agent' }, noInput: { then: 'bye' } },
        prices: { step: 'menu', prompt: 'prices', on: { '1': 'order', '0': 'agent' }, noInput: { then: 'bye' } },
        order: {
          step: 'collect',
          prompt: 'order',
          into: 'order',
          minDigits: 4,
          maxDigits: 6,
          then: 'sent',
          noInput: { then: 'agent' },
        },
        sent: { step: 'play', prompt: 'sent', then: 'bye' },
        agent: { step: 'queue', queue: 'service', ifNobody: 'message', onKey: { '1': 'message' } },
        message: { step: 'voicemail', box: 'service', prompt: 'nobody' },
        bye: { step: 'hang-up', as: 'self-served' },
      },
    },
    routes: [{ flow: 'day' }],
  })

/** Every way through the flow, walked by what takes it. */
const pathsCase: Case = {
  name: 'every-path',
  prepare: (size) => {
    const { sections } = serviceLine()
    const { paths } = enumeratePaths(sections, 'day')
    const rounds = scaled(200, size)
    return {
      run: () => {
        const startedMs = performance.now()
        let steps = 0
        for (let round = 0; round < rounds; round += 1) {
          for (const path of paths) {
            walkPath(sections, path)
            steps += path.steps.length
          }
        }
        const seconds = (performance.now() - startedMs) / 1000
        return [
          { case: 'every-path', unit: 'paths/s', value: (rounds * paths.length) / seconds },
          { case: 'every-path', unit: 'steps/s', value: steps / seconds },
        ]
      },
    }
  },
}

/** A flow test as a project has it. */
const scriptCase: Case = {
  name: 'flow-test',
  prepare: (size) => {
    const center = serviceLine()
    const rounds = scaled(10_000, size)
    return {
      run: () => {
        const startedMs = performance.now()
        for (let round = 0; round < rounds; round += 1)
          call(center, 'day')
            .hears('welcome')
            .hears('main')
            .press('2')
            .hears('prices')
            .press('0')
            .reaches(queue('service'))
        const seconds = (performance.now() - startedMs) / 1000
        return [{ case: 'flow-test', unit: 'paths/s', value: rounds / seconds }]
      },
    }
  },
}

export const ivrCases: readonly Case[] = [pathsCase, scriptCase]
