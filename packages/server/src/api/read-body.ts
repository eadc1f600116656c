/** The body of a question, checked. */
import { CallweaveError, formatPath } from '@callweave/core'
import type { z } from 'zod'

/** @throws CallweaveError `out-of-range` with the place of the first thing that is wrong, and what was `expected`. */
export const readBody = <T>(schema: z.ZodType<T>, body: unknown, expected: string): T => {
  const read = schema.safeParse(body)
  if (read.success) return read.data
  const [issue] = read.error.issues
  const where = formatPath((issue?.path ?? []) as (string | number)[])
  throw new CallweaveError('out-of-range', {
    ...(where === '' ? {} : { where }),
    message: issue?.message ?? 'this cannot be read',
    expected,
  })
}
