/** Says what went wrong: one sentence, then where, what was found, what was expected and what to try. */
import { type CallweaveError, type ErrorCode, type Problem, showValue } from '@callweave/core'
import type { Output } from '../output/output.js'
import type { Catalogue } from '../text/en.js'
import { type ExitCode, exitCode } from './exit-code.js'
import { isCallweaveError } from './is-callweave-error.js'

const exitCodeOf: Readonly<Record<ErrorCode, ExitCode>> = {
  'definition-invalid': exitCode.wrong,
  usage: exitCode.wrong,
  'file-invalid': exitCode.wrong,
  'out-of-range': exitCode.wrong,
  'peer-failed': exitCode.failed,
  'illegal-state': exitCode.failed,
}

export const reportError = (error: unknown, out: Output, words: Catalogue, debug: boolean): ExitCode => {
  if (isCallweaveError(error)) {
    const problems = problemsOf(error)
    if (out.json) out.complain(`${JSON.stringify({ error: plainError(error, problems) })}\n`)
    else out.complain(describe(error, problems, out, words))
    return exitCodeOf[error.code]
  }
  const message = error instanceof Error ? error.message : String(error)
  if (out.json) out.complain(`${JSON.stringify({ error: { code: 'bug', message } })}\n`)
  else
    out.complain(
      heading(words.errors.bug({ message }), out, words) + line(words.errors.bugRemedy, words.errors.remedy, out),
    )
  if (debug && error instanceof Error) out.complain(`${error.stack ?? message}\n`)
  return exitCode.failed
}

const describe = (error: CallweaveError, problems: readonly Problem[], out: Output, words: Catalogue): string =>
  problems.length === 0
    ? block(error.parts, out, words)
    : problems.map((problem) => block(placed(problem, fileOf(error.parts, problems)), out, words)).join('\n')

/** Where all of it stands; an error about the definition itself names the place of its first problem, which is no file. */
const fileOf = ({ where }: CallweaveError['parts'], problems: readonly Problem[]): string | undefined =>
  problems.some(({ path }) => path === where) ? undefined : where

/** `center.ts: queues.service.wrapUpMs` */
const placed = ({ path, ...rest }: Problem, file: string | undefined): Parts => {
  const where = [file, path].filter((part) => part !== undefined && part !== '').join(': ')
  return where === '' ? rest : { where, ...rest }
}

type Parts = { readonly [K in keyof CallweaveError['parts']]?: CallweaveError['parts'][K] | undefined }

const block = ({ message, where, found, expected, remedy }: Parts, out: Output, words: Catalogue): string => {
  const { errors, sentence } = words
  return [
    heading(sentence(message ?? ''), out, words),
    where === undefined ? '' : line(where, errors.where, out),
    found === undefined ? '' : line(showValue(found), errors.found, out),
    expected === undefined ? '' : line(sentence(expected), errors.expected, out),
    remedy === undefined ? '' : line(sentence(remedy), errors.remedy, out),
  ].join('')
}

const heading = (message: string, out: Output, words: Catalogue): string =>
  `${out.talkTint.red(out.talkTint.bold(words.errors.heading))} ${message}\n`

const line = (text: string, label: string, out: Output): string => `  ${out.talkTint.dim(label)}  ${text}\n`

/** `defineCallCenter` throws all that is wrong at once, with the single problems as the cause. */
const problemsOf = ({ code, parts }: CallweaveError): readonly Problem[] =>
  code === 'definition-invalid' && Array.isArray(parts.cause) ? (parts.cause as readonly Problem[]) : []

const plainError = ({ code, parts }: CallweaveError, problems: readonly Problem[]): object => {
  const { cause, ...rest } = parts
  return problems.length === 0 ? { code, ...rest } : { code, message: rest.message.split('\n')[0], problems }
}
