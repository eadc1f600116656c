/**
 * The call-taking part of a medical emergency dispatch center. For design, training and simulation; not certified for
 * live emergency service.
 *
 * No greeting and no menu stand before the call taker. A call is never dropped by time and never refused because nobody is
 * there; after ten seconds the sister center's phones ring, too. Callers who gave up stand on the list of abandoned calls,
 * and have to be called back.
 */
import { defineCallCenter, longestIdle, ringAll, secret } from 'callweave'
import { answerTargets } from './answer-targets.ts'

const target = answerTargets['cn-120']

export default defineCallCenter({
  name: 'emergency',
  timeZone: 'Asia/Shanghai',
  languages: ['zh', 'en'],

  trunks: {
    // Only the call taker ends a call: who hangs up is called back, or calls again and comes to the same call taker. On real
    // lines that needs a way out, proxies or a registration: cc check warns until there is one.
    emergency: { numbers: ['120'], channels: 60, kind: 'e1', calledPartyRelease: true, backup: 'administration' },
    administration: { numbers: ['02055501200'], channels: 8, kind: 'analog' },
  },

  agents: {
    'taker-1': { extension: '101', password: secret('EXT_101'), groups: ['call-takers'] },
    'taker-2': { extension: '102', password: secret('EXT_102'), groups: ['call-takers'] },
    'taker-3': { extension: '103', password: secret('EXT_103'), groups: ['call-takers'] },
    'taker-4': { extension: '104', password: secret('EXT_104'), groups: ['call-takers'] },
    'taker-5': { extension: '105', password: secret('EXT_105'), groups: ['call-takers'] },
    'taker-6': { extension: '106', password: secret('EXT_106'), groups: ['call-takers'] },
    'sister-1': { extension: '201', password: secret('EXT_201'), groups: ['sister-center'] },
    'sister-2': { extension: '202', password: secret('EXT_202'), groups: ['sister-center'] },
    clerk: { extension: '301', password: secret('EXT_301'), groups: ['administration'] },
  },

  queues: {
    emergency: {
      strategy: ringAll(),
      members: [
        'taker-1',
        'taker-2',
        'taker-3',
        'taker-4',
        'taker-5',
        'taker-6',
        // The sister center: rung as well once a call has waited ten seconds.
        { agent: 'sister-1', level: 2 },
        { agent: 'sister-2', level: 2 },
      ],
      tiers: { waitMs: 10_000 },
      serviceLevel: { withinMs: target.withinMs, goalRatio: target.goalRatio },
      ringTimeoutMs: 10_000,
      missesToNotReady: 2,
      wrapUpMs: 30_000,
      refuseWhen: false,
      leaveWhen: false,
      // Whoever hung up and calls again takes up the old place.
      resumeWithinMs: 600_000,
    },
    administration: {
      strategy: longestIdle,
      members: ['clerk'],
      wrapUpMs: 30_000,
      serviceLevel: { withinMs: 60_000, goalRatio: 0.8 },
    },
  },

  prompts: {
    'not-an-emergency': {
      zh: '这里是急救中心办公室。如需急救请挂机并拨打120。',
      en: 'This is the office of the emergency center. In an emergency, hang up and dial 120.',
    },
  },

  flows: {
    emergency: {
      start: { step: 'queue', queue: 'emergency' },
    },
    administration: {
      start: { step: 'play', prompt: 'not-an-emergency', then: 'clerk' },
      clerk: { step: 'queue', queue: 'administration' },
    },
  },

  routes: [
    { number: '120', flow: 'emergency', priority: 100 },
    { number: '02055501200', flow: 'administration' },
  ],
})
