import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'

/** What the compiler says of a flow: the token under the error, and the error. */
const errorsOf = (flow: string): { token: string; message: string }[] => {
  const file = join(import.meta.dirname, 'checked-fixture.ts')
  const text = `import type { CheckedFlows } from './checked.js'
interface Names { prompt: 'welcome' | 'menu'; queue: 'service' | 'complaints'; skill: 'complaints'; agent: 'ana'; hours: 'office'
  function: 'balance'; trunk: 'main'; language: 'en'; flow: 'day' }
declare function flows<const Fl extends Record<string, { start: object }>>(given: CheckedFlows<Fl, Names>): void
flows({ day: { bye: { step: 'hang-up' }, ${flow} } })
export {}`
  const config = ts.readConfigFile(join(import.meta.dirname, '../../../../tsconfig.paths.json'), ts.sys.readFile)
  const parsed = ts.parseJsonConfigFileContent(config.config, ts.sys, join(import.meta.dirname, '../../../..'), {
    noEmit: true,
    composite: false,
    incremental: false,
    declaration: false,
    emitDeclarationOnly: false,
  })
  const host = ts.createCompilerHost(parsed.options)
  const { getSourceFile, fileExists } = host
  host.getSourceFile = (name, options) =>
    name === file ? ts.createSourceFile(name, text, options) : getSourceFile.call(host, name, options)
  host.fileExists = (name) => name === file || fileExists.call(host, name)
  const program = ts.createProgram([file], parsed.options, host)
  return program.getSemanticDiagnostics(program.getSourceFile(file)).map(({ start = 0, length = 0, messageText }) => ({
    token: text.slice(start, start + length),
    message: ts.flattenDiagnosticMessageText(messageText, '\n'),
  }))
}

test('I6 a misspelled name is red on its own token, with the name that was meant', () => {
  const errors = errorsOf(`
    start: { step: 'play', prompt: ['welcome', 'welcom'], then: 'agnt' },
    agent: { step: 'queue', queue: 'servise' },
    again: { step: 'queue', queue: 'service', ifNobdy: 'bye' },
    right: { step: 'queue', queue: 'complaints', wants: { complaints: 4 }, ifNobody: 'bye' },
    odd: { step: 'quue', queue: 'service' }`)
  expect(errors.map(({ token }) => token)).toEqual(["'welcom'", 'then', 'queue', 'ifNobdy', 'step'])
  for (const { message } of errors) expect(message).toContain('Did you mean')
})
