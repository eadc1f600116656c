/** `cc doctor`: is this machine fit for a center, and is this project? What is not, with its cure. */
import { type Context, defineCommand } from '../frame/command.js'
import { exitCode } from '../frame/exit-code.js'
import { value, valueOr } from '../frame/option.js'
import { renderTable } from '../output/table.js'
import { centerFolder } from '../project/center-folder.js'
import { hostPort, portRange } from '../values/address.js'
import { text } from '../values/choice.js'
import type { Finding } from './doctor/finding.js'
import { checkMachine } from './doctor/machine.js'
import { checkNetwork } from './doctor/network.js'
import { checkProject } from './doctor/project.js'

export const doctor = defineCommand('doctor', {
  positionals: { file: value(text()) },
  options: {
    listen: valueOr(hostPort(), '127.0.0.1:5060'),
    'rtp-ports': valueOr(portRange(), '16384-32767'),
    folder: value(text()),
  },
  run: async ({ file, listen, rtpPorts, folder: named }, context) => {
    const { out, words, host } = context
    const folder = centerFolder(named, host)
    const project = await checkProject(file, context)
    const findings: readonly Finding[] = [
      ...(await checkMachine({ folder, languages: project.languages }, context)),
      ...(await checkNetwork({ listen: { host: listen.host, port: listen.port ?? 5060 }, rtpPorts, folder }, context)),
      ...project.findings,
    ]
    const ok = findings.every(({ state }) => state !== 'failed')
    if (out.json) out.printJson({ ok, checks: findings })
    else {
      print(findings, context)
      out.print(`${ok ? words.doctor.fit : words.doctor.unfit}\n`)
    }
    return ok ? exitCode.fine : exitCode.failed
  },
})

const print = (findings: readonly Finding[], { out, words: { doctor } }: Context): void => {
  const { tint } = out
  const mark = { fine: tint.green('✔'), warning: tint.yellow('!'), failed: tint.red('✘') }
  const rows = findings.map(({ check, state, found }) => [mark[state], tint.bold(doctor.names[check]), found])
  const lines = renderTable({ rows, align: 'l', tint }).trimEnd().split('\n')
  for (const [i, { remedy }] of findings.entries()) {
    out.print(`${lines[i] ?? ''}\n`)
    if (remedy !== null) out.print(`       ${remedy}\n`)
  }
}
