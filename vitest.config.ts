import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { root, sourceOf } from './scripts/workspace.mjs'

const alias = Object.entries(sourceOf()).map(([specifier, source]) => ({
  find: new RegExp(`^${specifier}$`),
  replacement: join(root, source),
}))

const mostMs = 300_000

export default defineConfig({
  resolve: { alias },
  test: {
    setupFiles: ['scripts/vitest-setup.mjs'],
    execArgv: ['--no-maglev-osr', '--import', join(root, 'scripts/sources.mjs')], // as `cc` runs: maglev-in-loops.md
    chaiConfig: { truncateThreshold: 1_000 }, // what differs is in the message, so in what CI prints
    isolate: false, // no module of ours has state of its own, and a worker for each file doubles the time
    // Against what hangs, not against what is slow: a busy machine may take ten times what this one does.
    testTimeout: mostMs,
    hookTimeout: mostMs,
    expect: { poll: { timeout: mostMs / 2 } },
    include: ['packages/*/src/**/*.test.ts', 'packages/*/test/**/*.test.{ts,mjs}', 'scripts/*.test.mjs'],
    exclude: ['**/node_modules/**', '**/dist/**', '**/templates/**'],
    coverage: {
      provider: 'v8',
      include: ['packages/*/src/**/*.ts'],
      exclude: ['**/*.test.ts', '**/*.test-d.ts'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 80, branches: 70 },
    },
  },
})
