import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { peer } from '../../../scripts/peers.mjs'
import {
  hopRefusalOf,
  parseMessage,
  parseUri,
  refusalOf,
  SipError,
  type SipMessage,
  type SipRequest,
  writeMessage,
} from '../src/index.js'
import { damage, damaged } from './arbitraries.js'

const data = peer('data')
const file = (...path: string[]): Buffer => readFileSync(join(data.path, 'sip', ...path))
const rows = (text: string): Record<string, string>[] => {
  const [head = '', ...lines] = text.trim().split('\n')
  const names = head.split(',')
  // Only the note may hold a comma, and nothing behind it is asked for here.
  return lines.map((line) => Object.fromEntries(line.split(',').map((value, place) => [names[place] ?? '', value])))
}
const jsonLines = (name: string): Record<string, string>[] =>
  file(name)
    .toString()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

/** Reads every header too: a torture message is wrong as a whole. */
const readWhole = (bytes: Uint8Array): SipMessage => {
  const message = parseMessage(bytes)
  message.headers.all()
  return message
}

const refusal = (bytes: Uint8Array): SipError => {
  try {
    readWhole(bytes)
  } catch (error) {
    if (error instanceof SipError) return error
    throw error
  }
  throw new Error('the message was read')
}

const readsSameAgain = (message: SipMessage): void => {
  const again = readWhole(writeMessage(message))
  expect({ ...again, headers: { ...again.headers.all(), contentLength: 0 }, body: Array.from(again.body) }).toEqual({
    ...message,
    headers: { ...message.headers.all(), contentLength: 0 },
    body: Array.from(message.body),
  })
}

describe.skipIf(data.missing)(`torture messages${data.note}`, () => {
  if (data.missing) return
  for (const folder of ['rfc4475', 'rfc5118']) {
    for (const { file: name = '', expected } of rows(file(folder, 'index.csv').toString())) {
      it(`${folder} ${name}: ${expected}`, () => {
        const bytes = file(folder, name)
        if (expected === 'accept') readsSameAgain(readWhole(bytes))
        else {
          const { status, offset } = refusal(bytes)
          expect(status).toBe(expected === 'discard' ? null : 400)
          expect(offset).toBeLessThanOrEqual(bytes.length)
        }
      })
    }
  }

  it('wsinv.dat is read as its authors meant it', () => {
    const { headers, ...rest } = readWhole(file('rfc4475', 'wsinv.dat'))
    expect(rest.kind === 'request' && rest.uri).toMatchObject({ user: 'vivekg', host: 'chair-dnrc.example.com' })
    expect(headers.need('to').tag).toBe('1918181833n')
    expect(headers.need('from')).toMatchObject({ name: 'J Rosenberg \\"', tag: '98asjd8' })
    expect(headers.get('maxForwards')).toBe(68)
    expect(headers.need('cseq')).toEqual({ number: 9, method: 'INVITE' })
    expect(headers.get('subject')).toBe('')
    expect(headers.need('via').map(({ transport, host, branch }) => [transport, host, branch])).toEqual([
      ['UDP', '192.0.2.2', '390skdjuw'],
      ['TCP', 'spindle.example.com', 'z9hG4bK9ikj8'],
      ['UDP', '192.168.255.111', 'z9hG4bK30239'],
    ])
    expect(headers.textsOf('NewFangledHeader')).toEqual(['newfangled value   continued newfangled value'])
  })

  it('escapes are taken off once and only where they are escapes', () => {
    const esc01 = readWhole(file('rfc4475', 'esc01.dat'))
    expect(esc01.kind === 'request' && esc01.uri).toMatchObject({ user: 'sips:user@example.com' })
    const esc02 = readWhole(file('rfc4475', 'esc02.dat'))
    expect(esc02.kind === 'request' && esc02.method).toBe('RE%47IST%45R')
    expect(esc02.headers.textsOf('C%6Fntact')).toHaveLength(1)
    const semiuri = readWhole(file('rfc4475', 'semiuri.dat'))
    expect(semiuri.kind === 'request' && semiuri.uri).toMatchObject({ user: 'user;par=u@example.net', params: [] })
  })

  it('what is well formed and refused all the same: 501, 416, 420, 415, 483', () => {
    const abilities = { methods: ['INVITE', 'OPTIONS', 'REGISTER'], supported: ['100rel'], bodies: ['application/sdp'] }
    const refused = (name: string) => {
      const message = readWhole(file('rfc4475', name))
      return message.kind === 'request' ? (refusalOf(message, abilities) ?? hopRefusalOf(message)) : null
    }
    expect(refused('esc02.dat')).toMatchObject({ status: 501, headers: { allow: abilities.methods } })
    expect(refused('novelsc.dat')?.status).toBe(416)
    expect(refused('bext01.dat')).toMatchObject({
      status: 420,
      headers: { unsupported: ['nothingSupportsThis', 'nothingSupportsThisEither'] },
    })
    expect(refused('zeromf.dat')?.status).toBe(483)
    expect(refused('wsinv.dat')).toBeNull()
    const invite = readWhole(file('rfc4475', 'wsinv.dat')) as SipRequest
    expect(refusalOf(invite, { ...abilities, bodies: ['text/plain'] })?.status).toBe(415)
    expect(refusalOf(invite, { ...abilities, allowed: ['OPTIONS'] })?.status).toBe(405)
  })

  it('an IPv6 address in brackets keeps what looks like a port', () => {
    const { uri } = readWhole(file('rfc5118', 'port-ambiguous.dat')) as { uri: unknown } & SipMessage
    expect(uri).toMatchObject({ host: '2001:db8::10:5070', port: null })
    const { headers } = readWhole(file('rfc5118', 'via-received-param-with-delim.dat'))
    expect(headers.need('via')[0]?.received).toBe('2001:db8::9:255')
  })
})

describe.skipIf(data.missing)(`torture messages, damaged${data.note}`, () => {
  if (data.missing) return
  const corpus = ['rfc4475', 'rfc5118'].flatMap((folder) =>
    rows(file(folder, 'index.csv').toString()).map(({ file: name = '' }) => file(folder, name)),
  )

  it('throw a SipError or nothing; what is read is read the same after it was written, or cannot be written', () => {
    fc.assert(
      fc.property(fc.constantFrom(...corpus), fc.array(damage, { minLength: 1, maxLength: 4 }), (bytes, damages) => {
        try {
          readsSameAgain(readWhole(damages.reduce(damaged, bytes)))
        } catch (error) {
          if (!(error instanceof SipError)) throw error
          expect(error.offset).toBeLessThanOrEqual(bytes.length + 200)
        }
      }),
    )
  })
})

describe.skipIf(data.missing)(`flows of RFC 3261 section 24${data.note}`, () => {
  if (data.missing) return
  for (const { rfc_section: section, step, message = '' } of jsonLines('rfc3261_section24_flows.jsonl')) {
    it(`${section} ${step}`, () => {
      // The RFC does not print the bodies: they are made up to the length that it names.
      const length = Number(/Content-Length: (\d+)/.exec(message)?.[1] ?? 0)
      readsSameAgain(readWhole(Buffer.from(message + 'x'.repeat(length))))
    })
  }
})

/** Where we are stricter or more lenient than those tests, and why. */
const apart: Readonly<Record<string, string>> = {
  7: 'an unknown scheme is well formed: 416 is for the server to say (RFC 4475 section 3.3.2)',
  15: 'a space within the brackets of a URI',
  25: 'neither From nor To nor Call-ID nor CSeq',
  359: 'the empty line between two messages was lost when it was printed',
}

/** White space within the brackets of a Record-Route. */
const foldedUris = new Set(['137', '143', '145', '147', '149', '153', '155', '337', '345'])

describe.skipIf(data.missing)(`parser tests of NIST${data.note}`, () => {
  if (data.missing) return
  for (const { id = '', kind, expect: expected, text = '' } of jsonLines('nist_torture_odd.jsonl')) {
    const other = apart[id] ?? (foldedUris.has(String(id)) ? 'a URI may not be folded' : undefined)
    it(`${id} ${kind}: ${expected}${other === undefined ? '' : `, but ${other}`}`, () => {
      const isRead = (expected === 'parse') === (other === undefined)
      const read = (): unknown => {
        if (kind === 'url') return parseUri(text.trim())
        if (kind === 'header') return readWhole(Buffer.from(withHeader(text.trim())))
        return readWhole(Buffer.from(withoutLength(text)))
      }
      if (isRead) read()
      else expect(read).toThrow(SipError)
    })
  }
})

/** Written for a parser that looks at neither the empty line nor the length. */
const withoutLength = (text: string): string => {
  const [head = ''] = text.replace(/^\n+/, '').split('\n\n')
  const isLength = (line: string): boolean => /^(?:Content-Length|l)\s*:\s*\d+\s*$/i.test(line)
  const all = head.split('\n').filter((line) => line !== '')
  const lines = all.filter(isLength).length > 1 ? all : all.filter((line) => !isLength(line))
  return `${lines.join('\n')}\n\n`
}

const withHeader = (header: string): string => {
  const name = header.slice(0, header.indexOf(':'))
  const others = ['Via: SIP/2.0/UDP a', 'From: <sip:a@b>', 'To: <sip:a@b>', 'Call-ID: a', 'CSeq: 1 OPTIONS']
  const lines = [...others.filter((line) => !line.startsWith(`${name}:`)), header]
  return `OPTIONS sip:a@b SIP/2.0\r\n${lines.join('\r\n')}\r\n\r\n`
}
