import type { Catalogue } from '../en.js'
import { wordOf } from '../word-of.js'
import { codes } from './codes.js'
import { explain } from './explain.js'
import { live } from './live.js'

const stage = (name: string): string => (name in live.stages ? live.stages[name as keyof typeof live.stages] : name)

const trunkRemedies: Readonly<Record<string, string>> = {
  credentials: '。运营商不接受用户名或密码：请检查 registration 的 username 和其密码的值，然后重新启动',
  'status-403': '。运营商拒绝我们：请检查 registration 的用户名和密码，以及是否允许从本机地址注册',
  'status-404': '。运营商没有这个用户：请检查 registration 的 username 和 registrar',
  timeout: '。运营商没有应答，会再试：请检查 registrar、proxies 和网络',
  unsent: '。连不上运营商，会再试：请检查 registrar、proxies 和网络',
  'no-answer': '。对方没有应答，会再问：请检查 proxies 和网络',
}

const faultOf = (because: string): string =>
  wordOf(codes.trunkFaults, because).replace(/^status-(\d{3})$/, '对方应答 $1')

const parts = { journal: '日志', calls: '话单', recordings: '录音', socket: 'cc calls 用的套接字' }

export const start: Catalogue['start'] = {
  opening: ({ name }) => `正在启动 ${name}（第一次要合成语音，需几秒钟）`,
  running: ({ name }) => `${name} 已可接听来电`,
  sip: 'SIP',
  listensAt: ({ at, host }) => `${at}，监听 ${host}`,
  or: ' 或 ',
  media: '媒体',
  keeps: '数据',
  dial: '可拨的号码',
  way: ({ flow, when, tag }) =>
    [flow, ...(when === null ? [] : [`（${when} 营业时）`]), ...(tag === null ? [] : [`（标签 ${tag}）`])].join(''),
  otherwise: ({ flow }) => `否则 ${flow}`,
  noRoute: '没有路由，拒接',
  openNow: '来电现在进入',
  waysBetween: '，',
  stop: '。',
  register: ({ server }) => `话机注册：服务器 ${server}，用户名为分机号，密码在 .env 或环境变量中，名称见各行末尾`,
  insideNumbers: '话机上可拨的号码（分机以外）',
  inside: {
    queue: ({ to }) => `队列 ${to}`,
    flow: ({ to }) => `流程 ${to}`,
    group: ({ to }) => `组呼 ${to}：先接者通话`,
    broadcast: ({ to }) => `群呼 ${to}：接听者全部加入`,
    outside: ({ to }) => `由 ${to} 外呼`,
  },
  codes: '话机上可拨的功能码',
  tryIt: ({ number, extension }) => `试一试，在另外两个终端里：cc phone ${extension} --ready 和 cc dial ${number}`,
  howToEnd: ({ drain }) => `Ctrl-C：不再接新呼叫，最多等 ${drain}让现有呼叫结束，然后退出`,
  live: ({ calls, waiting, ready, talking }) => `呼叫 ${calls} · 等待 ${waiting} · 坐席就绪 ${ready}，通话 ${talking}`,
  notices: {
    'call-arrived': ({ call, caller, dialed }) => `呼叫 ${call}：${caller || '（未显示）'} 拨打 ${dialed}`,
    'call-dialed': ({ call, extension, dialed }) => `呼叫 ${call}：分机 ${extension} 拨打 ${dialed}`,
    'call-refused': ({ call, because }) => `呼叫 ${call}：${explain.refused[because]}`,
    'call-waits': ({ call, queue }) => `呼叫 ${call}：在 ${queue} 排队`,
    'call-talks': ({ call, agent }) => `呼叫 ${call}：与 ${agent} 通话`,
    'call-kept': ({ call, agent, forMs }, { span }) =>
      `呼叫 ${call}：${explain.callerCleared({ agent: agent ?? '', span: span(forMs) })}`,
    'recall-failed': ({ call, number, because }) =>
      `呼叫 ${call}：首次回呼 ${number} 未成功：${explain.recallFailed[because]}`,
    'caller-back': ({ call, how }) => `呼叫 ${call}：${explain.callerBack[how]}`,
    'call-ended': ({ call, outcome, how }) =>
      `呼叫 ${call}：结束：${how === undefined ? explain.outcomes[outcome] : explain.endings[how]}`,
    'message-left': ({ call, box, recording }) => `呼叫 ${call}：给 ${box} 留言：${recording}`,
    'messages-heard': ({ call, box, count }, { number }) => `呼叫 ${call}：已收听 ${box} 的留言 ${number(count)} 条`,
    'number-blocked': ({ number, forMs }, { span }) =>
      `${forMs === null ? '从现在起' : `${span(forMs)}内`}拒接主叫 ${number}`,
    'agent-changed': ({ agent, state, because }) =>
      `${agent}：${stage(state)}（${wordOf(codes.agentChanges, because)}）`,
    'trunk-busy': ({ trunk, dialed }) => `中继群 ${trunk}：拨打 ${dialed} 的来电没有空闲通道`,
    'trunk-failed': ({ trunk, because }) =>
      `中继群 ${trunk}：不能通话（${faultOf(because)}）${trunkRemedies[because] ?? ''}`,
    'trunk-restored': ({ trunk }) => `中继群 ${trunk}：已恢复`,
    'trunk-silent': ({ trunk }) =>
      `中继群 ${trunk}：没有应答；呼出改走其备用中继群（如有）：请检查 proxies 或 registrar 以及网络`,
    'clock-jumped': ({ byMs }, { span }) =>
      `机器的时钟${byMs < 0 ? '拨回' : '拨快'}了 ${span(Math.abs(byMs))}；下次启动之前这里的时间照旧`,
    'folder-lost': ({ folder, what, lost }, { number }) =>
      [
        `呼叫中心运行时 ${folder} 中有内容被移走：${what.map((part) => parts[part]).join('、')}。`,
        ...(what.includes('journal')
          ? [
              lost === null
                ? '日志已完整恢复，没有丢失。'
                : `日志已从事件 ${number(lost.toSeq + 1)} 起恢复；事件 ${number(lost.fromSeq)} 至 ${number(lost.toSeq)} 已丢失：下次启动前请从备份放回这些文件，或换一个空文件夹重新开始。`,
            ]
          : []),
        ...(what.includes('calls') ? ['话单会在下次启动时由日志重新生成。'] : []),
        ...(what.includes('recordings') ? ['此前的录音已丢失。'] : []),
      ].join(''),
    'hours-changed': ({ hours, open }) => (open ? `${hours}：开始营业` : `${hours}：停止营业`),
    'journal-mended': () => '日志已恢复写入，没有丢失',
    'recordings-mended': () => '录音已恢复写入；其间说的话只保留磁盘放得下的部分',
    'phone-registered': ({ extension, source }) => `话机 ${extension}：已从 ${source} 注册`,
    'phone-gone': ({ extension, source }) => `话机 ${extension}：不再从 ${source} 注册`,
    stranger: ({ source, code, count, leftMs }, { number, span }) =>
      codes.strangers[code]({ source, count: number(count), left: leftMs === null ? '' : span(leftMs) }),
    fallback: ({ dialed, extension }) => `拨打 ${dialed} 的呼叫已转到备用话机 ${extension}`,
    overloaded: ({ callsPerSecond, lagMs }) => `过载：新呼叫以 503 拒绝（每秒 ${callsPerSecond} 个，迟 ${lagMs} 毫秒）`,
    trouble: ({ message }) => `警告：${message}`,
    'closed-dead': ({ calls, stages }) =>
      `上次运行被强行终止；当时的呼叫已关闭：${calls}（${Object.entries(stages)
        .map(([name, count]) => `${stage(name)} ${count}`)
        .join('，')}）`,
    ending: ({ calls, drainMs }, { span }) =>
      calls === 0
        ? '正在退出：没有呼叫'
        : `正在退出：不接新呼叫，最多等 ${span(drainMs)}，现有呼叫 ${calls} 个（再按一次 Ctrl-C 立即清除）`,
    hurried: () => '正在清除现有呼叫',
    ended: ({ cleared }) => (cleared === 0 ? '已退出，全部写入' : `已退出，清除的呼叫：${cleared}`),
  },
  features: {
    'log-in': '登录',
    'log-out': '退出登录',
    ready: '就绪',
    'not-ready': '示忙，后面可跟原因',
    'wrap-up-done': '话后处理完成',
    hoax: '上一个来电是骚扰电话：限时拒接',
    'pick-up': '代接振铃的话机，后面可跟分机号',
    voicemail: '收听本人及所在队列信箱的留言',
    monitor: '监听，后面跟分机号',
    whisper: '耳语，后面跟分机号',
    'barge-in': '强插，后面跟分机号',
    release: '强拆，后面跟分机号',
  },
}
