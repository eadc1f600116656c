/** `cc bench` 的输出。 */
import type { Catalogue } from '../en.js'

export const bench: Catalogue['bench'] = {
  measuring: ({ bench }) => `正在测量 ${bench}`,
  benches: {
    sim: {
      measures: '虚拟时间内每秒通过实际运行的呼叫中心的呼叫数，写日志与不写日志，并与 SimPy 对比',
      about:
        'M/M/330：每分钟 100 个呼叫，通话 180 秒，一个按最长空闲分配的队列。二十个队列：带技能、耐心和重拨，占用率 94%。每个事件都产生并计入指标。',
    },
    routing: {
      measures: '每种策略做一次路由决定所用的时间，坐席员从 100 到 10,000 人',
      about:
        '从呼叫到达或坐席员空闲，到分配及其事件完成：p50 / p99，单位微秒。100 个队列，每人在 10 个队列，各有 3 项技能；一半坐席员空闲；等待的呼叫数与坐席员数相同。同一队列的呼叫要求 3 种技能等级组合之一；标明 216 的一行为 216 种。round-robin-same-500 是对照：无论规模多大，每一半都只有同样的 500 人参与，缓存放得下他们。',
    },
    staffing: {
      measures: '爱尔兰 B、C、A 公式每秒计算的点数',
      about: '话务负载 90% 到 98%，每点算出全部指标。',
    },
    ivr: {
      measures: '不用电话，每秒能做多少次流程测试',
      about: '有四个菜单的服务热线；每条路径都是实际引擎里的一个呼叫。',
    },
    log: {
      measures: '两种格式的事件日志的写入和读取',
      about: '二十个队列的事件，写入文件再读回。',
    },
    media: {
      measures: '同时进行许多双方呼叫：新增抖动、丢包和媒体线程的 CPU',
      about:
        '经回环接口传送 G.711，每个呼叫段每秒 50 个包，转发给对方并存入录音环形缓冲。交换占一个内核；发包程序是独立进程，占另一个。新增抖动：两个包到达的间隔与发出时间隔之差。停顿：主线程每半秒停 40 毫秒。若发包程序自身连续三次延误超过 5 毫秒（p99），该次无效，不给出数字。',
    },
    sip: {
      measures: '解析 SIP 消息（与 npm 的 sip 包对比），以及接听一个呼叫、或让它经过呼叫中心的开销（由 sipp 呼叫）',
      about:
        'INVITE 长 1,400 字节，19 种头域。类型化：每个头域都读成其类型的值；用时才读：只读服务器应答所需的部分。接听：在本机回环上经 UDP 完成 INVITE、180、200、ACK、BYE、200，只有事务和对话，别无其他；计入该进程的全部 CPU 时间。呼叫中心：号码、流程、队列、坐席、话单，日志和话单写入磁盘，由 sipp 呼叫并充当坐席话机；通话 2 秒。',
    },
  },
  cases: {
    'm-m-330/no-log': 'M/M/330，不写日志',
    'm-m-330/all-cores': 'M/M/330，不写日志，用全部内核',
    'm-m-330/jsonl-log': 'M/M/330，JSON Lines 写盘',
    'm-m-330/binary-log': 'M/M/330，二进制日志写盘',
    'twenty-queues/no-log': '二十个队列，不写日志',
    'm-m-330/memory': 'M/M/330，一次长运行',
    'every-path': '走遍流程的每条路径',
    'flow-test': '按两个键的流程测试',
    'jsonl/write': 'JSON Lines，写',
    'jsonl/read': 'JSON Lines，读',
    'binary/write': '二进制，写',
    'binary/read': '二进制，读',
    'batches/600-calls': '600 个呼叫，批量收发',
    'batches/700-calls': '700 个呼叫，批量收发',
    'batches/500-calls-stalled': '500 个呼叫，批量收发，主线程停顿',
    'dgram/250-calls': '250 个呼叫，node:dgram',
    'in-c/600-calls': '600 个呼叫，C 语言转发',
    'parse/typed': '解析 INVITE，类型化',
    'parse/first-use': '解析 INVITE，用时才读',
    'parse/sip-as-it-comes': 'npm 的 sip，原样：数字、列表和 URI 仍是文本',
    'uas/500-per-s': '接听，500 呼叫/秒',
    'uas/1000-per-s': '接听，1,000 呼叫/秒',
    'uas/2000-per-s': '接听，2,000 呼叫/秒',
    'uas/3000-per-s': '接听，3,000 呼叫/秒',
    'center/100-per-s': '呼叫中心，100 呼叫/秒',
    'center/200-per-s': '呼叫中心，200 呼叫/秒',
    'center/400-per-s': '呼叫中心，400 呼叫/秒',
    'center/held': '呼叫中心，1,000 个呼叫同时在线',
    'center/held/threads': '同上，其他线程',
    'center/held/left': '同上，全部结束 34 秒后',
    'center/memory': '呼叫中心，一次长时间运行',
    'center/breaking': '呼叫中心，直到有呼叫失败',
  },
  units: {
    'calls/s': '呼叫/秒',
    'calls/cpu-s': '呼叫/CPU 秒',
    'events/s': '事件/秒',
    'events/call': '事件/呼叫',
    bytes: '内存峰值',
    us: '微秒',
    'steps/decision': '步/次决策',
    'evaluations/s': '点/秒',
    'paths/s': '呼叫/秒',
    'steps/s': '节点/秒',
    'ns/event': '纳秒/事件',
    'bytes/event': '字节/事件',
    'ms-jitter': '新增抖动 p99，毫秒',
    'lost-percent': '丢包，%',
    'cpu-percent': 'CPU，占单核 %',
    'ms-own': '发包延误 p99，毫秒',
    'own-cpu-percent': '发包 CPU，%',
    'messages/cpu-s': '消息/CPU 秒',
    'cpu-us/call': 'CPU 微秒/呼叫',
    failed: '失败的呼叫',
    'sent-again': '重发的消息',
    'ms-heard': 'INVITE 到 18x p99 毫秒（sipp 测得）',
    'ms-answer': '同上，内部测得',
    'ms-offer': '入队到坐席 INVITE p99 毫秒',
    'bytes/call': '字节/呼叫',
  },
  strategy: '策略',
  agents: ({ agents }) => `${agents} 人`,
  callComes: '呼叫到达，有许多坐席员空闲',
  agentReady: '坐席员空闲，有许多呼叫等待',
  time: 'p50 / p99，微秒',
  steps: '索引中的步数',
  growth: '增长',
  tenfold: '每十倍',
  growthNote:
    '增长：p50（或步数）从最小规模到最大规模的倍数，除以 log n 的倍数；1 表示按 log n 增长。\n' +
    '  每十倍：坐席员每增至十倍所增加的量。数值相等即与 log n 成直线。\n' +
    '  步数：比较的键数、读取的行数与触及的位置数的平均值，与缓存无关。时间比步数多增长的部分来自内存：\n' +
    '  请比较 round-robin 与 round-robin-same-500，步数相同，后者的坐席员都在缓存里。',
  calls: '已有呼叫',
  memory: '内存',
  rivals: {
    sim: {
      measured: ({ of, name, unit, median, min, max, ratio }) =>
        `${of}：${name} 以单个进程运行同一队列，刚刚测得 ${median} ${unit}（${min}-${max}）。Callweave 是它的 ${ratio} 倍。`,
      recorded: ({ of, name, unit, min, max, ratio }) =>
        `${of}：没有安装 ${name}；以前在另一台 2 核共享机器上以单个进程记录的数字：${min}-${max} ${unit}。本机的 Callweave 是它的 ${ratio} 倍。`,
    },
    sip: {
      measured: ({ of, name, unit, median, min, max, ratio }) =>
        `${of}：npm 的 ${name}，同样的消息轮流解析，全部头域取类型化的值，刚刚测得 ${median} ${unit}（${min}-${max}）。Callweave 是它的 ${ratio} 倍。`,
      recorded: ({ of, name, unit, min, max, ratio }) =>
        `${of}：没有安装 npm 的 ${name}；以前在另一台 2 核共享机器上全部头域取类型化的值时记录的数字：${min}-${max} ${unit}。本机的 Callweave 是它的 ${ratio} 倍。`,
    },
  },
  skipped: ({ of, needs }) => `${of}：没有安装 ${needs}，略过（Debian：apt-get install sip-tester）。`,
  runs: ({ runs }) => `预热后 ${runs} 次的中位数（最低-最高），每项在独立的进程里运行。`,
  once: '运行一次。',
  quick: '小规模（--quick）：只供粗看，不供比较。',
  list: 'cc bench <名称> 可测量：',
  callsUnread: '--calls 只用于 cc bench sim 和 cc bench sip',
}
