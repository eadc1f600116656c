/** What was sent in the field: streams of a conferencing product, bodies of recorders' clients, a capture with bad lengths. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { peer } from '../../../scripts/peers.mjs'
import { mediaType } from '../src/headers/media.js'
import { createSipStream, parseMessage, SipError, type StreamPart } from '../src/index.js'
import { partsOf } from '../src/message/multipart.js'
import { parseSdp } from '../src/sdp/index.js'

const data = peer('data')
const file = (...path: string[]): Buffer => readFileSync(join(data.path, 'sip', ...path))

/** The files were logged with line feeds alone; lengths count what was sent. */
const asSent = (text: string): Buffer => Buffer.from(text.replace(/\r?\n/g, '\r\n'), 'latin1')

const refusalBy = (read: () => unknown): SipError | null => {
  try {
    read()
    return null
  } catch (error) {
    if (error instanceof SipError) return error
    throw error
  }
}

/** What each part is, and at which header it is refused when all of them are read. */
const verdictOf = (part: StreamPart): string => {
  if (part.kind !== 'message') return 'error' in part ? `${part.kind} ${part.error.status}` : part.kind
  const { message } = part
  const name = message.kind === 'request' ? message.method : String(message.status)
  const refused = refusalBy(() => message.headers.all())
  return refused === null ? name : `${name}: ${refused.status} ${refused.message.split(':')[0]}`
}

const streamed = (bytes: Buffer): { readonly parts: readonly string[]; readonly waiting: number } => {
  const stream = createSipStream()
  const parts = stream.push(bytes).map(verdictOf)
  return { parts, waiting: stream.waitingBytes }
}

describe.skipIf(data.missing)(`streams from the field${data.note}`, () => {
  if (data.missing) return
  // A branch with an @ is no token: what was framed right is refused as a whole.
  const notify = 'NOTIFY: 400 Via'

  it.each([
    ['NOTIFY_CallStart_1.sip', [notify]],
    ['NOTIFY_CallEnd.sip', [notify]],
    ['NOTIFY_LegAdd.sip', [notify]],
    ['REGISTER_401_Unauthorized.sip', ['401']],
    ['Test_invalid_startline.sip', ['malformed 505']],
  ])('%s ends where its length says: %s', (name, verdict) => {
    expect(streamed(asSent(file('streams', name).toString('latin1')))).toEqual({ parts: verdict, waiting: 0 })
  })

  it('Test_incomplete_buffer_for_header.sip is waited for', () => {
    const bytes = asSent(file('streams', 'Test_incomplete_buffer_for_header.sip').toString('latin1'))
    expect(streamed(bytes)).toEqual({ parts: [], waiting: bytes.length })
  })

  it('Mixed_Stream_1.sip: each message between the lines of the log, one or two behind each other', () => {
    const text = file('streams', 'Mixed_Stream_1.sip').toString('latin1')
    const pieces = text.split(/^={20,}\n.*\n-{20,}\n/m).filter((piece) => piece.trim() !== '')
    const read = pieces.map((piece) => streamed(asSent(piece)))
    expect(read.every(({ waiting }) => waiting === 0)).toBe(true)
    const starts = text.match(/^(?:SIP\/2\.0 \d|[A-Z]+ sip:.* SIP\/2\.0$)/gm) ?? []
    const parts = read.flatMap((each) => each.parts)
    expect(parts).toHaveLength(starts.length)
    // Those with a second Via have the branch.
    expect(new Set(parts)).toEqual(new Set(['200', '100', 'NOTIFY', notify]))
  })
})

describe.skipIf(data.missing)(`bodies of recorders' clients (SIPREC)${data.note}`, () => {
  if (data.missing) return
  const partsIn = (name: string) => {
    const bytes = file('siprec', name)
    const value = /^--(\S+)/m.exec(bytes.toString('latin1'))?.[1] ?? 'none'
    return partsOf(mediaType('multipart/mixed', [{ name: 'boundary', value }]), bytes)
  }
  const metadata = 'application/rs-metadata+xml recording-session'

  it.each([
    ['acme-siprec-offer.txt', ['application/sdp null', metadata], 2],
    // The last part of these two ends with the file and not with a delimiter: it was cut off, and is none.
    ['cisco-siprec-offer.txt', ['application/sdp session', metadata], 2],
    ['sonus-siprec-offer.txt', ['application/sdp session'], 2],
    // The type of its metadata is masked.
    ['broadworks-offer.txt', ['application/+xml recording-session', 'application/sdp null'], 1],
  ])('%s: %j, %i audio', (name, parts, audio) => {
    const read = partsIn(name)
    expect(read.map(({ type, disposition }) => `${type} ${disposition}`)).toEqual(parts)
    const { media } = parseSdp(read.find(({ type }) => type === 'application/sdp')?.text ?? '')
    expect(media.map(({ kind }) => kind)).toEqual(Array.from({ length: audio }, () => 'audio'))
  })

  it('non-siprec-payload.txt is a session and has no parts', () => {
    expect(partsIn('non-siprec-payload.txt')).toEqual([])
    expect(parseSdp(file('siprec', 'non-siprec-payload.txt')).media).toHaveLength(1)
  })
})

describe.skipIf(data.missing)(`a capture with lengths that are none${data.note}`, () => {
  if (data.missing) return
  it('the INVITE is refused with 400 at the length, the 200 is dropped', () => {
    const bytes = file('pcap', 'zeek-invalid-content-length.pcap')
    const verdicts: unknown[] = []
    for (let at = 24; at < bytes.length; at += 16 + bytes.readUInt32LE(at + 8)) {
      const payload = bytes.subarray(at + 16 + 42, at + 16 + bytes.readUInt32LE(at + 8))
      const refused = refusalBy(() => parseMessage(payload))
      verdicts.push([refused?.status, payload.indexOf('Content-Length: ') + 16 - (refused?.offset ?? 0)])
    }
    expect(verdicts).toEqual([
      [400, 0],
      [null, 0],
    ])
  })
})
