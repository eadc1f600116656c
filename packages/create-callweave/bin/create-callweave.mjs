#!/usr/bin/env node
// `npm create callweave@latest my-center` is `cc init my-center`. Parses on Node 18, like `cc` itself.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 18)) {
  process.stderr.write(
    `Callweave needs Node 22.18 or newer and this is Node ${process.versions.node}: install a newer one from https://nodejs.org and run the same command again.\n`,
  )
  process.exitCode = 2
} else {
  const { main } = await import('@callweave/cli')
  process.exitCode = await main(['init', ...process.argv.slice(2)])
}
