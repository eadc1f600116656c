/**
 * One real day: all calls that an NHS 111 provider received on Monday, 12 January 2026, spread over the hours by an assumed
 * shape (see data/README.md). How callers and agents behave is assumed, too; put your own figures here.
 */
import { constant, countsFile, defineScenario, exponential, logNormal } from 'callweave/sim'
import center from '../center.ts'
import { assumedHourlyShape } from '../data/assumed-hourly-shape.ts'

const minuteMs = 60_000

export default defineScenario(center, {
  name: 'day',
  about:
    '1,066 calls: the real total that an NHS 111 provider received on 12 January 2026 (Open Government Licence v3.0). Assumed: the hourly shape, patience and talk times, and the center itself.',
  start: '2026-01-12T00:00',
  lengthMs: 24 * 60 * minuteMs,

  arrivals: [
    {
      dialed: '4008001234',
      callers: 'public',
      source: countsFile({
        file: '../data/nhs111-cambridgeshire-daily.csv',
        time: 'date',
        calls: 'calls_received',
        day: '2026-01-12',
        hourlyShape: assumedHourlyShape,
      }),
    },
  ],

  callers: {
    public: {
      patience: exponential({ meanMs: 3 * minuteMs }),
      redial: { ratio: 0.4, after: exponential({ meanMs: 10 * minuteMs }), most: 2 },
      keys: {
        main: { '0': 0.6, '1': 0.08, '2': 0.05, '3': 0.15, '8': 0.05 },
        survey: { '1': 0.3, '2': 0.1 },
      },
      digits: { order: ['123456', '20260112', '7654321'] },
      message: exponential({ meanMs: 25_000 }),
      whileWaiting: { key: '1', ratio: 0.2, after: constant({ ms: 30_000 }) },
    },
  },

  agents: {
    everyone: {
      answer: exponential({ meanMs: 3_000 }),
      missRatio: 0.01,
      hangsUpRatio: 0.4,
      talk: logNormal({ meanMs: 5 * minuteMs, medianMs: 4 * minuteMs }),
      talkByQueue: { 'follow-up': logNormal({ meanMs: 8 * minuteMs, medianMs: 6 * minuteMs }) },
      wrapUp: exponential({ meanMs: 25_000 }),
      shifts: [{ from: '08:00', to: '20:00' }],
    },
    only: {
      ana: { shifts: [{ from: '07:45', to: '15:00' }] },
      ben: { shifts: [{ from: '07:45', to: '15:00' }] },
      chen: { shifts: [{ from: '07:45', to: '15:00' }] },
      dora: {
        shifts: [{ from: '07:45', to: '15:00' }],
        breaks: [{ at: '11:30', lengthMs: 30 * minuteMs, reason: 'meal' }],
      },
      emil: {
        shifts: [{ from: '08:30', to: '16:00' }],
        breaks: [{ at: '12:00', lengthMs: 30 * minuteMs, reason: 'meal' }],
      },
      fatima: {
        shifts: [{ from: '08:30', to: '16:00' }],
        breaks: [{ at: '12:30', lengthMs: 30 * minuteMs, reason: 'meal' }],
      },
      george: { shifts: [{ from: '13:00', to: '20:00' }] },
      hanna: { shifts: [{ from: '13:00', to: '20:00' }] },
      ivan: { shifts: [{ from: '13:00', to: '20:00' }] },
      jun: { shifts: [{ from: '14:00', to: '20:00' }] },
      kofi: { shifts: [{ from: '14:00', to: '20:00' }] },
      lena: { shifts: [{ from: '14:00', to: '20:00' }], paceFactor: 1.3 },
    },
  },
})
