/** Headers that are text for people, and single tokens. */

import { formatText, formatToken } from '../text/write.js'
import { type Names, one } from './kind.js'

const text = (names: Names) => one(names, (cursor) => cursor.rest(), formatText)
const token = (names: Names) => one(names, (cursor) => cursor.token(), formatToken)

export const subject = text({ name: 'Subject', compact: 's' })
export const userAgent = text({ name: 'User-Agent' })
export const server = text({ name: 'Server' })
export const organization = text({ name: 'Organization' })
export const mimeVersion = token({ name: 'MIME-Version' })
export const priority = token({ name: 'Priority' })
export const etag = token({ name: 'SIP-ETag' })
export const ifMatch = token({ name: 'SIP-If-Match' })
