import { SipError } from '../error.js'

/** What is malformed in a response is not there. */
export const orNull = <T>(read: () => T | null | undefined): T | null => {
  try {
    return read() ?? null
  } catch (error) {
    if (error instanceof SipError) return null
    throw error
  }
}
