#!/usr/bin/env node
// callweave-good-neighbour: the same program under a name that no compiler has. A file of its own, because the shims of
// pnpm and of Windows start a file and lose the name it was called by.
await import('./cc.mjs')
