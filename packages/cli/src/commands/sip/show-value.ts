/** A typed header value on one line: the names of its fields are those of the code. */
import { formatUri, SipError, type Uri } from '@callweave/sip'
import { printable } from '../../output/printable.js'

/** Of `null` and empty lists nothing is shown. */
export const showHeaderValue = (value: unknown): string => {
  if (typeof value === 'string') return printable(value)
  if (Array.isArray(value)) return value.map(showField).join(', ')
  if (typeof value !== 'object' || value === null) return String(value)
  if (isUri(value)) return showUri(value)
  if (isParam(value)) return showParam(value)
  return Object.entries(value)
    .filter(([, field]) => field !== null && !(Array.isArray(field) && field.length === 0))
    .map(([name, field]) => (name === 'params' ? showParams(field) : `${name} ${showField(field)}`))
    .join(', ')
}

/** As it is written on the wire; field by field where that cannot be written. */
export const showUri = (uri: Uri): string => {
  try {
    return printable(formatUri(uri))
  } catch (error) {
    if (!(error instanceof SipError)) throw error
    const { scheme, ...rest } = uri
    return showHeaderValue({ scheme, ...rest, kind: null })
  }
}

const showField = (field: unknown): string => (typeof field === 'string' ? quoted(field) : showHeaderValue(field))

/** In quotes where it would not be seen where the text ends. */
const quoted = (text: string): string =>
  /^[^\s,;="\\]+$/.test(text) ? printable(text) : `"${printable(text.replace(/["\\]/g, '\\$&'))}"`

interface NameAndValue {
  readonly name: string
  readonly value: string | null
}

const showParams = (params: unknown): string =>
  Array.isArray(params) ? params.map((param) => `;${isParam(param) ? showParam(param) : String(param)}`).join('') : ''

const showParam = ({ name, value }: NameAndValue): string =>
  value === null ? printable(name) : `${printable(name)}=${quoted(value)}`

const isParam = (value: unknown): value is NameAndValue =>
  typeof value === 'object' && value !== null && 'name' in value && 'value' in value

const isUri = (value: object): value is Uri => 'kind' in value && 'scheme' in value
