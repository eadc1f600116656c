/** `cc check`: everything that is wrong with a definition and its scenarios, before any call comes. */
import type { CenterDefinition } from '@callweave/center'
import { formatPath, formatProblem, type Problem, secretsIn } from '@callweave/core'
import { findScenario, loadCenter, projectFolder, readSecrets } from '@callweave/sim/node'
import { type Context, defineCommand } from '../frame/command.js'
import { type ExitCode, exitCode } from '../frame/exit-code.js'
import { isCallweaveError } from '../frame/is-callweave-error.js'
import { value } from '../frame/option.js'
import { findCenter, scenarioFiles } from '../project/find-files.js'
import { text } from '../values/choice.js'

export const check = defineCommand('check', {
  positionals: { file: value(text()) },
  options: {},
  run: async (asked, context) => {
    const file = findCenter(asked.file, context.host, context.words)
    try {
      const center = await loadCenter(file)
      const scenarios: string[] = []
      for (const path of await scenarioFiles(file)) if ((await findScenario(path)) !== undefined) scenarios.push(path)
      const warnings = [...center.warnings, ...(await checkSecrets(file, center, context))]
      return report(file, { ...center, warnings }, scenarios, context)
    } catch (error) {
      return refuse(file, error, context)
    }
  },
})

/** One warning for all, at the first of them: a project without its `.env` lacks every one. */
const checkSecrets = async (
  file: string,
  { sections }: CenterDefinition,
  { host, words }: Context,
): Promise<readonly Problem[]> => {
  const uses = secretsIn(sections)
  const { missing } = await readSecrets(projectFolder(file), new Set(uses.map(({ name }) => name)), { env: host.env })
  const first = uses.find(({ name }) => name === missing[0])
  if (first === undefined) return []
  const names = missing.length > 4 ? `${missing.slice(0, 3).join(', ')}, …` : missing.join(', ')
  return [
    {
      path: formatPath(first.path),
      message: words.check.noSecret({ names, count: missing.length }),
      remedy: words.check.noSecretRemedy({ name: first.name }),
      severity: 'warning',
    },
  ]
}

const sizeOf = ({ sections }: CenterDefinition) => ({
  trunks: Object.keys(sections.trunks).length,
  numbers: Object.values(sections.trunks).flatMap(({ numbers }) => numbers).length,
  agents: Object.keys(sections.agents).length,
  queues: Object.keys(sections.queues).length,
  flows: Object.keys(sections.flows).length,
})

const report = (
  file: string,
  center: CenterDefinition,
  scenarios: readonly string[],
  { out, words }: Context,
): ExitCode => {
  const { sections, definitionHash, warnings } = center
  const size = sizeOf(center)
  if (out.json) {
    out.printJson({ ok: true, file, name: sections.name, definitionHash, ...size, scenarios, problems: warnings })
    return exitCode.fine
  }
  const count = (n: number): string => out.format.number(n)
  const counts = Object.fromEntries(Object.entries(size).map(([key, n]) => [key, count(n)])) as Record<
    keyof typeof size,
    string
  >
  out.print(`${out.tint.bold(sections.name)} ${out.tint.dim(file)}\n  ${words.check.size(counts)}\n`)
  for (const path of scenarios) out.print(`  ${words.check.scenarioFits({ path })}\n`)
  for (const warning of warnings) out.print(`${out.tint.yellow(words.errors.warning)} ${formatProblem(warning)}\n`)
  out.print(
    `${out.tint.green('✔')} ${warnings.length === 0 ? words.check.fine : words.check.fineBut({ count: count(warnings.length) })}\n`,
  )
  if (scenarios.length > 0) out.say(`\n${words.check.next}\n`)
  return exitCode.fine
}

/** With --json the problems are the result; everywhere else they are an error like any other. */
const refuse = (file: string, error: unknown, { out }: Context): ExitCode => {
  const problems = problemsIn(error)
  if (!out.json || problems === undefined) throw error
  out.printJson({ ok: false, file: fileOf(error) ?? file, problems })
  return exitCode.wrong
}

/** A scenario may be what is wrong. */
const fileOf = (error: unknown): string | undefined =>
  isCallweaveError(error) && Array.isArray(error.parts.cause) ? error.parts.where : undefined

const problemsIn = (error: unknown): readonly Problem[] | undefined => {
  if (!isCallweaveError(error) || error.code !== 'definition-invalid') return undefined
  const { cause, where, message, ...rest } = error.parts
  return Array.isArray(cause)
    ? (cause as readonly Problem[])
    : [{ path: where ?? '', message, ...rest, severity: 'error' }]
}
