/** 各命令的帮助：用途、参数、选项和能直接运行的例子。 */
import type { Catalogue } from '../en.js'

export const commands: Catalogue['commands'] = {
  init: {
    summary: '在新文件夹里建一个呼叫中心项目',
    about: '复制一个模板：定义、带数据的场景、测试和 README，拿来就能运行。',
    positionals: { folder: '放在哪里（默认 my-center）' },
    options: {
      template: '哪一种呼叫中心（默认 customer-service）',
      yes: '什么都不问，没给出的用默认值',
      force: '允许写入非空的文件夹',
    },
    examples: [
      ['cc init my-center', '询问用哪个模板'],
      ['cc init my-center --template minimal --yes', '什么都不问'],
      ['npm create callweave@latest my-center', '还什么都没安装时，效果相同'],
    ],
  },

  check: {
    summary: '检查定义和场景里有什么问题',
    about:
      '逐条指出错误的位置、应该是什么、最接近的正确名称。不给文件时检查当前文件夹的 center.ts 和 scenarios/ 下的全部场景。',
    positionals: { file: '定义文件（默认 center.ts）' },
    options: {},
    examples: [
      ['cc check', '检查当前文件夹的项目'],
      ['cc check --json', '给程序用：{ok, problems, ...}'],
    ],
  },

  sim: {
    summary: '在虚拟时间里仿真一个场景',
    about: '让场景中的来电走一遍定义，以不同的随机重复多次，输出各指标及其公式和区间。种子相同，结果逐个事件完全相同。',
    positionals: { scenario: '场景文件（默认 scenarios/day.ts，或唯一的那个）' },
    options: {
      seed: '随机种子',
      replications: '重复次数，每次随机不同',
      threshold: "目标，如 'service-level{queue=service} >= 0.8'；未达到时退出码为 99。可以给多个",
      compare: '另一份定义，走同样的来电，输出差值',
      center: '用这份定义代替场景自带的定义',
      against: '逐个时段与该公式的结果对照，并说明差异的原因',
      log: '第一次重复的事件日志写到哪里',
      'log-format': 'binary 体积小，jsonl 可直接阅读',
      'no-log': '不写事件日志',
    },
    examples: [
      ['cc sim', '一天'],
      ["cc sim --seed 7 --threshold 'asa{queue=service} <= 20s'", '给 CI 用的目标'],
      ['cc sim --compare center-with-skills.ts', '另一份定义更好吗？'],
      ['cc sim --against erlang-a', '结果与公式相符吗？不符的原因是什么？'],
      ['cc sim --json | jq .kpis', '全部指标，给程序用'],
    ],
  },

  start: {
    summary: '真正运行呼叫中心：话机注册，来电接入',
    about:
      '在前台以 SIP 接听来电，并显示可拨的号码和话机的注册方法。数据都存在 .callweave；被强行终止后，下次启动会说明关闭了哪些呼叫。用 --json 时，就绪后输出一行，此后每条通知一行。',
    positionals: { file: '定义文件（默认 center.ts）' },
    options: {
      listen: 'SIP（UDP 和 TCP）的地址和端口；0 表示任取空闲端口',
      advertise: '告诉话机和对端的地址，与监听地址不同时用：NAT、容器',
      'rtp-ports': '媒体用的 UDP 端口',
      'tls-cert': 'PEM 证书：在下一个端口同时提供 TLS',
      'tls-key': '证书的 PEM 私钥',
      folder: '日志、话单和录音的位置（默认 .callweave）',
      drain: '按 Ctrl-C 后，现有呼叫最多再持续多久',
    },
    examples: [
      ['cc start', '仅限本机'],
      ['cc start --listen 192.0.2.10:5060', '给网络里的话机用'],
      ['cc start --json', '给程序用，每条一行'],
    ],
  },

  calls: {
    summary: '正在运行的呼叫中心里的呼叫',
    about: '询问由 cc start 运行的本项目呼叫中心。没有运行时退出码为 1。',
    positionals: {},
    options: { folder: '呼叫中心的数据位置（默认 .callweave）', watch: '每秒刷新' },
    examples: [['cc calls --watch', '直到按 Ctrl-C']],
  },

  agents: {
    summary: '正在运行的呼叫中心里的坐席员，或改变他们的状态',
    about: '不带词时列出坐席员；给出状态和姓名则改变状态，通话中的坐席员在通话结束后改变。',
    positionals: { state: '要改成的状态', agents: '哪些坐席员' },
    options: {
      reason: '示忙原因，由中心自定，如 break',
      folder: '呼叫中心的数据位置（默认 .callweave）',
      watch: '每秒刷新',
    },
    examples: [
      ['cc agents', '全部'],
      ['cc agents ready ana ben', '两个坐席员开始接听'],
      ['cc agents not-ready ana --reason break', '一个暂不接听'],
    ],
  },

  queues: {
    summary: '正在运行的呼叫中心里各队列的等待情况',
    about: '询问由 cc start 运行的本项目呼叫中心。没有运行时退出码为 1。',
    positionals: {},
    options: { folder: '呼叫中心的数据位置（默认 .callweave）', watch: '每秒刷新' },
    examples: [['cc queues --json', '给程序用']],
  },

  dial: {
    summary: '用内置的测试话机拨打正在运行的呼叫中心',
    about:
      '作为来电者从本机打入，或用 --as 从定义里的某部话机拨出。说明发生的一切，直到通话结束。接通过则退出码为 0，否则为 1。',
    positionals: { number: '拨什么号码（默认定义里的第一个号码）' },
    options: {
      press: '接通后按的键，逗号表示一秒',
      say: '接通后播放的 WAV 文件',
      record: '把听到的写入这个 WAV 文件',
      for: '多久后挂断（默认等对方挂断）',
      from: '显示的主叫号码',
      as: '用这个分机及其密码拨出',
      server: '呼叫中心的地址（默认本项目正在运行的）',
      folder: '呼叫中心的数据位置（默认 .callweave）',
    },
    examples: [
      ['cc dial 4008001234', '来电者会遇到什么？'],
      ['cc dial 4008001234 --press ,,1,0 --record out.wav --for 20s', '按两个键，录下来以后听'],
      ['cc dial 8002 --as 8001', '从一个座席打到另一个'],
    ],
  },

  phone: {
    summary: '测试话机：注册为某个分机并接听',
    about:
      '代替座席上的软电话：用分机的密码注册，振铃即接，播放文件或保持安静。给出 --ready 时先让其坐席员就绪。按 Ctrl-C 撤走。',
    positionals: { extension: '定义里的哪部话机' },
    options: {
      'answer-after': '振铃多久',
      'hang-up-after': '每个通话多久后挂断（默认等对方挂断）',
      say: '对每个来电者播放的 WAV 文件',
      record: '把听到的写入这个 WAV 文件；后一个通话会覆盖它',
      calls: '多少个通话后结束（默认不结束）',
      ready: '让其坐席员就绪',
      server: '呼叫中心的地址（默认本项目正在运行的）',
      folder: '呼叫中心的数据位置（默认 .callweave）',
    },
    examples: [['cc phone 8001 --ready', '一个来者不拒的坐席员']],
  },

  doctor: {
    summary: '这台机器和这个项目能运行呼叫中心吗？',
    about: '检查 Node、时钟、磁盘、各种上限、地址、端口、定义和密码，并说明如何处理。有妨碍运行的问题时退出码为 1。',
    positionals: { file: '定义文件（默认 center.ts）' },
    options: {
      listen: 'cc start 要监听的地址和端口',
      'rtp-ports': '媒体用的 UDP 端口',
      folder: '呼叫中心的数据位置（默认 .callweave）',
    },
    examples: [
      ['cc doctor', '第一次 cc start 之前'],
      ['cc doctor --listen 192.0.2.10:5060', '换一个地址'],
    ],
  },

  explain: {
    summary: '说明一个呼叫或一个坐席员的经过，以及为什么',
    about:
      '读取一次运行的事件日志，并重新询问排队引擎：呼叫为什么等待；每次等待和每次分配时谁能接、按什么次序、谁没有分配到及其原因、何时再次分配。用 --agent 时：该坐席员当时在做什么、哪些呼叫在等、其间的呼叫分给了谁。--json 给出每个候选人。',
    positionals: { call: '呼叫编号，或 longest：等待最久的那个' },
    options: {
      agent: '某个坐席员，代替呼叫',
      at: '时刻，如 10:05:30（默认该坐席员的队列等待最多时）',
      log: '事件日志',
      center: '生成日志的定义文件（默认 center.ts）',
    },
    examples: [
      ['cc explain longest', '等待最久的呼叫'],
      ['cc explain 17 --log runs/monday.log', '另一次运行中的某个呼叫'],
      ['cc explain --agent ana --at 10:05', 'ana 为什么接到这个呼叫、别的呼叫或没有呼叫'],
    ],
  },

  flow: {
    summary: '画流程图，或不用电话就给流程按键',
    about:
      'draw 输出 Mermaid，GitHub、GitLab 和多数编辑器都能显示。test 说明来电者按下这些键会遇到什么；不给按键时列出全部路径。',
    positionals: { action: '要做什么', flow: '哪个流程（默认全部）' },
    options: {
      press: '要求按键时来电者怎么做：8，或 3,123456#，或 silence 表示不按',
      center: '定义文件（默认 center.ts）',
    },
    examples: [
      ['cc flow draw day', '一个流程的 Mermaid 图'],
      ['cc flow draw > flows.md', '全部流程，放进文档'],
      ['cc flow test day --press 8', '按 8 的来电者会怎样'],
    ],
  },

  plan: {
    summary: '按公式算需要多少坐席员：爱尔兰 B、C 或 A',
    about:
      '不给 --agents 时，求达到目标所需的最少人数；给了则算这些人能做到什么。给 --volumes 时，按话务量文件逐个时段计算。',
    positionals: {},
    options: {
      model:
        'erlang-b：遇忙即失；erlang-c：一直等待；erlang-a：等到耐心（--patience）用尽（默认：给了 --patience 用 erlang-a，否则用 erlang-c）',
      'calls-per-hour': '每小时来电数',
      aht: '平均处理时长：通话、保持和话后处理，如 180s 或 3m',
      agents: '在线坐席员数；对 erlang-b 是线路数',
      patience: '等待中的来电者平均多久后挂断',
      target: '应答目标时间（默认 20s）',
      goal: '在目标时间内应答的比例，如 0.8；或两者一起写：80/20（默认 80%）',
      shrinkage: '付薪时间中不在线的比例：休息、培训、病假',
      volumes: '各时段来电数的 CSV 文件',
      time: '时段开始时间所在的列；分成两列时写作 date,time',
      calls: '来电数所在的列',
      day: '只算文件中的这一天，YYYY-MM-DD（默认第一天）',
      gaps: '文件中缺少的时段：refuse 拒绝，zero 当作没有来电',
    },
    examples: [
      ['cc plan --calls-per-hour 200 --aht 180s --goal 80/20', '20 秒内接起 80% 最少要多少人'],
      ['cc plan --calls-per-hour 200 --aht 180s --agents 14', '14 个人能做到什么'],
      ['cc plan --calls-per-hour 200 --aht 180s --patience 60s', '来电者会放弃等待'],
      ['cc plan --volumes day.csv --aht 180s --shrinkage 30%', '按文件排一整天'],
    ],
  },

  bench: {
    summary: '测量在这台机器上有多快',
    about:
      '每项预热后运行多次，各在独立的进程里；输出中位数、最低和最高值、机器，以及可比的同类软件。不会因为慢而失败。',
    positionals: { name: '测量什么（默认列出全部）' },
    options: {
      runs: '每项预热后运行多少次（默认 5）',
      calls: '只做一次这么多呼叫的长运行，观察内存；用于 sim',
      quick: '小规模，运行两次：只供粗看',
    },
    examples: [
      ['cc bench', '可以测量什么'],
      ['cc bench sim', '每秒呼叫数；装有 SimPy 时一并对比'],
      ['cc bench sim --calls 10000000', '内存是否一直平稳？'],
      ['cc bench sip', '消息解析与接听，由 sipp 呼叫'],
      ['cc bench routing --json', '给程序用的全部数字'],
    ],
  },

  log: {
    summary: '输出事件日志，或由它得出的话单、报表、queue_log',
    about:
      '读取 cc sim 的日志（二进制或 JSON Lines）。cat 输出事件；calls 每个呼叫一条话单；agents 输出每位坐席员的状态记录；intervals 输出各队列的分时报表；queue-log 输出 Asterisk 格式的行，供其报表工具使用；store 把话单和报表写入 SQLite 文件。',
    positionals: { action: '输出什么', file: '日志文件' },
    options: {
      call: '只输出这个呼叫的事件；用于 cat',
      format: 'JSON Lines，或供电子表格使用的 CSV；用于 calls、agents、intervals',
      interval: '每个时段的长度；用于 intervals 和 store',
      'time-zone': '按哪个时区划分时段和书写时间，例如 Asia/Shanghai',
      private: '不输出主叫号码',
      to: 'SQLite 文件；用于 store',
      center: '说明何为达标的定义文件（默认 center.ts）；用于 intervals 和 store',
    },
    examples: [
      ['cc log calls runs/events.log --format csv > calls.csv', '呼叫列表'],
      ['cc log intervals runs/events.log --time-zone Europe/London', '各队列的半小时报表'],
      ['cc log queue-log runs/events.log > queue_log', '供市面上的报表工具使用'],
      ['cc log store runs/events.log --to calls.sqlite', '用 SQL 查询'],
      ['cc log cat runs/day.log', '全部事件'],
      ['cc log cat runs/day.log --call 17', '一个呼叫，从呼入到结束'],
    ],
  },

  sip: {
    summary: '显示 Callweave 读到的 SIP 报文，或指出格式错误的位置',
    about:
      '把输入当作一个数据报读取，所有头字段都读。输出各字段的值；格式错误时指出出错的字节和服务器应答的状态码，并以退出码 1 结束。服务器仅因请求内容而拒绝的，不算格式错误。',
    positionals: { action: '做什么', file: '报文文件；- 表示标准输入' },
    options: {},
    examples: [
      ['cc sip parse invite.txt', '全部头字段及其值'],
      ['cc sip parse - < invite.txt', '从标准输入读取'],
      ['cc sip parse invite.txt --json | jq .error', '错误代码、状态码和字节位置，给程序用'],
    ],
  },

  completion: {
    summary: '输出 bash 或 zsh 的命令补全脚本',
    about: '把输出追加到 ~/.bashrc 或 ~/.zshrc。cc 和 callweave 都会补全。',
    positionals: { shell: '哪种 shell（默认看 SHELL）' },
    options: {},
    examples: [['cc completion bash >> ~/.bashrc', '下次打开终端生效']],
  },

  version: {
    summary: '显示 Callweave 和 Node 的版本',
    about: 'cc --version 属于同名的 C 编译器；callweave --version 才是本程序的。',
    positionals: {},
    options: {},
    examples: [],
  },

  help: {
    summary: '说明某个命令做什么、怎么用',
    about: '等同于 cc <命令> --help。',
    positionals: { command: '命令（默认列出全部）' },
    options: {},
    examples: [['cc help plan', '排班计算的全部说明']],
  },
}
