import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mediaType } from '../headers/media.js'
import { partsOf } from './multipart.js'

const mixed = (boundary: string) => mediaType('multipart/mixed', [{ name: 'boundary', value: boundary }])
const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1')
const textsOf = (text: string, boundary = 'b'): string[] =>
  partsOf(mixed(boundary), bytes(text)).map((part) => part.text)

describe('bodies of several parts', () => {
  it('come apart, with type, disposition and what stands between', () => {
    const text = [
      'a preamble',
      '--b',
      'Content-Type: application/SDP;x=y',
      'Content-Disposition: Session ;handling=required',
      '',
      'v=0\r\ns=-\r\n',
      '--b  ',
      'c:',
      ' text/html',
      '',
      '<p>',
      '--bc is no delimiter',
      '--b',
      '',
      'no header',
      '--b--',
      'an epilogue',
      '--b',
      '',
      'too late',
    ].join('\r\n')
    expect(partsOf(mixed('b'), bytes(text))).toEqual([
      { type: 'application/sdp', disposition: 'session', text: 'v=0\r\ns=-\r\n' },
      { type: 'text/html', disposition: null, text: '<p>\r\n--bc is no delimiter' },
      { type: 'text/plain', disposition: null, text: 'no header' },
    ])
  })

  it('line feeds alone, an empty part, one that is cut off', () => {
    expect(textsOf('--b\n\n1\n--b\n\n\n--b\n\n3')).toEqual(['1', ''])
    expect(textsOf('--b\r\n\r\n\r\n--b--')).toEqual([''])
    // Without an empty line behind its headers it is none.
    expect(textsOf('--b\r\n\r\n--b--')).toEqual([])
    expect(textsOf('')).toEqual([])
    expect(partsOf(mediaType('text/plain'), bytes('--b\n\n1\n--b--'))).toEqual([])
    expect(partsOf(mediaType('multipart/mixed'), bytes('--b\n\n1\n--b--'))).toEqual([])
  })

  it('parts within parts stand in their place, encoded ones do not, and there is an end to it', () => {
    const inner =
      'Content-Type: multipart/alternative; boundary="c d"\r\n\r\n--c d\r\n\r\n2\r\n--c d\r\n\r\n3\r\n--c d--'
    const encoded = 'Content-Transfer-Encoding: base64\r\n\r\nMQ=='
    expect(textsOf(`--b\r\n\r\n1\r\n--b\r\n${inner}\r\n--b\r\n${encoded}\r\n--b\r\n\r\n4\r\n--b--`)).toEqual([
      '1',
      '2',
      '3',
      '4',
    ])
    expect(textsOf(`--b\n\n1\n`.repeat(1_000))).toHaveLength(32)
    const nested = (depth: number): string =>
      depth === 0
        ? '\r\nend'
        : `Content-Type: multipart/mixed;boundary=x${depth}\r\n\r\n--x${depth}\r\n${nested(depth - 1)}\r\n--x${depth}--`
    expect(textsOf(`--b\r\n${nested(2)}\r\n--b--`)).toEqual(['end'])
    expect(textsOf(`--b\r\n${nested(3)}\r\n--b--`)).toEqual([])
  })

  it('any parts come back as they were put together', () => {
    const content = fc.string({ unit: fc.constantFrom('a', '-', 'b', '\r\n', ' ', ':'), maxLength: 30 })
    fc.assert(
      fc.property(fc.array(content, { minLength: 1, maxLength: 8 }), (contents) => {
        fc.pre(contents.every((each) => !each.includes('--b')))
        const text = contents.map((each) => `--b\r\n\r\n${each}\r\n`).join('')
        expect(textsOf(`${text}--b--`)).toEqual(contents)
      }),
    )
  })

  it('whatever the bytes are, there is an answer, and no more of it than there are bytes', () => {
    const piece = fc.constantFrom(
      '--b',
      '--',
      '\r\n',
      '\n',
      '\r',
      'Content-Type: multipart/mixed;boundary=b',
      ':',
      'x',
      ' ',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 200 }), fc.constantFrom('b', '', ' ', 'b '), (all, boundary) => {
        const texts = textsOf(all.join(''), boundary)
        expect(texts.length).toBeLessThanOrEqual(32)
        expect(texts.join('').length).toBeLessThanOrEqual(all.join('').length)
      }),
    )
  })
})
