/** The templates: plain folders, each a project that runs as it stands. */
import { readdir } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { packageFolder } from '../../package-folder.js'

export const templateNames = ['minimal', 'customer-service', 'emergency', 'multi-skill'] as const
export type TemplateName = (typeof templateNames)[number]

export const templateFolder = (name: TemplateName): string =>
  fileURLToPath(new URL(`templates/${name}/`, packageFolder))

/** Paths inside the template, with forward slashes, in the order of the alphabet. */
export const templateFiles = async (name: TemplateName): Promise<readonly string[]> => {
  const folder = templateFolder(name)
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .sort()
}
