// `node scripts/docs-outputs.mjs`: runs the template with the `cc` just built, and pastes what it prints into README.md and
// the guides. Not compared by the tests: speed and machine differ from run to run.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from './workspace.mjs'

const folder = mkdtempSync(join(tmpdir(), 'callweave-outputs-'))
const project = join(folder, 'my-center')
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))

cc(folder, 'init', 'my-center', '--template', 'customer-service', '--yes')
const sim = cc(project, 'sim')
const report = `${sim.stdout.trimEnd()}\n\n${sim.stderr.slice(sim.stderr.indexOf('Simulated in')).split('\nNext:')[0].trimEnd()}`
const firstEvents = cc(project, 'log', 'cat', 'runs/events.log').stdout.split('\n').slice(0, 3).join('\n')
paste('README.md', 'day ·', report)
paste('docs/guide/getting-started.md', 'day ·', report)
paste('docs/guide/getting-started.md', 'customer-service center', cc(project, 'check').stdout)
paste('docs/guide/event-log.md', 'Call ', cc(project, 'explain', 'longest').stdout)
paste('docs/guide/event-log.md', 'emil, ', cc(project, 'explain', '--agent', 'emil', '--at', '09:50:10').stdout)
paste('docs/guide/event-log.md', '{"seq"', firstEvents.replace(/("definitionHash":"\w{8})\w+/, '$1...'))
const [, share, half] = /service +\d+ ±[\d.]+ +([\d.]+%) ±([\d.]+)/.exec(report)
change('docs/guide/getting-started.md', /`[\d.]+% ±[\d.]+`/, `\`${share} ±${half}\``)
change('docs/guide/getting-started.md', /within\s±[\d.]+/, `within ±${half}`)
rmSync(folder, { recursive: true, force: true })

function cc(cwd, ...words) {
  const ran = spawnSync(process.execPath, [join(root, 'packages/cli/bin/cc.mjs'), ...words], {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, NO_COLOR: '1', LC_ALL: 'C' },
  })
  if (ran.status !== 0) throw new Error(`cc ${words.join(' ')} ended with ${ran.status}\n${ran.stderr}`)
  return ran
}

/** In place of the `text` block that begins so. */
function paste(page, begins, output) {
  const text = readFileSync(join(root, page), 'utf8')
  const from = text.indexOf(`\`\`\`text\n${begins}`)
  if (from < 0) throw new Error(`${page} has no block that begins with ${begins}`)
  const to = text.indexOf('\n```', from)
  writeFileSync(join(root, page), `${text.slice(0, from)}\`\`\`text\n${output.trimEnd()}${text.slice(to)}`)
}

function change(page, from, to) {
  const text = readFileSync(join(root, page), 'utf8')
  if (!from.test(text)) throw new Error(`${page} has nothing like ${from}`)
  writeFileSync(join(root, page), text.replace(from, to))
}
