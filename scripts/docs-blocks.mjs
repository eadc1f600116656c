// Documentation runs. Every ```ts block of README.md, docs/ and the docstrings is type-checked against the sources. A block
// marked ```ts run is executed as well (on the build): its lines `// => text` together are what it must print. A block
// marked ```sh run is executed by bash with our `cc` on the path; those of one file share an empty folder, in order.
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { root } from './workspace.mjs'

const work = join(root, '.cache/docs')

/** @returns {{ file: string, line: number, language: string, run: boolean, code: string }[]} `line` is that of the fence */
export function blocksOf(file, text) {
  const docstrings = file.endsWith('.ts')
  const blocks = []
  let open
  for (const [index, raw] of text.split('\n').entries()) {
    const line = docstrings ? raw.replace(/^\s*\* ?/, '') : raw
    const fence = /^\s*```(.*)$/.exec(line)
    if (open && fence) {
      blocks.push({ ...open, code: open.code.join('\n') })
      open = undefined
    } else if (open) open.code.push(line)
    else if (fence && (!docstrings || /^\s*\*/.test(raw))) {
      const [language = '', mark] = fence[1].trim().split(/\s+/)
      open = { file, line: index + 1, language, run: mark === 'run', code: [] }
    }
  }
  return blocks
}

/** @returns {{ checked: number, failures: string[] }} */
export function checkDocs() {
  const files = globSync(['README.md', 'docs/**/*.md', 'packages/*/README.md', 'packages/*/src/**/*.ts'], { cwd: root })
  const blocks = files.sort().flatMap((file) => blocksOf(file, readFileSync(join(root, file), 'utf8')))
  const typed = blocks.filter((b) => b.language === 'ts')
  const failures = [...typeErrors(typed), ...typed.filter((b) => b.run).flatMap(runTs)]
  const scripts = blocks.filter((b) => b.language === 'sh' && b.run)
  for (const file of new Set(scripts.map((b) => b.file)))
    failures.push(...runShell(scripts.filter((b) => b.file === file)))
  return { checked: typed.length + scripts.length, failures }
}

const nameOf = ({ file, line }) => `${file.replaceAll(/[^\w]+/g, '-')}-${line}.ts`

function typeErrors(blocks) {
  rmSync(work, { recursive: true, force: true })
  mkdirSync(work, { recursive: true })
  for (const block of blocks) {
    // Empty lines before it, so that the compiler's line is the document's line.
    writeFileSync(join(work, nameOf(block)), `${'\n'.repeat(block.line)}${block.code}\nexport {}\n`)
  }
  const { references } = JSON.parse(readFileSync(join(root, 'tsconfig.test.json'), 'utf8'))
  const config = {
    extends: '../../tsconfig.paths.json',
    compilerOptions: {
      types: ['node'],
      noEmit: true,
      composite: false,
      emitDeclarationOnly: false,
      incremental: false,
    },
    include: ['*.ts'],
    references: references.map(({ path }) => ({ path: join('../..', path) })),
  }
  writeFileSync(join(work, 'tsconfig.json'), JSON.stringify(config))
  if (blocks.length === 0) return []
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const { stdout } = spawnSync(process.execPath, [tsc, '-b', work, '--pretty', 'false'], {
    cwd: work,
    encoding: 'utf8',
  })
  return stdout
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => blocks.reduce((said, b) => said.replace(`${nameOf(b)}(`, `${b.file}(`), line))
}

function runTs(block) {
  const expected = [...block.code.matchAll(/\/\/ => (.*)$/gm)].map((m) => m[1].trim())
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(work, nameOf(block))], {
    cwd: work,
    encoding: 'utf8',
    timeout: 60_000,
  })
  const where = `${block.file}:${block.line}`
  if (status !== 0) return [`${where} ended with ${status}\n${stderr}`]
  const printed = stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.trim())
  if (expected.length === 0 || printed.join('\n') === expected.join('\n')) return []
  return [`${where} printed\n${printed.join('\n')}\ninstead of\n${expected.join('\n')}`]
}

function runShell(blocks) {
  const folder = mkdtempSync(join(tmpdir(), 'callweave-docs-'))
  const bin = join(folder, '.bin')
  mkdirSync(bin)
  for (const name of ['cc', 'callweave']) symlinkSync(join(root, `packages/cli/bin/${name}.mjs`), join(bin, name))
  if (existsSync(join(root, 'node_modules'))) symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  const env = { ...process.env, PATH: [bin, process.env.PATH].join(delimiter), NO_COLOR: '1' }
  const failures = blocks.flatMap((block) => {
    const script = block.code.replaceAll(/^\$ /gm, '')
    const { status, stdout, stderr } = spawnSync('bash', ['-e', '-c', script], {
      cwd: folder,
      env,
      encoding: 'utf8',
      timeout: 120_000,
    })
    return status === 0 ? [] : [`${block.file}:${block.line} ended with ${status}\n${stdout}${stderr}`]
  })
  rmSync(folder, { recursive: true, force: true })
  return failures
}

if (process.argv[1] === import.meta.filename) {
  const { checked, failures } = checkDocs()
  for (const failure of failures) console.error(failure)
  console.error(`${checked} blocks of documentation, ${failures.length} complaints`)
  process.exitCode = failures.length > 0 ? 1 : 0
}
