/** The section `languages`: what callers may hear; the first is what they hear until a step says otherwise. */
import { z } from 'zod'
import { nameSchema } from './input.js'

/** Without the section a center speaks this. */
export const languagesDefault: readonly string[] = ['en']

/** Tags of BCP 47, such as `en`, `zh`, `es-MX`. */
export const languagesSchema: z.ZodType<readonly string[]> = z
  .array(
    nameSchema.regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, {
      error: "must be a language tag such as 'en' or 'zh-TW'",
    }),
  )
  .min(1, { error: 'names at least one language' })
  .refine((languages) => new Set(languages).size === languages.length, { error: 'names a language twice' })
