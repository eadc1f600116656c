/** The coded error that something throws, and nothing else. */
import { SipError } from '../src/error.js'

export const refusal = (read: () => unknown): SipError => {
  try {
    read()
  } catch (error) {
    if (error instanceof SipError) return error
    throw error
  }
  throw new Error('nothing was refused')
}
