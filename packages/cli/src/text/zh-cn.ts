/** 程序的全部中文文本。与 en.ts 的键完全一致，缺一个都编译不过。 */
import type { Catalogue } from './en.js'
import { bench } from './zh-cn/bench.js'
import { check } from './zh-cn/check.js'
import { codes } from './zh-cn/codes.js'
import { commands } from './zh-cn/commands.js'
import { doctor } from './zh-cn/doctor.js'
import { explain } from './zh-cn/explain.js'
import { flow } from './zh-cn/flow.js'
import { init } from './zh-cn/init.js'
import { live } from './zh-cn/live.js'
import { log } from './zh-cn/log.js'
import { phone } from './zh-cn/phone.js'
import { plan } from './zh-cn/plan.js'
import { project } from './zh-cn/project.js'
import { reasons } from './zh-cn/reasons.js'
import { sentence } from './zh-cn/sentences.js'
import { sim } from './zh-cn/sim.js'
import { sip } from './zh-cn/sip.js'
import { start } from './zh-cn/start.js'
import { theory } from './zh-cn/theory.js'

const placeOf = (command: string | undefined): string => (command === undefined ? 'cc --help' : `cc ${command} --help`)

export const zhCn: Catalogue = {
  commands,
  bench,
  check,
  codes,
  explain,
  flow,
  project,
  reasons,
  sim,
  theory,
  start,
  phone,
  live,
  doctor,
  init,
  log,
  plan,
  sip,

  frame: {
    tagline: 'Callweave：一份呼叫中心定义，既能在仿真器里运行，也能在交换机上运行',
    usage: 'cc <命令> [选项]',
    optionsWord: '选项',
    options: '选项：',
    examples: '示例：',
    globals: '所有命令通用：',
    lang: '输出语言：en 或 zh-CN',
    json: '以 JSON 输出结果',
    noColor: '不使用颜色（也可设 NO_COLOR）',
    quiet: '只输出结果和错误',
    help: '显示帮助；某个命令的帮助：cc <命令> --help',
    exitCodes: '退出码：0 正常，1 失败，2 命令行、定义或文件有误，99 未达到阈值',
    welcome: '没有给出命令，可以试试：',
    tryThese: [
      ['cc init my-center', '在新文件夹里建一个呼叫中心项目'],
      ['cc check', '检查当前文件夹里的定义有什么问题'],
      ['cc sim', '用它仿真一天的来电'],
      ['cc plan --calls-per-hour 200 --aht 180s --goal 80/20', '需要多少坐席员？'],
      ['cc --help', '全部命令'],
    ],
  },

  sentence,

  errors: {
    heading: '错误：',
    warning: '警告：',
    where: '位置',
    found: '实际',
    expected: '应为',
    remedy: '处理',
    missing: ({ place }) => `缺少 ${place}`,
    givenTwice: ({ place }) => `${place} 给了不止一次`,
    giveOnce: '只给一次即可',
    noValue: ({ place }) => `${place} 没有给值`,
    badValue: ({ place }) => `${place} 的值无法使用`,
    didYouMean: ({ name }) => `是不是想写“${name}”？`,
    unknownCommand: ({ name }) => `没有名为“${name}”的命令`,
    unknownOption: ({ option }) => `没有选项 ${option}`,
    tooMany: '多写了词，这个命令用不到',
    seeHelp: ({ command }) => `请看 ${placeOf(command)}`,
    noTwo: ({ one, other }) => `${one} 和 ${other} 不能同时使用`,
    needs: ({ one, other }) => `${one} 需要同时给出 ${other}`,
    bug: ({ message }) => `这是 Callweave 自身的错误，与您的操作无关：${message}`,
    bugRemedy: '请连同所用的命令一起报告；设 CALLWEAVE_DEBUG=1 可看到出错位置',
  },

  kinds: {
    duration: '带单位的时长，如 20s、3m、500ms、1h',
    durationAboveZero: '大于零且带单位的时长，如 180s、3m',
    number: ({ min }) => `不小于 ${min} 的数`,
    whole: ({ min }) => `不小于 ${min} 的整数`,
    wholeBetween: ({ min, max }) => `${min} 到 ${max} 之间的整数`,
    ratio: '从 0 到 1（不含 1）的比例，如 0.3 或 30%',
    goal: '比例，如 0.8 或 80%；或比例加时间，如 80/20(20 秒内接起 80%)',
    oneOf: ({ choices }) => (choices.length === 1 ? `${choices[0]}` : `${choices.join('、')} 之一`),
    text: '一段文字',
    call: '呼叫编号，或 longest',
    instant: '时刻，如 10:05:30、10:05:30.5 或 2026-01-12T10:05，或某个事件的 atMs',
    hostPort: '地址，可带端口，如 127.0.0.1:5060 或 [::1]:5060',
    advertised: '一个地址，或给某个网络（同为 IPv4 或 IPv6）的地址，如 203.0.113.7 或 10.0.0.0/8=10.1.2.3',
    portRange: '用连字符连接的两个端口，不小于 1024，至少四个，如 16384-32767',
    dialKeys: '按键 0-9、* 和 #，逗号表示停一秒：1,,0',
    keys: '电话按键，如 8 或 123456#，或 silence（不按）；多个之间用逗号',
  },
}
