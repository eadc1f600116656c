// `node --import ./scripts/sources.mjs x.ts` runs on the sources, without a build: imports between packages lead to src, and
// './x.js' to the './x.ts' it is made from, dist to src. vitest starts its workers with this, so that the worker threads which a test
// starts run on the sources, too.
import { existsSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { root, sourceOf } from './workspace.mjs'

const sources = sourceOf()
const inSources = new RegExp(`^${pathToFileURL(root).href}/packages/[^/]+/(src|test)/`)

registerHooks({
  resolve(specifier, context, next) {
    if (sources[specifier]) return next(pathToFileURL(join(root, sources[specifier])).href, context)
    if (specifier.endsWith('.js') && (/^\.{1,2}\//.test(specifier) || specifier.startsWith('file:'))) {
      const asked = new URL(specifier, context.parentURL).href
      const url = asked.replace(/(\/packages\/[^/]+)\/dist\//, '$1/src/').replace(/\.js$/, '.ts')
      if (inSources.test(url) && existsSync(fileURLToPath(url))) return next(url, context)
    }
    return next(specifier, context)
  },
})
