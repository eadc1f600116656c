/** `cc sip` 的输出。报文格式错误的具体说明由解析器给出，为英文。 */
import type { Catalogue } from '../en.js'

const codes: Catalogue['sip']['codes'] = {
  'bad-start-line': ({ code }) => `${code}：首行不是 SIP 起始行`,
  'bad-version': ({ code }) => `${code}：版本不是 SIP/2.0`,
  'bad-header-line': ({ code }) => `${code}：头字段行缺少名称或冒号，或头部没有结束`,
  'bad-header': ({ code }) => `${code}：头字段的值不合语法`,
  'bad-uri': ({ code }) => `${code}：URI 不合语法`,
  'missing-header': ({ code }) => `${code}：缺少每个报文都要有的头字段`,
  'repeated-header': ({ code }) => `${code}：只能出现一次的头字段出现了两次`,
  'method-mismatch': ({ code }) => `${code}：CSeq 的方法与请求行不一致`,
  'bad-length': ({ code }) => `${code}：Content-Length 与消息体不符`,
  'too-large': ({ code }) => `${code}：长度、数量或嵌套超过限制`,
  'bad-value': ({ code }) => `${code}：有的值无法写成报文`,
  'bad-sdp': ({ code }) => `${code}：会话描述格式错误`,
}

export const sip: Catalogue['sip'] = {
  stdin: '标准输入',
  expected: '含一个 SIP 报文的文件：起始行、头字段、空行、消息体',
  noFile: '没有这个文件',
  folder: '这是一个文件夹',
  empty: '内容为空',
  tooLarge: '太大，不会是一个 SIP 报文',
  atMost: ({ size }) => `不超过 ${size}`,
  unreadable: ({ message }) => `文件无法读取：${message}`,
  emptyValue: '（空）',
  noBody: '没有消息体',
  noType: '未注明类型',
  body: ({ kind, size }) => `消息体：${kind}，${size} 字节`,
  behind: ({ size }) => `其后的 ${size} 字节不属于这个报文`,
  place: ({ line, column }) => `第 ${line} 行第 ${column} 列`,
  code: '代码',
  answer: '应答',
  noAnswer: '无：服务器直接丢弃',
  codes,
}
