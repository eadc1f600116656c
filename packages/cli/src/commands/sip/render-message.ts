/** A message for a person: its start line, each header as it was read, what the body is. */
import type { HeaderFields, HeaderLine, SipMessage } from '@callweave/sip'
import type { Context } from '../../frame/command.js'
import { printable } from '../../output/printable.js'
import { renderTable } from '../../output/table.js'
import { showHeaderValue, showUri } from './show-value.js'
import type { Accepted } from './verdict.js'

export const renderMessage = ({ message, headers }: Accepted, bytes: Uint8Array, context: Context): string => {
  const { out, words } = context
  const rows = rowsOf(message.headers.lines, headers).map(([name, text]) => [
    out.tint.cyan(name),
    text === '' ? out.tint.dim(words.sip.emptyValue) : text,
  ])
  const table = renderTable({ rows, align: 'll', tint: out.tint })
  return `${out.tint.bold(startLine(message))}\n\n${table}\n${bodyLine(message, bytes, context)}\n`
}

const startLine = (message: SipMessage): string =>
  message.kind === 'request'
    ? `${printable(message.method)} ${showUri(message.uri)} SIP/2.0`
    : `SIP/2.0 ${message.status} ${printable(message.reason)}`.trimEnd()

/** Headers in the order in which they first stand, under their full names; a list has a row for each value. */
const rowsOf = (lines: readonly HeaderLine[], headers: HeaderFields): readonly (readonly [string, string])[] => {
  const rows: [string, string][] = []
  const shown = new Set<string>()
  const untyped = (headers.extensions ?? []).values()
  for (const { known, name } of lines) {
    if (known === null) rows.push([printable(name), printable(untyped.next().value?.value ?? '')])
    else if (!shown.has(known.key)) {
      shown.add(known.key)
      for (const [place, text] of textsOf(known.key, headers[known.key]).entries())
        rows.push([place === 0 ? name : '', text])
    }
  }
  return rows
}

const textsOf = (key: string, value: unknown): readonly string[] => {
  if (key === 'date' && typeof value === 'number') return [new Date(value).toISOString()]
  if (!Array.isArray(value)) return [showHeaderValue(value)]
  return value.length === 0 ? [''] : value.map(showHeaderValue)
}

const bodyLine = ({ headers, body }: SipMessage, bytes: Uint8Array, { out, words }: Context): string => {
  const type = headers.get('contentType')
  const size = out.format.number(body.length)
  const kind = type === undefined ? words.sip.noType : printable(`${type.type}/${type.subtype}`)
  const line = body.length === 0 ? words.sip.noBody : words.sip.body({ kind, size })
  const more = bytes.byteOffset + bytes.length - body.byteOffset - body.length
  return more === 0 ? line : `${line}\n${words.sip.behind({ size: out.format.number(more) })}`
}
