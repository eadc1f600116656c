import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { peer } from '../../../scripts/peers.mjs'
import { printable } from '../src/output/printable.js'
import { run } from './run.js'
import { refuses } from './wrong-input/wrong.js'

const data = peer('data')
const folder = mkdtempSync(join(tmpdir(), 'callweave-sip-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const lines = [
  'INVITE sip:4008001234@example.com SIP/2.0',
  'v: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK776;rport, SIP/2.0/TCP b',
  'f: "王 小明" <sip:alice@example.com>;tag=1928',
  't: <sip:4008001234@example.com;user=phone>;x=y',
  'i: a84b4c76e66710@192.0.2.1',
  'CSeq: 1 INVITE',
  'Date: Sat, 13 Nov 2010 23:29:00 GMT',
  'k:',
  'X-Odd: some,\r\n thing',
  'c: application/sdp',
  'l: 4',
]
const bytesOf = (...texts: readonly string[]): Buffer => Buffer.from(`${texts.join('\r\n')}\r\n\r\nv=0\n`)
const parse = (stdin: Uint8Array, ...more: readonly string[]) => run(['sip', 'parse', '-', ...more], { stdin })
const verdictOf = async (stdin: Uint8Array) => JSON.parse((await parse(stdin, '--json')).stdout)

describe('cc sip parse of a message that is well formed', () => {
  test('start line, each header as it was read, the body', async () => {
    const { code, stdout, stderr } = await parse(bytesOf(...lines))
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toBe(
      [
        'INVITE sip:4008001234@example.com SIP/2.0',
        '',
        '  Via             protocol SIP/2.0, transport UDP, host 192.0.2.1, port 5060, branch z9hG4bK776, rport 0',
        '                  protocol SIP/2.0, transport TCP, host b',
        '  From            name "王 小明", uri sip:alice@example.com, tag 1928',
        '  To              uri sip:4008001234@example.com;user=phone, ;x=y',
        '  Call-ID         a84b4c76e66710@192.0.2.1',
        '  CSeq            number 1, method INVITE',
        '  Date            2010-11-13T23:29:00.000Z',
        '  Supported       (empty)',
        '  X-Odd           some,   thing',
        '  Content-Type    type application, subtype sdp',
        '  Content-Length  4',
        '',
        'body: application/sdp, 4 bytes',
        '',
      ].join('\n'),
    )
  })

  test('as JSON', async () => {
    const verdict = await verdictOf(bytesOf(...lines))
    expect(Object.keys(verdict)).toEqual(['ok', 'kind', 'method', 'status', 'error', 'headers'])
    expect(verdict).toMatchObject({ ok: true, kind: 'request', method: 'INVITE', status: null, error: null })
    expect(verdict.headers).toMatchObject({
      callId: 'a84b4c76e66710@192.0.2.1',
      cseq: { number: 1, method: 'INVITE' },
      from: { name: '王 小明', tag: '1928', uri: { kind: 'sip', user: 'alice', host: 'example.com' } },
      extensions: [{ name: 'X-Odd' }],
    })
    const response = bytesOf('SIP/2.0 486 Busy Here', ...lines.slice(1))
    expect(await verdictOf(response)).toMatchObject({ ok: true, kind: 'response', method: null, status: 486 })
  })

  test('in Chinese, and what follows the body', async () => {
    const { stdout } = await parse(Buffer.concat([bytesOf(...lines), Buffer.from('more')]), '--lang', 'zh-CN')
    expect(stdout).toMatch(/消息体：application\/sdp，4 字节\n其后的 4 字节不属于这个报文\n$/)
  })

  test('nothing in it reaches the terminal as a command', async () => {
    const { code, stdout } = await parse(
      bytesOf(...lines, 'Reply-To: "a\\\x1b[31m" <sip:a>', 'Subject: b\u202ec', 'X-Odd: \x9b2J'),
    )
    expect(code).toBe(0)
    expect(stdout).toMatch(/name a\\x1b\[31m, uri sip:a\n +Subject +b\\u202ec\n +X-Odd +\\x9b2J\n/)
    expect(printable(stdout.replaceAll('\n', ''))).toBe(stdout.replaceAll('\n', ''))
  })
})

describe('cc sip parse of a message that is malformed', () => {
  const bad = bytesOf(...lines.map((line) => (line.startsWith('t:') ? 't: "中文\u200b" sip:b@b' : line)))

  test('the sentence, the answer, and a mark under the byte', async () => {
    const { code, stdout, stderr } = await parse(bad)
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(/^error: To: expected '<' after the name, found 's' \(byte \d+\)\n/)
    expect(stderr).toContain('  where     standard input: line 4, column 16\n')
    expect(stderr).toContain('  code      bad-header: ')
    expect(stderr).toContain('  answer    400 Bad Request\n')
    // Two cells for each Chinese letter.
    expect(stderr).toMatch(/\n {4}t: "中文\\u200b" sip:b@b\n {4} {16}\^\n$/)
  })

  test('as JSON, with what the start line says', async () => {
    const { code, stdout, stderr } = await parse(bad, '--json')
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    expect(JSON.parse(stdout)).toEqual({
      ok: false,
      kind: 'request',
      method: 'INVITE',
      status: null,
      error: { code: 'bad-header', status: 400, offset: bad.indexOf('sip:b@b'), message: expect.any(String) },
      headers: null,
    })
    expect(await verdictOf(bytesOf('SIP/2.0 200 OK', 'l: x'))).toMatchObject({ kind: 'response', status: 200 })
    expect(await verdictOf(Buffer.from('hello\n'))).toMatchObject({
      kind: null,
      method: null,
      error: { code: 'bad-start-line' },
    })
  })

  test('a version that we do not speak, a line that does not fit, an end that is missing, no byte at all', async () => {
    expect((await parse(bytesOf('INVITE sip:a SIP/3.0'))).stderr).toMatch(/answer {4}505 Version Not Supported/)
    const long = bytesOf(...lines, `Refer-To: ${'a'.repeat(300)}"${'b'.repeat(300)}`)
    const [shown = '', mark = ''] = (await parse(long)).stderr.trimEnd().split('\n').slice(-2)
    expect(shown).toMatch(/^ {4}….*…$/)
    expect(shown.length).toBeLessThanOrEqual(80)
    expect(mark.indexOf('^')).toBeLessThan(shown.length)
    expect((await parse(Buffer.from('INVITE sip:a SIP/2.0\r\nl: 0\r\n'))).stderr).toMatch(
      /line 2[\s\S]*\n {4}l: 0\n {8}\^\n$/,
    )
    expect((await parse(bytesOf(lines[0] ?? '', 'l: 0'))).stderr).toMatch(/is missing\n[\s\S]*standard input\n/)
  })

  test('in Chinese', async () => {
    const { stderr } = await parse(bad, '--lang', 'zh-CN')
    expect(stderr).toMatch(
      /错误：[\s\S]*标准输入: 第 4 行第 16 列[\s\S]*bad-header：头字段的值不合语法[\s\S]*应答 {2}400/,
    )
    expect((await parse(bytesOf('SIP/2.0 999 x'), '--lang', 'zh')).stderr).toMatch(/服务器直接丢弃/)
  })

  test('whatever comes ends with 0 or 1 and one verdict', async () => {
    const place = fc.nat(bad.length - 1)
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(bad, bytesOf(...lines)),
        fc.array(fc.tuple(place, fc.nat(255)), { maxLength: 4 }),
        async (good, changes) => {
          const bytes = Buffer.from(good)
          for (const [at, byte] of changes) if (at < bytes.length) bytes[at] = byte
          const { code, stdout, stderr } = await parse(bytes)
          const { ok } = await verdictOf(bytes)
          expect(code).toBe(ok ? 0 : 1)
          expect(`${stdout}${stderr}`).not.toMatch(/mistake in Callweave|undefined|\[object/)
        },
      ),
    )
  })
})

describe('what is no message', () => {
  mkdirSync(join(folder, 'calls'))
  writeFileSync(join(folder, 'empty.txt'), '')
  writeFileSync(join(folder, 'huge.txt'), Buffer.alloc(1_048_577, 'x'))
  writeFileSync(join(folder, 'long.txt'), Buffer.concat([bytesOf(...lines.slice(0, -1)), Buffer.alloc(70_000)]))

  test.each([
    ['calls', /this is a folder\n +where +.*calls\n +expected +a file with one SIP message/],
    ['empty.txt', /there is nothing in it\n +where +.*empty\.txt\n +expected/],
    ['huge.txt', /too large to be a SIP message\n +where +.*huge\.txt\n +expected +at most 1 MiB/],
    ['emty.txt', /there is no such file\n +where +.*emty\.txt\n +expected[\s\S]*Did you mean 'empty\.txt'/],
    ['empty.txt/x', /there is no such file/],
  ])('%s', async (file, says) => {
    refuses(await run(['sip', 'parse', file], { cwd: folder }), says)
    const { stdout, stderr, code } = await run(['sip', 'parse', file, '--json'], { cwd: folder })
    expect({ stdout, code, error: JSON.parse(stderr).error.code }).toEqual({
      stdout: '',
      code: 2,
      error: 'file-invalid',
    })
  })

  test('nothing and too much on standard input', async () => {
    refuses(await parse(new Uint8Array()), /nothing in it\n +where +standard input/)
    refuses(await parse(new Uint8Array(2_000_000)), /too large/)
    refuses(
      await parse(new Uint8Array(), '--lang', 'zh').then((ran) => ({
        ...ran,
        stderr: ran.stderr.replace('错误：', 'error:'),
      })),
      /内容为空/,
    )
  })

  test('what is longer than our limits is for the parser to refuse', async () => {
    const { code, stderr } = await run(['sip', 'parse', 'long.txt'], { cwd: folder })
    expect(stderr).toMatch(/longer than 65535 bytes[\s\S]*answer {4}513/)
    expect(code).toBe(1)
  })

  test.each([
    [['sip'], /<action> is missing/],
    [['sip', 'parse'], /<file> is missing/],
    [['sip', 'pars', 'x'], /Did you mean 'parse'/],
    [['sip', 'parse', 'x', 'y'], /more words than the command takes/],
  ])('%j', async (args, says) => refuses(await run(args), says))
})

describe.skipIf(data.missing)(`torture messages through cc sip parse${data.note}`, () => {
  if (data.missing) return
  for (const suite of ['rfc4475', 'rfc5118']) {
    const path = join(data.path, 'sip', suite)
    const [head = '', ...rows] = readFileSync(join(path, 'index.csv'), 'utf8').trim().split('\n')
    const column = head.split(',').indexOf('expected')
    for (const row of rows.map((text) => text.split(','))) {
      const [name = ''] = row
      const expected = row[column] ?? ''
      test(`${suite} ${name}: ${expected}`, async () => {
        const { code, stdout } = await run(['sip', 'parse', join(path, name), '--json'])
        const { ok, kind, error, headers } = JSON.parse(stdout)
        const person = await run(['sip', 'parse', join(path, name)])
        expect(person.code).toBe(code)
        if (expected === 'unspecified') return
        expect({ ok, code }).toEqual(expected === 'accept' ? { ok: true, code: 0 } : { ok: false, code: 1 })
        if (ok) expect(headers).toMatchObject({ callId: expect.any(String), cseq: { method: expect.any(String) } })
        else {
          expect(error.status).toBe(expected === 'discard' ? null : 400)
          expect(kind).toBe(expected === 'discard' ? 'response' : 'request')
          expect(person.stderr).toContain(error.message)
        }
      })
    }
  }
})
