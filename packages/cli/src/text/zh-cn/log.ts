import type { Catalogue } from '../en.js'

export const log: Catalogue['log'] = {
  noTargets: '此处没有定义文件，各队列均按 20 秒内接听计为达标；可用 --center 指定',
  openEnd: ({ seq }) => `这份日志没有关闭：呼叫中心正在运行，或曾被强行终止。读到最后一个完整事件，第 ${seq} 个`,
  stored: ({ calls, path }) => `${path} 中有 ${calls} 条话单`,
}
