/** 运行中的呼叫中心所用命令的帮助。 */
import type { Catalogue } from '../en.js'

type Running = 'start' | 'calls' | 'agents' | 'queues' | 'dial' | 'phone' | 'doctor'

export const runningCommands: Pick<Catalogue['commands'], Running> = {
  start: {
    summary: '真正运行呼叫中心：话机注册，来电接入',
    about:
      '在前台以 SIP 接听来电，并显示可拨的号码和话机的注册方法。数据都存在 .callweave；被强行终止后，下次启动会说明关闭了哪些呼叫。用 --json 时，就绪后输出一行，此后每条通知一行。',
    positionals: { file: '定义文件（默认 center.ts）' },
    options: {
      listen: 'SIP（UDP 和 TCP）的地址和端口；0 表示任取空闲端口；可给出多次，用于多个网络',
      advertise: '告诉话机和对端的地址，与监听地址不同时用（NAT、容器）；写成 网络=地址 则只对该网络；可给出多次',
      'rtp-ports': '媒体用的 UDP 端口',
      'tls-cert': 'PEM 证书：在下一个端口同时提供 TLS',
      'tls-key': '证书的 PEM 私钥',
      folder: '日志、话单和录音的位置（默认 .callweave）',
      drain: '按 Ctrl-C 后，现有呼叫最多再持续多久',
    },
    examples: [
      ['cc start', '仅限本机'],
      ['cc start --listen 192.0.2.10:5060', '给网络里的话机用'],
      [
        'cc start --listen 0.0.0.0 --advertise 203.0.113.7 --advertise 10.0.0.0/8=10.1.2.3',
        '在 NAT 之后，话机在办公室里',
      ],
      ['cc start --listen 10.1.2.3 --listen 192.0.2.10:5080', '两个网络：这边是话机，那边是运营商'],
      ['cc start --json', '给程序用，每条一行'],
    ],
  },

  calls: {
    summary: '正在运行的呼叫中心里的呼叫，或拒绝哪些主叫',
    about:
      '询问由 cc start 运行的本项目呼叫中心。没有运行时退出码为 1。blocked 列出被拒绝的主叫，包括定义里的和骚扰锁定的；block 再拒绝一个，unblock 重新接入一个。',
    positionals: { order: '做什么', number: '主叫号码，或号码的开头加 *' },
    options: {
      for: '拒绝多久（默认永久）',
      folder: '呼叫中心的数据位置（默认 .callweave）',
      watch: '每秒刷新',
    },
    examples: [
      ['cc calls --watch', '直到按 Ctrl-C'],
      ['cc calls block 13800001111 --for 2h', '拒绝一个主叫两小时'],
      ['cc calls unblock 13800001111', '提前重新接入'],
    ],
  },

  agents: {
    summary: '正在运行的呼叫中心里的坐席员，或要他们做什么',
    about:
      '不带词时列出坐席员；给出状态和姓名则改变状态，通话中的坐席员在通话结束后改变。其他命令让他们处理通话，与话机按键相同；release 为通话各方强拆。有不存在的姓名则谁也不改（退出码 2）；有人被拒绝时其余照改（退出码 1）。',
    positionals: { order: '要改成的状态，或要做的事', agents: '哪些坐席员' },
    options: {
      reason: '示忙原因，由中心自定，如 break',
      to: '拨打、询问、转接或邀请谁：话机所拨的号码，或 agent:姓名、queue:队列、flow:流程',
      folder: '呼叫中心的数据位置（默认 .callweave）',
      watch: '每秒刷新',
    },
    examples: [
      ['cc agents', '全部'],
      ['cc agents ready ana ben', '两个坐席员开始接听'],
      ['cc agents not-ready ana --reason break', '一个暂不接听'],
      ['cc agents hold ana', '她的主叫听音乐，直到 retrieve'],
      ['cc agents transfer ana --to 8002', '她的主叫被转接'],
    ],
  },

  queues: {
    summary: '正在运行的呼叫中心里各队列的等待情况，以及哪些号码在营业',
    about:
      '询问由 cc start 运行的本项目呼叫中心。没有运行时退出码为 1。队列下面是各号码的来电现在进入哪里、到何时为止。',
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
      '代替座席上的软电话：用分机的密码注册，振铃即接，播放文件或保持安静。给出 --ready 时，话机在，其坐席员就绪。按 Ctrl-C 撤走。',
    positionals: { extension: '定义里的哪部话机' },
    options: {
      'answer-after': '振铃多久',
      'hang-up-after': '每个通话多久后挂断（默认等对方挂断）',
      say: '对每个来电者播放的 WAV 文件',
      record: '把听到的写入这个 WAV 文件；后一个通话会覆盖它',
      calls: '多少个通话后结束（默认不结束）',
      ready: '让其坐席员就绪，结束时退出登录',
      server: '呼叫中心的地址（默认本项目正在运行的）',
      folder: '呼叫中心的数据位置（默认 .callweave）',
    },
    examples: [['cc phone 8001 --ready', '一个来者不拒的坐席员']],
  },

  doctor: {
    summary: '这台机器和这个项目能运行呼叫中心吗？',
    about:
      '检查 Node、时钟、磁盘、各种上限、地址、端口、证书、定义和密码，并说明如何处理。有妨碍运行的问题时退出码为 1。',
    positionals: { file: '定义文件（默认 center.ts）' },
    options: {
      listen: 'cc start 要监听的地址和端口；可给出多次',
      'rtp-ports': '媒体用的 UDP 端口',
      'tls-cert': 'cc start 要用的证书：能否读取、有效期、属于谁',
      'tls-key': '证书的私钥：与证书是否相符',
      folder: '呼叫中心的数据位置（默认 .callweave）',
    },
    examples: [
      ['cc doctor', '第一次 cc start 之前'],
      ['cc doctor --listen 192.0.2.10:5060', '换一个地址'],
      ['cc doctor --tls-cert pbx.pem --tls-key pbx-key.pem', '带证书'],
    ],
  },
}
