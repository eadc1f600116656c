/**
 * Loads a file that a user wrote: TypeScript, JavaScript or JSON. Node strips the types; nothing is compiled. Whatever
 * goes wrong in it is said as a mistake of the file, with its line, and never as one of ours.
 */
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, extname, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { CallweaveError, type ErrorParts, nearestName, parseJson } from '@callweave/core'

const extensions = ['.ts', '.mts', '.js', '.mjs', '.json']

/** What the file exports by default; of a JSON file, its content. @throws CallweaveError `file-invalid`, or the module's own. */
export const loadDefault = async (file: string): Promise<unknown> => {
  const found = await loadAny(file)
  if (found !== undefined) return found
  throw invalid(file, {
    message: 'this file exports nothing by default',
    expected: 'export default defineCallCenter({ ... }), or defineScenario',
  })
}

/** The same, but `undefined` for a file that exports nothing by default. */
export const loadAny = async (file: string): Promise<unknown> => {
  await refuseMissing(file)
  if (!extensions.includes(extname(file)))
    throw invalid(file, {
      message: 'this kind of file cannot be loaded',
      expected: `a file ending in ${extensions.join(', ')}`,
    })
  if (extname(file) === '.json') return jsonIn(file, await readFile(file, 'utf8'))
  const module: { readonly default?: unknown } = await import(pathToFileURL(file).href).catch((error: unknown) => {
    throw wrongModule(file, error)
  })
  return module.default
}

const invalid = (file: string, parts: ErrorParts): CallweaveError =>
  new CallweaveError('file-invalid', { where: file, ...parts })

/** A definition of 1,000 agents and 50 flows has 0.3 MB; reading 100 MB as a program takes minutes. */
const largestBytes = 20e6

const refuseMissing = async (file: string): Promise<void> => {
  const found = await stat(file).catch(() => undefined)
  if (found?.isFile()) {
    if (found.size <= largestBytes) return
    throw invalid(file, {
      message: 'this file is too large to be a definition or a scenario',
      found: `${Math.round(found.size / 1e6)} MB`,
      expected: `at most ${largestBytes / 1e6} MB`,
      remedy: 'Calls and rosters stand in files of their own, which a scenario or a definition names',
    })
  }
  if (found?.isDirectory())
    throw invalid(file, { message: 'this is a folder', expected: 'a file that exports a definition' })
  const neighbours = await readdir(dirname(file)).catch(() => [])
  const nearest = nearestName(basename(file), neighbours)
  throw invalid(file, {
    message: 'there is no such file',
    ...(nearest === undefined ? {} : { remedy: `Did you mean '${nearest}'?` }),
  })
}

const jsonIn = (file: string, text: string): unknown => {
  try {
    return parseJson(text)
  } catch (cause) {
    const message = (cause as Error).message
    const at = /position (\d+)/.exec(message)
    const line = at === null ? '' : `:${text.slice(0, Number(at[1])).split('\n').length}`
    throw invalid(`${file}${line}`, { message: `this is not JSON: ${message}`, cause })
  }
}

/** A CallweaveError may come from another copy of our packages, beside the user's file: it is known by its shape. */
const isOurs = (error: unknown): error is CallweaveError =>
  error instanceof Error && error.name === 'CallweaveError' && 'code' in error && 'parts' in error

/** What is wrong in a definition or a scenario, with the file that holds it in front of each path. */
export const inFile = (file: string, error: unknown): unknown => {
  if (!isOurs(error) || error.code !== 'definition-invalid' || error.parts.where !== undefined) return error
  return new CallweaveError(error.code, { ...error.parts, where: shown(definedIn(error) ?? file) })
}

/** Who called `defineCallCenter` or the like: of a scenario's mistakes, those of its center are in another file. */
const definedIn = ({ stack = '' }: Error): string | undefined => {
  const lines = stack.split('\n')
  const last = lines.findLastIndex((line) => /^\s*at define[A-Z]\w* /.test(line))
  const [, url] = /(file:\/\/[^\s)]+?):\d+:\d+\)?$/.exec(last < 0 ? '' : (lines[last + 1] ?? '').trim()) ?? []
  return url === undefined ? undefined : fileURLToPath(url)
}

const wrongModule = (file: string, error: unknown): unknown => {
  if (isOurs(error)) return inFile(file, error)
  if (!(error instanceof Error)) return invalid(file, { message: `this file throws ${String(error)}`, cause: error })
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ERR_MODULE_NOT_FOUND') return notFound(file, error)
  const where = placeIn(error) ?? file
  if (error instanceof SyntaxError || code?.endsWith('_TYPESCRIPT_SYNTAX'))
    return invalid(where, {
      message: `this file cannot be read as a program: ${firstLine(error.message)}`,
      ...(code === 'ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX'
        ? {
            remedy:
              'Node strips types and compiles nothing: write it without enums, namespaces and parameter properties',
          }
        : {}),
      cause: error,
    })
  return invalid(where, { message: `this file fails: ${firstLine(error.message)}`, cause: error })
}

const notFound = (file: string, error: Error): CallweaveError => {
  const [, wanted = ''] = /Cannot find (?:package|module) '([^']+)'/.exec(error.message) ?? []
  const [, importer] = /imported from (.+)$/m.exec(error.message) ?? []
  const where = importer === undefined ? file : shown(importer)
  if (/^[./]/.test(wanted) || /^[a-z]:\\/i.test(wanted))
    return invalid(where, { message: 'a file is imported that is not there', found: shown(wanted), cause: error })
  return invalid(where, {
    message: `the package '${wanted}' is not installed`,
    remedy: "Run 'npm install' in the project's folder",
    cause: error,
  })
}

/** As the user would type it. */
export const shown = (path: string): string => {
  const near = relative(process.cwd(), path)
  return near.startsWith('..') ? path : near
}

const firstLine = (text: string): string =>
  text
    .split('\n')
    .find((line) => line.trim() !== '')
    ?.trim() ?? text

/** The file and line that a stack begins with, where it is a user's: `center.ts:12`. */
const placeIn = ({ stack = '' }: Error): string | undefined => {
  for (const line of stack.split('\n')) {
    const [, url, at] = /(file:\/\/[^\s)]+?|\/[^\s:)]+):(\d+)(?::\d+)?\)?$/.exec(line.trim()) ?? []
    if (url === undefined || url.includes('/node_modules/')) continue
    return `${shown(url.startsWith('file:') ? fileURLToPath(url) : url)}:${at}`
  }
  return undefined
}
