/** All benchmarks by name. A benchmark is loaded when it runs. */
import type { Case } from './case.js'

export const benchNames = ['sim', 'routing', 'staffing', 'ivr', 'log', 'media', 'sip'] as const
export type BenchName = (typeof benchNames)[number]

/** @param calls whether a number of calls was asked for, which is what the memory of a long run is watched over. */
export const casesOf = async (name: BenchName, calls: boolean): Promise<readonly Case[]> => {
  switch (name) {
    case 'sim': {
      const { memoryCase, simCases } = await import('./sim.js')
      return calls ? [memoryCase] : simCases
    }
    case 'routing':
      return (await import('./routing.js')).routingCases
    case 'staffing':
      return (await import('./staffing.js')).staffingCases
    case 'ivr':
      return (await import('./ivr.js')).ivrCases
    case 'log':
      return (await import('./log.js')).logCases
    case 'media':
      return (await import('./media.js')).mediaCases()
    case 'sip': {
      const { sipCases, throughCase } = await import('./sip.js')
      return calls ? [throughCase] : sipCases
    }
  }
}
