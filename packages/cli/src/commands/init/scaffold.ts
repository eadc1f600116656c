/** Copies a template into a folder and makes it a project of its own: a name, our version, secrets nobody else has. */
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { makeFolders } from '@callweave/cdr/node'
import { CallweaveError } from '@callweave/core'
import { type TemplateName, templateFiles, templateFolder } from './template.js'

export interface ScaffoldOptions {
  readonly template: TemplateName
  /** Of the packages that the project depends on. */
  readonly version: string
  /** Writes into a folder that holds other files; those that a template has too are replaced. */
  readonly force: boolean
  /** What to say when the folder is taken. */
  readonly words: FolderWords
}

export interface FolderWords {
  readonly notEmpty: string
  readonly notEmptyRemedy: string
  readonly notAFolder: string
  readonly cannotWrite: (p: { readonly reason: string }) => string
}

/**
 * Returns the files written, relative to the folder. A `.env` that is there already keeps its secrets.
 *
 * @throws CallweaveError `file-invalid` when the folder is not free or cannot be written; a free one may be left begun.
 */
export const scaffold = async (folder: string, options: ScaffoldOptions): Promise<readonly string[]> => {
  const { template, version, force, words } = options
  try {
    makeFolders(folder)
    if (!force && !(await isFree(folder))) throw refuse(folder, words.notEmpty, words.notEmptyRemedy)
    const written: string[] = []
    for (const file of await templateFiles(template)) {
      const target = file.replace(/(^|\/)_(?=[^/]+$)/, '$1.')
      const path = join(folder, target)
      if (target === '.env' && existsSync(path)) continue
      const content = await readFile(join(templateFolder(template), file))
      await mkdir(dirname(path), { recursive: true })
      await writeFile(path, filled(target, content, { folder, version }), target === '.env' ? { mode: 0o600 } : {})
      written.push(target)
    }
    return written
  } catch (cause) {
    throw cause instanceof CallweaveError ? cause : unwritable(folder, cause, words)
  }
}

/** A fresh repository counts as free. */
const isFree = async (folder: string): Promise<boolean> =>
  (await readdir(folder)).every((name) => name === '.git' || name === '.DS_Store')

const filled = (
  target: string,
  content: Buffer,
  { folder, version }: { readonly folder: string; readonly version: string },
) => {
  switch (target) {
    case 'package.json':
      return filledManifest(content.toString('utf8'), packageName(folder), version)
    case '.env':
      return content.toString('utf8').replace(/^([A-Z][A-Z0-9_]*)=$/gm, (_, name: string) => `${name}=${newSecret()}`)
    default:
      return content
  }
}

const filledManifest = (text: string, name: string, version: string): string => {
  const manifest = JSON.parse(text) as Record<string, unknown> & Record<'dependencies' | 'devDependencies', object>
  const ours = (dependencies: object): object =>
    Object.fromEntries(Object.entries(dependencies).map(([key, at]) => [key, at === '*' ? version : at]))
  const filled = {
    ...manifest,
    name,
    dependencies: ours(manifest.dependencies),
    devDependencies: ours(manifest.devDependencies),
  }
  return `${JSON.stringify(filled, null, 2)}\n`
}

/** What npm takes for a name; a folder in another script than Latin is called `call-center`. */
export const packageName = (folder: string): string =>
  basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+|[._-]+$/g, '') || 'call-center'

/** 120 bits, in letters that need no quoting anywhere. */
const newSecret = (): string => randomBytes(15).toString('base64url')

const refuse = (folder: string, message: string, remedy: string): CallweaveError =>
  new CallweaveError('file-invalid', { where: folder, message, remedy })

const unwritable = (folder: string, cause: unknown, words: FolderWords): CallweaveError => {
  const { code, message } = cause as NodeJS.ErrnoException
  const says = code === 'EEXIST' || code === 'ENOTDIR' ? words.notAFolder : words.cannotWrite({ reason: message })
  return new CallweaveError('file-invalid', { where: folder, message: says, cause })
}
