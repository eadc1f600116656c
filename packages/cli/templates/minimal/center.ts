/** The smallest call center: one number, a greeting, one queue. */
import { defineCallCenter, longestIdle, secret } from 'callweave'

export default defineCallCenter({
  name: 'minimal',
  timeZone: 'Europe/London',
  trunks: { main: { numbers: ['4008001234'], channels: 10 } },
  agents: {
    ana: { extension: '8001', password: secret('EXT_8001') },
    ben: { extension: '8002', password: secret('EXT_8002') },
    chen: { extension: '8003', password: secret('EXT_8003') },
  },
  prompts: {
    welcome: 'Welcome. The next free agent will take your call.',
    closed: 'We are here from nine to half past five, Monday to Friday.',
  },
  hours: { office: { open: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '17:30' }] } },
  queues: {
    service: {
      strategy: longestIdle,
      members: ['ana', 'ben', 'chen'],
      wrapUpMs: 15_000,
      serviceLevel: { withinMs: 20_000, goalRatio: 0.8 },
    },
  },
  flows: {
    day: {
      start: { step: 'play', prompt: 'welcome', then: 'agent' },
      agent: { step: 'queue', queue: 'service' },
    },
    night: { start: { step: 'hang-up', prompt: 'closed', as: 'refused' } },
  },
  routes: [
    { number: '4008001234', when: 'office', flow: 'day' },
    { number: '4008001234', flow: 'night' },
  ],
})
