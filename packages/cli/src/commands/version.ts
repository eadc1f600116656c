import { defineCommand } from '../frame/command.js'
import { exitCode } from '../frame/exit-code.js'
import { ownVersion } from '../frame/version.js'

export const version = defineCommand('version', {
  positionals: {},
  options: {},
  run: async (_, { out }) => {
    const own = ownVersion()
    if (out.json) out.printJson({ version: own, node: process.versions.node })
    else out.print(`callweave ${own} (Node ${process.versions.node})\n`)
    return exitCode.fine
  },
})
