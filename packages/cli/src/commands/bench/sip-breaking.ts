/** How many calls a second a center takes before one fails: steps, until one does. */
import { type Case, type Sample, scaled } from './case.js'
import { agentsFor, atLeastQuick, measure, openProbed } from './sip-center.js'

const firstRate = 500
const rateStep = 100
const mostRate = 2_000
const seconds = 15
/** Calls before the first step, so that code is warm: half its rate, for so long. */
const warmSeconds = 10
const talkMs = 500
const name = 'center/breaking'

/**
 * The switch's own limit is out of the way, so that what fails is the machine. The highest rate without a failed call, and of
 * the first step that has one all figures: what they say together is what gave way.
 */
export const breakingCase: Case = {
  name,
  needs: 'sipp',
  once: true,
  prepare: (size) => ({
    run: async () => {
      const last = size.scale < 0.1 ? firstRate : mostRate
      const agents = scaled(agentsFor({ callsPerSecond: last, talkMs }), atLeastQuick(size), 10)
      const opened = await openProbed(agents, 10 * mostRate)
      const most = (value: number): Sample => ({ case: name, unit: 'calls/s', value })
      try {
        const warm = { calls: scaled((firstRate / 2) * warmSeconds, size, 10), callsPerSecond: firstRate / 2, talkMs }
        await opened.floor.call(warm)
        let figures: readonly Sample[] = []
        for (let callsPerSecond = firstRate; callsPerSecond <= last; callsPerSecond += rateStep) {
          const calls = scaled(callsPerSecond * seconds, size, 10)
          figures = await measure(name, opened, { calls, callsPerSecond, talkMs })
          if (figures.some(({ unit, value }) => unit === 'failed' && value > 0))
            return [most(callsPerSecond - rateStep), ...figures]
        }
        return [most(last), ...figures]
      } finally {
        await opened.close()
      }
    },
  }),
}
