/** `cc check` 的输出。 */
import type { Catalogue } from '../en.js'

export const check: Catalogue['check'] = {
  size: ({ numbers, trunks, agents, queues, flows }) =>
    `号码 ${numbers} 个（中继群 ${trunks} 个），坐席员 ${agents} 人，队列 ${queues} 个，流程 ${flows} 个`,
  scenarioFits: ({ path }) => `${path} 与之相符`,
  fine: '没有发现问题。',
  fineBut: ({ count }) => `可以运行；警告 ${count} 条`,
  noSecret: ({ names, count }) => (count === 1 ? `密钥 ${names} 没有值` : `有 ${count} 个密钥没有值：${names}`),
  noSecretRemedy: ({ name }) => `请设置环境变量，或在 .env 中写 ${name}=...（.env 不得进 git）`,
  next: '下一步：cc sim',
}
