import type { Catalogue } from '../en.js'

/** SIP 的应答码（RFC 3261 第 21 章）；其余的照对方所说。 */
const statuses: Readonly<Record<number, string>> = {
  400: '请求有误',
  401: '需要密码',
  403: '不允许',
  404: '没有这个号码',
  408: '超时',
  480: '暂时联系不上',
  481: '没有这个呼叫',
  482: '呼叫成环',
  486: '忙',
  487: '已取消',
  488: '没有共同的编码',
  500: '内部错误',
  503: '暂不提供服务',
  600: '全忙',
  603: '拒接',
  604: '没有这个号码',
}

export const phone: Catalogue['phone'] = {
  events: {
    dialing: ({ number, server }) => `正在呼叫 ${server} 的 ${number}`,
    registered: ({ extension, server }) => `话机 ${extension} 已在 ${server} 注册，等待来电`,
    ringing: ({ isEarlyMedia }) => (isEarlyMedia ? '对方振铃，有声音' : '对方振铃'),
    'center-gone': () => '呼叫中心已不在：那里没有程序监听；本话机等它回来',
    'center-back': () => '呼叫中心已恢复，本话机已重新注册',
    'called-by': ({ caller }) => `来电：${caller === '' ? '（未显示）' : caller}`,
    answered: () => '已接通',
    heard: ({ key }) => `听到按键 ${key}`,
    pressed: ({ keys }) => `已按 ${keys}`,
    said: ({ file }) => `已播放 ${file}`,
    'held-there': () => '被保持',
    'retrieved-there': () => '恢复通话',
    refused: ({ status, phrase }) =>
      `${status === 408 ? '对方没有响应' : '被拒绝'}：${[status, statuses[status] ?? phrase].join(' ').trim()}${status === 401 ? '。没有中继接受来自本机的呼叫（见其 peers）：请用 --as 从定义中的话机拨打' : ''}`,
    'hung-up': ({ by, afterMs }) =>
      `${by === 'fault' ? '通话中断' : `${by === 'us' ? '本话机' : '对方'}挂断`}，历时 ${(afterMs / 1000).toFixed(1)} 秒`,
    unanswered: ({ by, afterMs }) =>
      `${(afterMs / 1000).toFixed(1)} 秒后${by === 'fault' ? '中断' : `${by === 'us' ? '本话机' : '对方'}放弃`}，无人应答`,
    recorded: ({ file, lengthMs }) => `已录 ${(lengthMs / 1000).toFixed(1)} 秒：${file}`,
    media: ({ received, lost, jitterMs }) => `收到 ${received} 个包，丢失 ${lost}，抖动 ${jitterMs.toFixed(1)} 毫秒`,
    trouble: ({ message }) => `警告：${message}`,
  },
  noExtension: ({ extension }) => `定义里没有话机 ${extension}`,
  noPassword: ({ extension }) => `话机 ${extension} 没有密码`,
  noPasswordRemedy: ({ extension }) => `在定义里给它 password: secret('EXT_${extension}')，值写在 .env`,
  noNumber: '没有可拨的号码',
  noCenter: '那里没有呼叫中心应答',
  noCenterRemedy: '用 cc start 启动，或用 --server 指明它在哪里',
  silent: '那里没有任何应答',
  silentRemedy: '中间有防火墙吗？或者因为密码错误过多，呼叫中心暂不应答这个地址？那样的话它会说明，并说明还要多久',
  phoneRefused: ({ status, phrase }) =>
    `呼叫中心拒绝了这部话机：${[status, statuses[status] ?? phrase].join(' ').trim()}`,
  phoneRefusedRemedy: '呼叫中心启动之后密码是否改过？',
}
