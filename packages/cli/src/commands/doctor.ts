/** `cc doctor`: is this machine fit for a center, and is this project? What is not, with its cure. */
import { type Context, defineCommand } from '../frame/command.js'
import { exitCode } from '../frame/exit-code.js'
import { listOr, value, valueOr } from '../frame/option.js'
import { renderTable } from '../output/table.js'
import { centerFolder } from '../project/center-folder.js'
import { hostPort, portRange } from '../values/address.js'
import { text } from '../values/choice.js'
import { checkCertificate } from './doctor/certificate.js'
import type { Finding } from './doctor/finding.js'
import { checkMachine } from './doctor/machine.js'
import { checkNetwork } from './doctor/network.js'
import { checkProject } from './doctor/project.js'
import { tlsFiles } from './start/tls.js'

export const doctor = defineCommand('doctor', {
  positionals: { file: value(text()) },
  options: {
    listen: listOr(hostPort(), '127.0.0.1:5060'),
    'rtp-ports': valueOr(portRange(), '16384-32767'),
    'tls-cert': value(text()),
    'tls-key': value(text()),
    folder: value(text()),
  },
  run: async (asked, context) => {
    const { file, listen, rtpPorts, folder: named } = asked
    const { out, words, host } = context
    const folder = centerFolder(named, host)
    const tls = tlsFiles(asked, 'cc doctor', context)
    const listens = listen.map(({ host, port = 5060 }) => ({ host, port }))
    const project = await checkProject(file, context)
    const findings: readonly Finding[] = [
      ...(await checkMachine({ folder, languages: project.languages }, context)),
      ...(await checkNetwork({ listens, hasTls: tls !== null, rtpPorts, folder }, context)),
      ...(tls === null ? [] : await checkCertificate(tls, context)),
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
