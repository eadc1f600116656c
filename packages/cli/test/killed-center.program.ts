/**
 * A center as `cc start` runs it, and its desk on standard input: `killed-center.program.ts FILE FOLDER PORT MEDIA`. A line is a
 * function of the desk with its arguments, as JSON. Prints `ready`, `refused`,
 * `trouble` and notices by their names, each with what belongs to it as JSON.
 */
import { createInterface } from 'node:readline'
import { openEmbedded } from '@callweave/server'
import { loadCenter, projectFolder, readSecrets } from '@callweave/sim/node'

const [file = '', folder = '', port = '', media = ''] = process.argv.slice(2)
const say = (word: string, what: unknown): void => void process.stdout.write(`${word} ${JSON.stringify(what)}\n`)
const definition = await loadCenter(file)
const names = new Set(Object.values(definition.sections.agents).flatMap(({ password }) => password?.secret ?? []))
for (const { password } of Object.values(definition.sections.extensions ?? {})) names.add(password?.secret ?? '')
const { values } = await readSecrets(projectFolder(file), names, { env: {} })
const center = await openEmbedded({
  definition,
  project: projectFolder(file),
  folder,
  reveal: (name) => values.reveal(name),
  listen: { port: Number(port), rtpPorts: { from: Number(media), to: Number(media) + 999 } },
  onTrouble: (error) => say('trouble', String(error)),
  onNotice: (notice) => say(notice.notice, 'error' in notice ? String(notice.error) : notice),
})
say('ready', { api: center.api.path, port: center.switch.port })

createInterface({ input: process.stdin }).on('line', (line) => {
  const [order, ...of] = JSON.parse(line) as ['consult' | 'conference', string, string]
  try {
    center.running.center.desk[order](...of)
  } catch (error) {
    say('refused', String(error))
  }
})
