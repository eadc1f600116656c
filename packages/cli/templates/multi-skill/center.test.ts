/** Calls the flow without a phone: `npm test`. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { call, queue, step } from 'callweave/testing'
import center, { languages } from './center.ts'

const line = () => call(center, 'line').hears('language')

test('the code of a language leads to its interpreters', () => {
  line().press('01').reaches(step('cantonese'))
  line().press('14').reaches(step('french')).reaches(queue('interpreters'))
})

test('any other language, and no code at all, lead to a coordinator', () => {
  line().press('90').reaches(queue('other-languages'))
  line().staysSilent().hears('language-again').staysSilent().reaches(queue('other-languages'))
})

test('every language is spoken on every shift', () => {
  for (const shift of ['night', 'day', 'evening'])
    for (const language of languages) {
      const speakers = Object.values(center.sections.agents).filter(
        ({ groups, skills }) => groups?.includes(shift) && (skills?.[language] ?? 0) >= 8,
      )
      assert.ok(speakers.length > 0, `${language} on the ${shift} shift`)
    }
})
