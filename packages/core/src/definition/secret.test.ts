import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { hashOf } from './canonical.js'
import { problemsOfZod } from './problem.js'
import { secret, secretSchema, secretsIn } from './secret.js'

const value = 'correct-horse'

test('a secret in a definition is its name, as canonical data', () => {
  expect(secret('EXT_8001')).toEqual({ secret: 'EXT_8001' })
  expect(hashOf({ password: secret('EXT_8001') })).toBe(hashOf({ password: { secret: 'EXT_8001' } }))
})

test.each([value, '', 'ext_8001', '8001', 'EXT-8001'])('%j is no name, and is not shown', (text) => {
  expect(() => secret(text)).toThrow(/the name of an environment variable, such as 'EXT_8001'/)
  if (text !== '') expect(() => secret(text)).not.toThrow(new RegExp(`'${text}'|found`))
})

describe('secretSchema', () => {
  const schema = z.object({ password: secretSchema.optional() })
  const problemsOf = (password: unknown) => {
    const parsed = schema.safeParse({ password })
    return parsed.success ? [] : problemsOfZod(parsed.error, { password })
  }

  test('takes a named secret, and none', () => {
    expect(problemsOf(secret('EXT_8001'))).toEqual([])
    expect(problemsOf(undefined)).toEqual([])
  })

  test.each([value, { secret: value }, { secret: 'EXT_8001', value }, 8001, null])(
    'refuses %j with a sentence that names secret(...), and never shows it',
    (password) => {
      const problems = problemsOf(password)
      expect(problems).toHaveLength(1)
      expect(problems[0]).toMatchObject({ path: 'password', severity: 'error' })
      expect(problems[0]?.message).toMatch(/a secret is named, never written: secret\('EXT_8001'\)/)
      expect(JSON.stringify(problems)).not.toContain(value)
    },
  )
})

test('every secret in the data is found with its place', () => {
  const found = secretsIn({
    agents: { ana: { password: secret('A') } },
    list: [1, null, secret('B')],
    step: { secret: true },
  })
  expect(found).toEqual([
    { name: 'A', path: ['agents', 'ana', 'password'] },
    { name: 'B', path: ['list', 2] },
  ])
})
