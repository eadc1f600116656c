/** A large center still type-checks while its author waits: 1,000 agents, 100 queues, 50 flows, every name a literal. */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const file = join(root, 'packages/center/test/generated-center.ts')

const list = (count: number, item: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => item(i)).join('\n')

/** `slip` is put in place of one name, as the author of line so-and-so would. */
const sourceOf = (slip?: { readonly agent?: string; readonly queue?: string }): string => `
import { lastAgentFirst, longestIdle } from '@callweave/acd'
import { defineCallCenter } from '@callweave/center'

export const center = defineCallCenter({
  trunks: { main: { numbers: ['100'], channels: 300 } },
  skills: [${list(20, (i) => `'skill-${i}',`)}],
  agents: {
${list(1_000, (i) => `    'agent-${i}': { extension: '${10_000 + i}', skills: { 'skill-${i % 20}': ${1 + (i % 10)} } },`)}
  },
  queues: {
${list(
  100,
  (i) => `    'queue-${i}': {
      strategy: lastAgentFirst(longestIdle),
      members: [${Array.from({ length: 20 }, (_, k) => `'${i === 57 && k === 3 ? (slip?.agent ?? 'agent-3') : `agent-${(i * 10 + k) % 1_000}`}'`).join(', ')}],
      wants: { 'skill-${i % 20}': 1 },
      overflow: [{ to: 'queue-${(i + 1) % 100}', afterMs: 60_000 }],
    },`,
)}
  },
  prompts: { ${list(60, (i) => `'prompt-${i}': 'Press ${i}',`)} },
  flows: {
${list(
  50,
  (i) => `    'flow-${i}': {
      start: { step: 'play', prompt: 'prompt-${i}', then: 'menu' },
      menu: { step: 'menu', prompt: 'prompt-${i}', on: { '1': 'one', '2': 'two', '3': 'next' }, noInput: { then: 'one' } },
      one: { step: 'queue', queue: 'queue-${i * 2}', ifNobody: 'box', onKey: { '1': 'box' } },
      two: { step: 'queue', queue: '${i === 31 ? (slip?.queue ?? 'queue-5') : `queue-${i * 2 + 1}`}', wants: { 'skill-${i % 20}': 2 }, ifFull: 'box' },
      next: { step: 'flow', flow: 'flow-${(i + 1) % 50}' },
      box: { step: 'voicemail', box: 'agent-${i}' },
    },`,
)}
  },
  routes: [${list(50, (i) => `{ tag: 'tag-${i}', flow: 'flow-${i}' },`)}],
  callerTags: { ${list(50, (i) => `'tag-${i}': ['555${i}*'],`)} },
})
`

const { config } = ts.readConfigFile(join(root, 'tsconfig.paths.json'), ts.sys.readFile)
const settings: ts.CompilerOptions = {
  ...ts.parseJsonConfigFileContent(config, ts.sys, root, {}, join(root, 'tsconfig.paths.json')).options,
  composite: false,
  incremental: false,
  declaration: false,
  emitDeclarationOnly: false,
  noEmit: true,
}

const checked = (text: string) => {
  const host = ts.createCompilerHost(settings)
  const { getSourceFile, fileExists } = host
  host.fileExists = (name) => name === file || fileExists.call(host, name)
  host.getSourceFile = (name, ...rest) =>
    name === file
      ? ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true)
      : getSourceFile.call(host, name, ...rest)
  host.getCurrentDirectory = () => dirname(file)
  const program = ts.createProgram([file], settings, host)
  const startedMs = performance.now()
  const found = program.getSemanticDiagnostics(program.getSourceFile(file))
  return {
    tookMs: Math.round(performance.now() - startedMs),
    // Not in the published types: how many generic types were made into concrete ones.
    instantiations: (program as unknown as { getInstantiationCount(): number }).getInstantiationCount(),
    errors: found.map(({ start = 0, length = 0, messageText }) => ({
      token: text.slice(start, start + length),
      says: ts.flattenDiagnosticMessageText(messageText, '\n'),
    })),
  }
}

test('I6 1,000 agents, 100 queues, 50 flows type-check, and two slips are two errors on their words', () => {
  const right = checked(sourceOf())
  expect(right.errors).toEqual([])
  const wrong = checked(sourceOf({ agent: 'agent-3000', queue: 'queue-500' }))
  console.log(
    `1,000 agents, 100 queues, 50 flows: checked in ${right.tookMs} ms (${right.instantiations} instantiations), with two slips in ${wrong.tookMs} ms`,
  )
  expect(wrong.errors.map(({ token }) => token)).toEqual(["'agent-3000'", 'queue'])
  expect(wrong.errors.map(({ says }) => says).join('\n')).toMatch(/agent-3000[\s\S]*queue-500/)
  // A number that does not depend on the machine: some 185,000, and 300,000 with the slips, when this was written.
  expect(right.instantiations).toBeLessThan(600_000)
  expect(wrong.instantiations).toBeLessThan(1_200_000)
})
