/** `cc init` 的提问与输出。 */
import type { Catalogue } from '../en.js'

export const init: Catalogue['init'] = {
  folder: 'my-center',
  askFolder: '放在哪个文件夹?',
  askTemplate: '哪一种呼叫中心?',
  cancelled: '没有创建任何内容。',
  templates: {
    minimal: '一个号码、一个队列、三个坐席员：能运行的最小中心',
    'customer-service': '菜单、信息查询、人工坐席、投诉、留言；用真实的一天来电做仿真',
    emergency: '急救受理：分秒必争，一个呼叫也不丢（用于设计、培训和仿真）',
    'multi-skill': '多语种热线：译员的技能与等级；用真实的一个月来电做仿真',
  },
  made: ({ folder, template, files }) => `已按模板 ${template} 建好 ${folder}：${files} 个文件`,
  secrets: '其中的 .env 存放随机密码，不进 git。',
  next: '下一步：',
  notEmpty: '这个文件夹不是空的',
  notEmptyRemedy: '换一个文件夹，或用 --force 写进去',
  notAFolder: '该位置已有一个同名文件',
  cannotWrite: ({ reason }) => `无法写入项目：${reason}`,
}
