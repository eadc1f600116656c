/** `cc flow` 的输出。 */
import type { Catalogue } from '../en.js'

export const flow: Catalogue['flow'] = {
  unknown: ({ name }) => `没有名为“${name}”的流程`,
  which: '按键要输入到某一个流程，请指明',
  pressNothing: '按键用于 cc flow test，画图不需要',
  overAlready: ({ flow }) => `按这个键之前呼叫已经结束（流程 ${flow}）`,
  toRest: '呼叫停下来等人',
  ways: ({ count }) => `共 ${count} 条路径`,
  moreWays: ({ count }) => `路径超过 ${count} 条，先列出这些`,
  pressed: ({ keys }) => `按 ${keys}`,
  typed: ({ keys }) => `输入 ${keys}`,
  answered: ({ answer }) => `查询结果：${answer}`,
  missed: { 'no-input': '没有按键', 'no-match': '按了没有对应的键' },
  ended: ({ outcome }) => `呼叫结束：${outcome}`,
  standing: {
    sound: '正在听语音',
    keys: '等待按键',
    recording: '提示音后留言',
    lookup: '等待查询结果',
    queue: '排队等待坐席员',
    transfer: '转接中',
    nothing: '等待',
    ended: '已挂断',
  },
}
