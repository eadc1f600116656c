/** The sample flow that every test of this package can lean on: REQUIREMENTS I7. */
import { defineFunction } from '../definition/functions.js'
import type { IvrSections } from '../definition/sections.js'

/** Keeps the literals, so that prompts and flows stay typed. */
const sections = <const S extends IvrSections>(given: S): S => given

export const sample = sections({
  languages: ['en', 'zh'],
  timeZone: 'Asia/Shanghai',
  prompts: {
    welcome: { en: 'Welcome to the service center.', zh: '欢迎致电客服中心。' },
    'main-menu': {
      en: 'For our address press 1, for a balance 2, to complain 8, for an agent 0.',
      zh: '地址请按1，查询余额请按2，投诉请按8，人工请按0。',
    },
    'main-again': { en: 'Please press a key.', zh: '请按键。' },
    address: { en: 'We are at 1 Main Street. To go back press star.', zh: '我们在主街一号。返回请按星号。' },
    account: { en: 'Please type your account number.', zh: '请输入账号。' },
    'no-balance': { en: 'Your balance cannot be told now.', zh: '暂时无法查询余额。' },
    'leave-message': {
      en: 'Nobody can take your call. Please leave a message after the tone.',
      zh: '座席忙，请留言。',
    },
    rate: { en: 'Were you satisfied? Press 1 for yes, 2 for no.', zh: '满意请按1，不满意请按2。' },
    closed: { en: 'We are closed.', zh: '现在是非工作时间。' },
  },
  hours: {
    office: {
      open: [{ days: ['mon', 'tue', 'wed', 'thu', 'fri'], from: '09:00', to: '17:30' }],
      holidays: ['2026-10-01'],
    },
  },
  menus: { back: '*', agent: { key: '0', queue: 'service' } },
  functions: {
    balance: defineFunction('balance', {
      version: 1,
      simulate: ({ account }, random) => ({
        result: { amount: Number(account) % 100, due: 'friday' },
        tookMs: 50 + random.int(100),
      }),
    }),
  },
  flows: {
    day: {
      start: { step: 'play', prompt: 'welcome', then: 'main' },
      main: {
        step: 'menu',
        prompt: 'main-menu',
        on: { '1': 'info', '2': 'account', '8': 'complain' },
        noInput: { again: ['main-again', 'main-menu'], then: 'agent' },
        noMatch: { again: ['main-again'], then: 'agent' },
      },
      info: { step: 'menu', prompt: 'address', on: {}, noInput: { then: 'bye' } },
      account: {
        step: 'collect',
        prompt: 'account',
        into: 'account',
        minDigits: 4,
        maxDigits: 8,
        then: 'balance',
        noInput: { then: 'main' },
      },
      balance: {
        step: 'lookup',
        function: 'balance',
        args: { account: '{account}' },
        into: 'balance',
        then: 'tell',
        onError: 'sorry',
      },
      tell: {
        step: 'say',
        text: { en: 'You owe {balance.amount} by {balance.due}.', zh: '您欠{balance.amount}元。' },
        then: 'main',
      },
      sorry: { step: 'play', prompt: 'no-balance', then: 'agent' },
      agent: {
        step: 'queue',
        queue: 'service',
        ifNobody: 'message',
        ifFull: 'message',
        onKey: { '1': 'message' },
        afterServed: 'survey',
      },
      complain: { step: 'queue', queue: 'complaints', wants: { complaints: 4 }, priority: 5, ifNobody: 'message' },
      message: { step: 'voicemail', box: 'service', prompt: 'leave-message' },
      survey: { step: 'survey', questions: [{ name: 'satisfied', prompt: 'rate', keys: { '1': 'yes', '2': 'no' } }] },
      bye: { step: 'hang-up' },
    },
    front: {
      start: { step: 'hours', hours: 'office', open: 'by-number', closed: 'night', holiday: 'night' },
      'by-number': { step: 'branch', by: 'dialed', cases: { '4008009999': 'chinese' }, otherwise: 'day' },
      chinese: { step: 'language', language: 'zh', then: 'vip' },
      vip: { step: 'branch', by: 'tag', cases: { vip: 'agent' }, otherwise: 'day' },
      agent: { step: 'queue', queue: 'service' },
      day: { step: 'flow', flow: 'day' },
      night: { step: 'hang-up', prompt: 'closed', as: 'refused' },
    },
    direct: { start: { step: 'queue', queue: 'service' } },
  },
})
