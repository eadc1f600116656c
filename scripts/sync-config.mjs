// Writes what follows from the list of packages: tsconfig.paths.json, the tsconfig files and the license
// of each package.
// `node scripts/sync-config.mjs --check` only says what differs (exit 1).
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { nodeFolders, nodePackages, packages, root, sourceOf } from './workspace.mjs'

const files = new Map()
const json = (value) => `${JSON.stringify(value, null, 2)}\n`

const paths = Object.fromEntries(Object.entries(sourceOf()).map(([name, source]) => [name, [`./${source}`]]))
files.set('tsconfig.paths.json', json({ extends: './tsconfig.base.json', compilerOptions: { paths } }))

const below = (manifest) =>
  Object.keys(manifest.dependencies ?? {}).flatMap((name) => {
    const found = packages().find((p) => p.name === name)
    return found && found.entries.length > 0 ? [found.dir] : []
  })

for (const { dir } of packages()) files.set(`packages/${dir}/LICENSE`, readFileSync(join(root, 'LICENSE'), 'utf8'))

const projects = []
for (const { dir, manifest, entries } of packages()) {
  if (entries.length === 0) continue
  const node = nodePackages.includes(dir)
  const folders = nodeFolders[dir] ?? []
  const config = (name, over, include, exclude, references) => {
    projects.push(`packages/${dir}/${name}`)
    files.set(
      `packages/${dir}/${name}`,
      json({
        extends: '../../tsconfig.paths.json',
        compilerOptions: {
          rootDir: 'src',
          outDir: `../../.cache/types/${dir}`,
          tsBuildInfoFile: `../../.cache/types/${dir}-${name}.tsbuildinfo`,
          ...over,
        },
        include,
        exclude,
        references,
      }),
    )
  }
  const lower = below(manifest).flatMap((d) => [
    { path: `../${d}` },
    ...(nodeFolders[d] && (node || folders.length > 0) ? [{ path: `../${d}/tsconfig.node.json` }] : []),
  ])
  const tests = ['src/**/*.test.ts', 'src/**/*.test-d.ts']
  config(
    'tsconfig.json',
    node ? { types: ['node'] } : {},
    ['src'],
    [...tests, ...folders.map((f) => `src/${f}`)],
    lower,
  )
  if (folders.length > 0) {
    const include = folders.map((f) => `src/${f}`)
    config('tsconfig.node.json', { types: ['node'] }, include, tests, [{ path: '.' }, ...lower])
  }
}

files.set(
  'tsconfig.test.json',
  json({
    extends: './tsconfig.paths.json',
    compilerOptions: {
      types: ['node'],
      outDir: '.cache/types/tests',
      tsBuildInfoFile: '.cache/types/tests.tsbuildinfo',
    },
    include: ['packages/*/src/**/*.test.ts', 'packages/*/src/**/*.test-d.ts', 'packages/*/test/**/*.ts'],
    references: projects.map((path) => ({ path: `./${path}` })),
  }),
)
files.set(
  'tsconfig.templates.json',
  json({
    extends: './tsconfig.paths.json',
    compilerOptions: {
      types: ['node'],
      allowImportingTsExtensions: true,
      outDir: '.cache/types/templates',
      tsBuildInfoFile: '.cache/types/templates.tsbuildinfo',
    },
    include: ['packages/cli/templates/**/*.ts', 'examples/**/*.ts'],
    references: projects.map((path) => ({ path: `./${path}` })),
  }),
)
files.set(
  'tsconfig.json',
  json({
    files: [],
    references: [...projects, 'tsconfig.test.json', 'tsconfig.templates.json'].map((path) => ({ path: `./${path}` })),
  }),
)

const check = process.argv.includes('--check')
let differ = 0
for (const [path, text] of files) {
  const full = join(root, path)
  if (existsSync(full) && readFileSync(full, 'utf8') === text) continue
  differ++
  if (check) console.error(`${path} differs from what scripts/sync-config.mjs writes: run node scripts/sync-config.mjs`)
  else {
    mkdirSync(dirname(full), { recursive: true })
    writeFileSync(full, text)
  }
}
if (!check) console.error(`${files.size} configuration files, ${differ} written`)
process.exitCode = check && differ > 0 ? 1 : 0
