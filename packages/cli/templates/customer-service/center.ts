/**
 * A client service center: a menu with information, an order status that is looked up, agents of group A, who register cases,
 * and group B, who take complaints and call back about open cases.
 */
import { defineCallCenter, lastAgentFirst, longestIdle, roundRobin, secret } from 'callweave'
import { caseOf, orderStatus } from './functions.ts'

const groupA = [
  'ana',
  'ben',
  'chen',
  'dora',
  'emil',
  'fatima',
  'george',
  'hanna',
  'ivan',
  'jun',
  'kofi',
  'lena',
] as const
const groupB = ['mei', 'noah', 'olga', 'petra'] as const

export default defineCallCenter({
  name: 'customer-service',
  timeZone: 'Europe/London',
  languages: ['en', 'zh'],

  trunks: {
    main: { numbers: ['4008001234', '4008001235'], channels: 30, kind: 'e1' },
  },

  skills: ['complaints'],
  agents: {
    ana: { extension: '8001', password: secret('EXT_8001'), groups: ['A'] },
    ben: { extension: '8002', password: secret('EXT_8002'), groups: ['A'] },
    chen: { extension: '8003', password: secret('EXT_8003'), groups: ['A'] },
    dora: { extension: '8004', password: secret('EXT_8004'), groups: ['A'] },
    emil: { extension: '8005', password: secret('EXT_8005'), groups: ['A'] },
    fatima: { extension: '8006', password: secret('EXT_8006'), groups: ['A'] },
    george: { extension: '8007', password: secret('EXT_8007'), groups: ['A'] },
    hanna: { extension: '8008', password: secret('EXT_8008'), groups: ['A'] },
    ivan: { extension: '8009', password: secret('EXT_8009'), groups: ['A'] },
    jun: { extension: '8010', password: secret('EXT_8010'), groups: ['A'] },
    kofi: { extension: '8011', password: secret('EXT_8011'), groups: ['A'] },
    lena: { extension: '8012', password: secret('EXT_8012'), groups: ['A'] },
    mei: { extension: '8101', password: secret('EXT_8101'), groups: ['B'], skills: { complaints: 8 } },
    noah: { extension: '8102', password: secret('EXT_8102'), groups: ['B'], skills: { complaints: 6 } },
    olga: { extension: '8103', password: secret('EXT_8103'), groups: ['B'], skills: { complaints: 6 } },
    petra: { extension: '8104', password: secret('EXT_8104'), groups: ['B'], skills: { complaints: 4 } },
  },

  queues: {
    service: {
      strategy: lastAgentFirst(longestIdle),
      members: groupA,
      wrapUpMs: 30_000,
      serviceLevel: { withinMs: 20_000, goalRatio: 0.8 },
      refuseWhen: ['logged-out'],
      resumeWithinMs: 300_000,
      announce: { everyMs: 60_000, position: true, prompts: ['press-one'] },
    },
    'follow-up': {
      strategy: roundRobin,
      members: groupB,
      wants: { complaints: 4 },
      wrapUpMs: 60_000,
      serviceLevel: { withinMs: 60_000, goalRatio: 0.8 },
      refuseWhen: ['logged-out'],
    },
  },

  prompts: {
    welcome: { en: 'Welcome to the service center.', zh: '欢迎致电客户服务中心。' },
    'main-menu': {
      en: 'For opening hours press 1, for prices press 2, for your order press 3, to complain press 8, for an agent press 0.',
      zh: '查询营业时间请按1，查询价格请按2，查询订单请按3，投诉请按8，人工服务请按0。',
    },
    'main-again': { en: 'Please press one of these keys.', zh: '请按相应的键。' },
    'opening-hours': {
      en: 'We are open from eight to eight, every day. To go back, press star.',
      zh: '营业时间为每天八点到二十点。返回请按星号键。',
    },
    prices: {
      en: 'Delivery is free from fifty pounds on. To go back, press star.',
      zh: '订单满五十英镑免费配送。返回请按星号键。',
    },
    'order-number': {
      en: 'Please type your order number, and the hash key at the end.',
      zh: '请输入订单号，以井号键结束。',
    },
    'order-sent': { en: 'Your order is on its way to you.', zh: '您的订单已发货。' },
    'order-packing': { en: 'Your order is being packed.', zh: '您的订单正在打包。' },
    'nobody-free': {
      en: 'Nobody is free right now. Please leave a message after the tone; we call you back.',
      zh: '坐席忙。请在提示音后留言，我们会给您回电。',
    },
    'press-one': {
      en: 'To keep your place and be called back, press one.',
      zh: '如需保留位置并等待回电，请按1。',
    },
    promised: { en: 'You keep your place. We call you back. Goodbye.', zh: '已为您保留位置，我们会给您回电。再见。' },
    closed: {
      en: 'We are open from eight to eight. Please leave a message after the tone; we call you back.',
      zh: '现在是非工作时间。请在提示音后留言，我们会给您回电。',
    },
    satisfied: {
      en: 'Were you satisfied? Press 1 for yes, 2 for no.',
      zh: '请对本次服务评价，满意请按1，不满意请按2。',
    },
  },

  hours: {
    office: {
      open: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '08:00', to: '20:00' }],
      holidays: ['2026-12-25'],
    },
  },

  // `*` goes back and `0` asks for an agent at every menu, unless the menu says otherwise.
  menus: { back: '*', agent: { key: '0', queue: 'service' } },

  functions: { orderStatus, caseOf },

  flows: {
    day: {
      start: { step: 'play', prompt: 'welcome', then: 'main' },
      main: {
        step: 'menu',
        prompt: 'main-menu',
        on: { '1': 'hours', '2': 'prices', '3': 'order', '8': 'complain', '0': 'agent' },
        noInput: { again: ['main-again', 'main-menu'], then: 'agent' },
        noMatch: { again: ['main-again'], then: 'agent' },
      },
      hours: { step: 'menu', prompt: 'opening-hours', on: {}, noInput: { then: 'bye' } },
      prices: { step: 'menu', prompt: 'prices', on: {}, noInput: { then: 'bye' } },
      order: {
        step: 'collect',
        prompt: 'order-number',
        into: 'order',
        minDigits: 6,
        maxDigits: 10,
        then: 'order-status',
        noInput: { then: 'agent' },
      },
      'order-status': {
        step: 'lookup',
        function: 'orderStatus',
        args: { order: '{order}' },
        on: { sent: 'order-sent', packing: 'order-packing' },
        then: 'agent',
        onError: 'agent',
      },
      'order-sent': { step: 'play', prompt: 'order-sent', then: 'bye' },
      'order-packing': { step: 'play', prompt: 'order-packing', then: 'bye' },
      agent: {
        step: 'queue',
        queue: 'service',
        ifNobody: 'message',
        onKey: { '1': 'call-me' },
        afterServed: 'case',
      },
      'call-me': { step: 'callback', queue: 'service', then: 'promised', ifRefused: 'message' },
      promised: { step: 'hang-up', prompt: 'promised' },
      complain: { step: 'queue', queue: 'follow-up', ifNobody: 'message' },
      // Group A has registered a case while talking; where it is open, group B calls the caller back about it.
      case: { step: 'lookup', function: 'caseOf', on: { open: 'call-later' }, then: 'survey', onError: 'survey' },
      'call-later': { step: 'callback', queue: 'follow-up', delayMs: 30 * 60_000, then: 'survey' },
      message: { step: 'voicemail', box: 'follow-up', prompt: 'nobody-free' },
      survey: {
        step: 'survey',
        questions: [{ name: 'satisfied', prompt: 'satisfied', keys: { '1': 'yes', '2': 'no' } }],
      },
      bye: { step: 'hang-up', as: 'self-served' },
    },
    night: {
      start: { step: 'voicemail', box: 'follow-up', prompt: 'closed' },
    },
    'chinese-day': {
      start: { step: 'language', language: 'zh', then: 'day' },
      day: { step: 'flow', flow: 'day' },
    },
    'chinese-night': {
      start: { step: 'language', language: 'zh', then: 'night' },
      night: { step: 'flow', flow: 'night' },
    },
  },

  routes: [
    { number: '4008001235', when: 'office', flow: 'chinese-day' },
    { number: '4008001235', flow: 'chinese-night' },
    { when: 'office', flow: 'day' },
    { flow: 'night' },
  ],
})
