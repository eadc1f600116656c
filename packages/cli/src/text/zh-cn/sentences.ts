/**
 * 其他软件包说的句子：它们只说英文，这里按句翻译。`{}` 处照原样填入；没有列出的句子保持英文。
 */
type Pair = readonly [english: string, chinese: string]

const pairs: readonly Pair[] = [
  // 启动
  ['this folder cannot be made: {}', '无法建立这个文件夹：{}'],
  ['Name another with --folder, on a disk that you may write to', '用 --folder 指定另一个可以写入的文件夹'],
  ['this journal cannot be held: {}', '无法占用这份日志：{}'],
  ['this center is already running (process {})', '这个呼叫中心已在运行（进程 {}）'],
  ['this center is already running, in another process', '这个呼叫中心已在另一个进程中运行'],
  [
    'End it there first with Ctrl-C, or start another center beside it: --folder and --listen name its own',
    '请先在那里用 Ctrl-C 结束它；要同时运行另一个，请用 --folder 和 --listen 另行指定',
  ],
  ['{} has this journal open', '{} 正在使用这份日志'],
  ['End that process first; a journal has one writer', '请先结束那个进程；一份日志只能由一个进程写入'],
  ['a center is listening here already', '这里已有一个呼叫中心在运行'],
  ['this path is too long for a socket', '这个路径太长，无法用作套接字'],
  ['Give the center a folder with a shorter path', '请给呼叫中心一个路径较短的文件夹'],
  ['another program has this port', '这个端口已被别的程序占用'],
  [
    'Is this center, or another, running already? Else take another port: cc start --listen 127.0.0.1:5070',
    '是否已有呼叫中心在运行？否则换一个端口：cc start --listen 127.0.0.1:5070',
  ],
  ['cannot listen there', '无法在那里监听'],
  ['this is no address of this machine', '这不是本机地址'],
  ['Listen at one that is; where phones reach you is --advertise', '请监听本机地址；话机看到的地址用 --advertise 指定'],
  ['this is listened at already, by --listen {}', '这里已由 --listen {} 监听'],
  [
    'another address, or another port; with a certificate the next port is taken, too',
    '另一个地址或另一个端口；给出证书时还占用下一个端口',
  ],
  [
    'Leave one of them out: 0.0.0.0 has every IPv4 address, [::] those of IPv6 as well',
    '请去掉其中一个：0.0.0.0 已包括全部 IPv4 地址，[::] 还包括 IPv6',
  ],
  ['an address of this machine and a port that no other program holds', '本机的地址，以及没有被别的程序占用的端口'],
  ['no port is free here', '这里没有空闲端口'],
  ['no address is known of this name', '查不到这个名称的地址'],
  ['phones are told an address, and this is none', '这里要的是告诉话机的地址，而这不是地址'],
  ['an IPv4 or IPv6 address', 'IPv4 或 IPv6 地址'],
  ['the secret {} has no value', '密码 {} 没有值'],
  [
    "Set it in the environment, or write {}=... into .env in the project's folder, which git must ignore",
    '在环境变量中设置，或在项目文件夹的 .env 里写 {}=...（.env 不要提交到 git）',
  ],
  ['the phone {} has no password and cannot register', '话机 {} 没有密码，不能注册'],
  ["Give it one: password: secret('{}')", "请给它密码：password: secret('{}')"],
  ["nothing here speaks '{}'", '这里没有能说“{}”的语音引擎'],
  ['a voice for it, or a recording', '该语言的语音，或一段录音'],
  [
    'Install the program espeak-ng (Debian: apt-get install espeak-ng), or give the prompt a file',
    '请安装 espeak-ng（Debian：apt-get install espeak-ng），或为该语音提供录音文件',
  ],
  // 运行中
  ['this journal cannot be written: {}', '日志无法写入：{}'],
  ['the disk is too far behind: this journal takes no more events', '磁盘太慢，积压过多：日志不再接收事件'],
  ['Make room on the disk and start the center again', '请腾出磁盘空间，再重新启动'],
  ['this call store cannot be written: {}', '话单库无法写入：{}'],
  ['this call store cannot be read: {}', '话单库无法读取：{}'],
  ['this function failed: {}', '函数出错：{}'],
  ['The flow goes on with its step for errors', '流程转到出错时的节点'],
  ['the media thread is gone: {}', '媒体线程已退出：{}'],
  ['Start the switch again; no call can be heard until then', '请重新启动；在此之前听不到任何通话'],
  // 日志文件
  ['the journal is damaged here, and whole events follow', '日志在此处损坏，其后还有完整的事件'],
  ['Put the file back from a copy; nothing has been changed in it', '请从备份放回这个文件；程序没有改动它'],
  [
    'the journal has a gap: event {} is not there, and event {} follows in {}',
    '日志有缺口：缺少事件 {}，后面接着的是事件 {}，在 {}',
  ],
  [
    'Put the missing part back from a copy, or begin anew in an empty folder',
    '请从备份放回缺少的部分，或换一个空文件夹重新开始',
  ],
  ['this log has a gap: event {} follows event {}', '日志有缺口：事件 {} 紧跟在事件 {} 之后'],
  ['this log repeats itself: event {} comes again after event {}', '日志有重复：事件 {} 在事件 {} 之后又出现'],
  ['there is no event of this type', '没有这种类型的事件'],
  ['{} of {} is none of its codes', '{}（事件 {}）不是允许的代码'],
  ['{} of {} is not right', '{}（事件 {}）的值不对'],
  ['this line is not JSON', '这一行不是 JSON'],
  ['this line is no event', '这一行不是事件'],
  ['one event', '一个事件'],
  ['this is not an event log of Callweave', '这不是 Callweave 的事件日志'],
  ['this event log is empty', '这份事件日志是空的'],
  ['this event log cannot be written: {}', '事件日志无法写入：{}'],
  ['this log is cut within its head', '日志在文件头处就断了'],
  ['something follows the end of this log', '日志结束之后还有内容'],
  ['this log is damaged: no block begins here', '日志已损坏：此处不是数据块的开头'],
  [
    'this log is damaged: the checksum of the block that begins here is wrong',
    '日志已损坏：从此处开始的数据块校验和不对',
  ],
  ['this log is damaged: the block that begins here cannot be read', '日志已损坏：从此处开始的数据块无法读取'],
  ['this log is damaged: {}', '日志已损坏：{}'],
  ['this log was not closed; its last whole event is number {}', '日志没有关闭；最后一个完整事件是第 {} 个'],
  [
    'this log is cut: a block begins here and does not end; its last whole event is number {}',
    '日志不完整：从此处开始的数据块没有结束；最后一个完整事件是第 {} 个',
  ],
  ['the head of this event log is damaged', '事件日志的文件头已损坏'],
  ['events are missing from this log', '日志缺少事件'],
  ['{} events, as its end says', '{} 个事件（见日志末尾）'],
  ['there is no journal in this folder', '这个文件夹里没有日志'],
  [
    'Name the folder that cc start keeps its data in (.callweave), or a file',
    '请指定 cc start 存放数据的文件夹（.callweave），或一个文件',
  ],
  [
    'this log is cut: its last line does not end; its last whole event is number {}',
    '日志不完整：最后一行没有结束；最后一个完整事件是第 {} 个',
  ],
  // 测试话机
  ['there is no such file', '没有这个文件'],
  ['this file cannot be read: {}', '无法读取这个文件：{}'],
  ['this recording cannot be written: {}', '录音无法写入：{}'],
  ['a recording cannot be written over a folder', '录音不能写到文件夹上'],
  ['there is no sound in this file', '这个文件里没有声音'],
  ['no way leads there from this machine', '从本机到不了那里'],
  // 现场命令
  ['the center cannot be asked: {}', '无法询问呼叫中心：{}'],
  ['Is it running? `cc start` starts it', '它在运行吗？用 cc start 启动'],
  ["there is no agent '{}'", '没有坐席员“{}”'],
  ['{} is in no call', '{} 没有通话'],
  ['{} talks to nobody who could be put through', '{} 没有可以转接的通话'],
  ['{} talks to nobody who could wait meanwhile', '{} 没有可以让对方等待的通话'],
  ['{} has consulted nobody', '{} 没有询问任何人'],
  ['{} has nobody to take into a conference', '{} 没有可以加入会议的人'],
  ['nobody can be dialed by this number{}', '这个号码拨不到任何人{}'],
  ['this number may not be dialed{}', '不允许拨打这个号码{}'],
  ['{} is not on the block list, but begins as {}, which is', '{} 本身没有列入，但以 {} 开头的号码被拒绝'],
  ['this is no number to block{}', '这不是可以拒绝的号码{}'],
  ['{} is not on the block list', '{} 没有被拒绝'],
  ['an agent who is {} cannot become {}', '坐席员现在是 {}，不能变为 {}'],
]

/** 操作系统的错误代码。 */
const system: Readonly<Record<string, string>> = {
  ENOENT: '不存在',
  EACCES: '没有权限',
  EPERM: '不允许',
  ENOTDIR: '不是文件夹',
  EISDIR: '是文件夹',
  ENOSPC: '磁盘已满',
  EROFS: '只读',
  EADDRINUSE: '已被占用',
  EMFILE: '打开的文件过多',
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

const patterns = pairs.map(([english, chinese]) => ({
  pattern: new RegExp(`^${english.split('{}').map(escaped).join('([^]+?)')}$`),
  chinese,
}))

const told = (hole: string): string => {
  const word = system[/^(E[A-Z]+)\b/.exec(hole)?.[1] ?? '']
  return word === undefined ? hole : `${word}（${hole}）`
}

export const sentence = (text: string): string => {
  for (const { pattern, chinese } of patterns) {
    const found = pattern.exec(text)
    if (found === null) continue
    let hole = 0
    return chinese.replace(/\{\}/g, () => {
      hole += 1
      return told(found[hole] ?? '')
    })
  }
  return text
}

/** 供测试核对。 */
export const known: readonly string[] = pairs.map(([english]) => english)
