import type { Catalogue } from '../en.js'

const stages: Catalogue['live']['stages'] = {
  flow: '流程中',
  waiting: '排队',
  offered: '坐席振铃',
  talking: '通话',
  'logged-out': '未登录',
  ready: '就绪',
  ringing: '振铃',
  hold: '保持',
  'wrap-up': '话后处理',
  'not-ready': '示忙',
}

export const live: Catalogue['live'] = {
  heads: {
    call: '呼叫',
    caller: '主叫',
    dialed: '被叫',
    since: '已有',
    stage: '状态',
    where: '位置',
    queue: '队列',
    waiting: '等待',
    longest: '最久',
    callbacks: '待回呼',
    ready: '就绪',
    loggedIn: '已登录',
    members: '成员',
    agent: '坐席员',
    extension: '分机',
    state: '状态',
    wanted: '之后',
  },
  stages,
  states: stages,
  noCalls: '没有呼叫。',
  noQueues: '定义里没有队列。',
  noAgents: '定义里没有坐席员。',
  hidden: '（未显示）',
  agentIs: ({ agent, state }) => `${agent}：${state}`,
  agentWill: ({ agent, state }) => `${agent}：通话结束后${state}`,
}
