/** How many points of a plan a second: each formula at sizes from a team to a nation's center. */
import { evaluateStaffing, type StaffingModel } from '@callweave/acd/staffing'
import { type Case, scaled } from './case.js'

const models: readonly StaffingModel[] = ['erlang-b', 'erlang-c', 'erlang-a']
const sizes = [100, 1_000, 10_000]
const ahtMs = 180_000
/** About so many steps of the formulas' recursion in a run. */
const steps = 10_000_000

const staffingCase = (model: StaffingModel, agents: number): Case => ({
  name: `${model}/${agents}-agents`,
  prepare: (size) => {
    const evaluations = scaled(steps / agents, size)
    return {
      run: () => {
        const startedMs = performance.now()
        let sum = 0
        for (let i = 0; i < evaluations; i += 1) {
          // Loads from 90 to 98 %, so that no two points are the same.
          const offeredErlangs = agents * (0.9 + (0.08 * i) / evaluations)
          const callsPerHour = (offeredErlangs * 3_600_000) / ahtMs
          sum += evaluateStaffing({
            model,
            agents,
            callsPerHour,
            ahtMs,
            patienceMs: 120_000,
            targetMs: 20_000,
          }).occupancy
        }
        const seconds = (performance.now() - startedMs) / 1000
        if (!(sum > 0)) throw new TypeError('the formulas gave nothing')
        return [{ case: `${model}/${agents}-agents`, unit: 'evaluations/s', value: evaluations / seconds }]
      },
    }
  },
})

export const staffingCases: readonly Case[] = models.flatMap((model) =>
  sizes.map((agents) => staffingCase(model, agents)),
)
