import { expect, test } from 'vitest'
import { commands } from '../bin/commands.mjs'
import { commandNames } from '../src/commands/index.ts'

test('every command of the program is known to the good neighbour, or the compiler would get it', () => {
  expect(commands).toEqual(expect.arrayContaining([...commandNames]))
})
