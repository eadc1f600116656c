// `npm run lockfile`: after dependencies have changed. npm leaves the binaries of other platforms out of package-lock.json
// where node_modules (npm/cli#4828) or an incomplete registry does not have them, and then `npm ci` refuses the lockfile,
// here or elsewhere. This adds them from the optionalDependencies that name them. With --check it only says what is wrong.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './workspace.mjs'

const systems = ['android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'aix', 'win32']
const processors = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'mips64el', 'wasm32']

const file = join(root, 'package-lock.json')
const lock = JSON.parse(readFileSync(file, 'utf8'))
const missing = []
const wrong = []

for (const [place, entry] of Object.entries(lock.packages)) {
  if (entry.resolved?.includes('://'))
    wrong.push(`${place} names the host it came from (npm config: omit-lockfile-registry-resolved)`)
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (entry.peerDependenciesMeta?.[name] || found(place, name)) continue
    const words = name.replace(/^@[^/]+\//, '').split(/[-./]/)
    const os = systems.filter((system) => words.includes(system))
    const cpu = processors.filter((processor) => words.includes(processor))
    if (os.length !== 1 || cpu.length !== 1 || !/^\d/.test(version))
      wrong.push(`${place} wants ${name}@${version}, which is not locked`)
    else missing.push([name, { version, cpu, ...(entry.dev ? { dev: true } : {}), ...libc(words), optional: true, os }])
  }
}

for (const [section, dependencies] of manifests())
  for (const [name, version] of Object.entries(dependencies))
    if (!/^\d+\.\d+\.\d+/.test(version)) wrong.push(`${section}: ${name}@${version} is not an exact version`)

const check = process.argv.includes('--check')
if (!check && missing.length > 0) {
  for (const [name, entry] of missing) lock.packages[`node_modules/${name}`] = entry
  const sorted = Object.entries(lock.packages).sort(([a], [b]) => a.localeCompare(b, 'en'))
  writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`)
  console.error(`${missing.length} binaries of other platforms added to package-lock.json`)
} else for (const [name] of missing) console.error(`package-lock.json lacks ${name}: run npm run lockfile`)
for (const line of wrong) console.error(line)
process.exitCode = wrong.length > 0 || (check && missing.length > 0) ? 1 : 0

/** As Node looks it up: in the folder of the package that wants it, then in those above. */
function found(place, name) {
  for (let folder = place; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    if (lock.packages[folder ? `${folder}/node_modules/${name}` : `node_modules/${name}`]) return true
    if (!folder) return false
  }
}

function libc(words) {
  if (words.some((word) => word.startsWith('musl'))) return { libc: ['musl'] }
  return words.some((word) => word.startsWith('gnu')) && words.includes('linux') ? { libc: ['glibc'] } : {}
}

function manifests() {
  return Object.entries(lock.packages)
    .filter(([place]) => !place.includes('node_modules'))
    .flatMap(([place, entry]) => [
      [place || 'package.json', entry.dependencies ?? {}],
      [place || 'package.json', entry.devDependencies ?? {}],
      [place || 'package.json', entry.optionalDependencies ?? {}],
    ])
}
