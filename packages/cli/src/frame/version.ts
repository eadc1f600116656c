import { readFileSync } from 'node:fs'
import { packageFolder } from '../package-folder.js'

/** The version in our package.json. */
export const ownVersion = (): string => {
  const manifest: unknown = JSON.parse(readFileSync(new URL('package.json', packageFolder), 'utf8'))
  return (manifest as { readonly version: string }).version
}
