/** The day that both scenarios share: its calls from the file, and the staff that Erlang A gives them. */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { staffByInterval } from '@callweave/acd/staffing'
import { CallweaveError } from 'callweave'
import { countsFile, exponential } from 'callweave/sim'

export const day = '2003-03-03'
export const start = `${day}T07:00`
/** 169 counts of five minutes: the last one is that of 21:00. */
export const lengthMs = 169 * 5 * 60_000
const halfHourMs = 30 * 60_000

/** ASSUMED: the file has counts and nothing else. */
export const handleMs = 180_000
export const patienceMs = 120_000

const data = process.env.CALLWEAVE_DATA ?? resolve(import.meta.dirname, '../../../shared/data')
const file = resolve(join(data, 'calls/bank_calls_5min.csv'))

const halfHours = (): readonly number[] => {
  if (!existsSync(file)) {
    throw new CallweaveError('file-invalid', {
      where: file,
      message: 'the calls of the bank are not here',
      remedy:
        'They may not be passed on with this repository (GPL-3). Put calls/bank_calls_5min.csv into a folder and name it: CALLWEAVE_DATA=~/data. examples/bank-day/README.md says where it comes from',
    })
  }
  const counts = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith(day))
    .map((line) => Number(line.split(',')[1]))
  const sums = Array.from({ length: Math.floor(counts.length / 6) }, (_, i) =>
    counts.slice(6 * i, 6 * i + 6).reduce((sum, count) => sum + count, 0),
  )
  // Five minutes are left over: as many for each five minutes of the half-hour that they begin.
  return [...sums, ...counts.slice(6 * sums.length).map((count) => 6 * count)]
}

export const arrivals = [
  { dialed: '8005550100', callers: 'customers', source: countsFile({ file, time: 'time', calls: 'calls', day }) },
]

export const callers = { customers: { patience: exponential({ meanMs: patienceMs }) } }

/** The fewest agents of each half-hour who answer 80 % of its calls within 20 s, as if it had always been so busy. */
export const onDuty = {
  intervalMs: halfHourMs,
  counts: staffByInterval(halfHours(), {
    model: 'erlang-a',
    intervalMs: halfHourMs,
    ahtMs: handleMs,
    patienceMs,
    targetMs: 20_000,
    goalRatio: 0.8,
  }).map(({ agents }) => agents),
}

export const about = (talk: string): string =>
  `41,257 calls: those that a large North American bank handled on Monday, 3 March 2003, by five minutes (bank_calls, GPL-3; Weinberg, Brown & Stroud, JASA 2007). Handled, not offered: where the bank was full, demand is cut off, and the true one was higher. Assumed: ${talk} of 3 minutes on average, exponential patience of 2 minutes, and the agents that Erlang A asks for 80% within 20 s in each half-hour.`
