// The one tsup configuration: ESM for Node 22, one output for each export of the package, and one for each worker file.
import { globSync } from 'node:fs'
import { join } from 'node:path'
import { packages } from './workspace.mjs'

/**
 * @param {string} dir folder name under packages/
 * @param {string} outDir
 */
export function packageConfig(dir, outDir) {
  const { path, entries, manifest } = packages().find((p) => p.dir === dir)
  const workers = globSync('src/**/*worker.ts', { cwd: path })
  const entry = Object.fromEntries([
    ...entries.map(({ output }) => [output, join(path, 'src', `${output}.ts`)]),
    ...workers.map((file) => [file.replace(/^src\//, '').replace(/\.ts$/, ''), join(path, file)]),
  ])
  return {
    entry,
    outDir,
    format: 'esm',
    target: 'node22',
    platform: 'node',
    external: Object.keys(manifest.optionalDependencies ?? {}), // tsup leaves only the other dependencies out
    removeNodeProtocol: false, // 'node:sqlite' has no name without it
    splitting: true,
    sourcemap: true,
    config: false,
    clean: false,
    dts: false,
    silent: true,
  }
}
