import { CallweaveError } from '@callweave/core'

/**
 * Known by its shape as well: a definition may have been loaded with another copy of our packages than the one that
 * runs, and its errors are of that copy's class.
 */
export const isCallweaveError = (error: unknown): error is CallweaveError =>
  error instanceof CallweaveError ||
  (error instanceof Error && error.name === 'CallweaveError' && 'code' in error && 'parts' in error)
