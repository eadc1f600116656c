import { packages } from './scripts/workspace.mjs'

const workspaces: Record<string, object> = Object.fromEntries(
  packages().map(({ dir, entries }) => [
    `packages/${dir}`,
    {
      entry: [
        ...entries.map(({ output }) => `src/${output}.ts`),
        'src/**/*worker.ts',
        'bin/*.mjs',
        'bench/*.mjs',
        '{src,test}/**/*.test.{ts,mjs}',
        'test/**/*.program.ts',
        'src/**/*.test-d.ts',
      ],
      project: ['{src,bin,bench,test}/**/*.{ts,mjs}'],
    },
  ]),
)

// Templates are projects of their own, with a manifest of their own.
workspaces['packages/cli'] = { ...workspaces['packages/cli'], ignore: ['templates/**'] }

export default {
  workspaces: { '.': { entry: ['scripts/*.mjs'], project: ['scripts/**/*.mjs'] }, ...workspaces },
  // Started as programs, by their path, or (tsgolint) by oxlint.
  ignoreDependencies: [
    '@arethetypeswrong/cli',
    '@changesets/cli',
    '@changesets/config',
    '@changesets/changelog-git',
    'node-gyp',
    'oxlint',
    'oxlint-tsgolint',
    'verdaccio',
  ],
  // Types that a docstring or an inferred signature names are part of the surface all the same.
  ignoreExportsUsedInFile: true,
}
