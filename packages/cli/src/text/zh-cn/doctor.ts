import type { Catalogue } from '../en.js'

export const doctor: Catalogue['doctor'] = {
  names: {
    node: 'Node',
    clock: '时钟',
    disk: '磁盘',
    files: '文件数上限',
    buffers: 'UDP 缓冲区',
    koffi: '批量收发媒体',
    espeak: 'espeak-ng',
    address: '地址',
    'sip-port': 'SIP 端口',
    'rtp-ports': '媒体端口',
    certificate: '证书',
    'tls-key': '证书私钥',
    'certificate-dates': '证书有效期',
    'certificate-names': '证书所属',
    definition: '定义',
    secrets: '密码',
  },
  fit: '这里可以运行呼叫中心。',
  unfit: '请先处理标有 ✘ 的各项。',
  there: '有',
  notNeeded: '这里不需要',
  nodeRemedy: ({ least }) => `安装 Node ${least} 或更新版本：https://nodejs.org`,
  clockRemedy: '校准时钟：呼叫的时间由它而来（Linux：timedatectl set-ntp true）',
  cannotWrite: ({ folder }) => `${folder} 不能写入`,
  writeRemedy: '让当前用户能写入，或用 --folder 指定别的文件夹',
  free: ({ size, folder }) => `${folder} 剩余 ${size}`,
  diskRemedy: '请腾出空间：日志和录音随呼叫增长（一小时录音 28 MiB）',
  filesRemedy: '启动前执行 ulimit -n 65536，或在 systemd 单元里设 LimitNOFILE=65536',
  buffersRemedy: 'sudo sysctl -w net.core.rmem_max=4194304：程序忙时，各路通话的数据包在那里等候',
  noBatches: ({ reason }) => `不可用：${reason}`,
  koffiRemedy: 'npm install koffi：没有它时每个核能承载的通话较少，别无影响',
  noVoice: ({ languages }) => `没有；${languages} 无法合成语音`,
  espeakRemedy: '请安装（Debian：apt-get install espeak-ng），或为这些语言的语音提供录音文件',
  notOurs: ({ host }) => `${host} 不是本机地址`,
  addressRemedy: ({ addresses }) =>
    `请监听本机地址：${addresses === '' ? '127.0.0.1' : addresses}；话机看到的地址用 --advertise 指定`,
  loopback: ({ host }) => `${host}：仅限本机`,
  everywhere: ({ host }) => `${host}：本机的全部地址`,
  everywhereRemedy: ({ addresses }) =>
    `要告诉话机其中一个：cc start --advertise ${addresses === '' ? '地址' : addresses}`,
  portFree: ({ at }) => `${at} 空闲`,
  ourOwn: '由正在运行的本项目呼叫中心使用',
  portTaken: ({ at, code }) =>
    code === 'EADDRINUSE'
      ? `${at} 已被占用`
      : `${at} 不可用：${code === 'EACCES' ? '1024 以下的端口需要更高权限' : code}`,
  portRemedy: ({ port }) =>
    `查看占用者（ss -ulpn 'sport = ${port}'），或换一个：cc start --listen 127.0.0.1:${port === 5060 ? 5070 : 5060}`,
  rtpTaken: ({ range, taken, tries }) => `${range}：试了 ${tries} 个，${taken} 个被占用`,
  rtpRemedy: '换一段端口：cc start --rtp-ports 40000-48191',
  seeCheck: '详见 cc check',
  listenedTwice: ({ at, other }) => `${at} 与 ${other} 占用同一个端口`,
  listenedTwiceRemedy:
    '请去掉一个，或换一个端口：0.0.0.0 已包括全部 IPv4 地址，[::] 还包括 IPv6；给出证书时，每个地址还占用下一个端口',
  certificate: {
    unreadable: ({ file, why }) => `${file} 无法读取：${why}`,
    unreadableRemedy: '请检查路径，以及当前用户能否读取这个文件',
    matches: '与证书相符',
    early: ({ from }) => `证书从 ${from} 起才有效`,
    earlyRemedy: '请检查本机时钟',
    late: ({ to }) => `证书已于 ${to} 过期`,
    lateRemedy: '话机会拒绝它：请换一份新证书',
    until: ({ to }) => `有效期至 ${to}`,
    soonRemedy: '请在到期前换一份新证书，并重新启动呼叫中心',
    nobody: '证书没有说明属于谁（subjectAltName）',
    nobodyRemedy: '请按话机使用的名称或地址制作证书：DNS:pbx.example.com,IP:192.0.2.10',
    faults: {
      'no-certificate': () => ({
        message: '这不是 PEM 证书',
        remedy: '它以 -----BEGIN CERTIFICATE----- 开头；.der 或 .p12 可用 openssl x509 或 openssl pkcs12 转换',
      }),
      'no-key': () => ({
        message: '这不是 PEM 私钥，或者它带有口令',
        remedy: '它以 -----BEGIN PRIVATE KEY----- 开头；openssl pkey -in KEY -out NEW 可去掉口令',
      }),
      'key-of-another': ({ cert }) => ({
        message: `这不是 ${cert} 的私钥`,
        remedy: '请检查两个文件是否成对；文件中有多份证书时，自己的证书应排在最前',
      }),
      unusable: ({ why }) => ({
        message: `TLS 不接受这份证书：${why}`,
        remedy: '请用 2048 位 RSA 或 256 位 ECDSA 的私钥、SHA-256 签名制作证书',
      }),
    },
  },
}
