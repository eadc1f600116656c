// Lets plain Node run our TypeScript as it stands: `node --import ./run-source.mjs file.ts`. Node strips the types; this
// finds './x.ts' where a file imports './x.js', and the sources of our packages where it imports their names.
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root, sourceOf } from '../../../scripts/workspace.mjs'

const sources = sourceOf()

registerHooks({
  resolve(specifier, context, next) {
    const source = sources[specifier]
    if (source !== undefined) return next(pathToFileURL(join(root, source)).href, context)
    try {
      return next(specifier, context)
    } catch (error) {
      if (!specifier.startsWith('.') || !specifier.endsWith('.js')) throw error
      return next(`${specifier.slice(0, -3)}.ts`, context)
    }
  },
})
