/** `cc start`: the definition of a project takes real calls, in the foreground, until it is asked to end. */
import { type EmbeddedCenter, openEmbedded } from '@callweave/server'
import { loadCenter, projectFolder } from '@callweave/sim/node'
import { defineCommand } from '../frame/command.js'
import { type ExitCode, exitCode } from '../frame/exit-code.js'
import { list, listOr, value, valueOr } from '../frame/option.js'
import { centerFolder } from '../project/center-folder.js'
import { findCenter } from '../project/find-files.js'
import { secretsOf } from '../project/secrets.js'
import { advertised, hostPort, portRange } from '../values/address.js'
import { text } from '../values/choice.js'
import { duration } from '../values/duration.js'
import { printBanner } from './start/banner.js'
import { reportClosed } from './start/closed.js'
import { createTeller, type Teller } from './start/teller.js'
import { readTls } from './start/tls.js'
import { untilAsked } from './start/until-asked.js'
import { watchEvents } from './start/watch-events.js'
import { watchHours } from './start/watch-hours.js'
import { watchPhones } from './start/watch-phones.js'

export const start = defineCommand('start', {
  positionals: { file: value(text()) },
  options: {
    listen: listOr(hostPort(), '127.0.0.1:5060'),
    advertise: list(advertised()),
    'rtp-ports': valueOr(portRange(), '16384-32767'),
    'tls-cert': value(text()),
    'tls-key': value(text()),
    folder: value(text()),
    drain: valueOr(duration(), '30s'),
  },
  run: async (asked, context) => {
    const { host, words } = context
    const file = findCenter(asked.file, host, words)
    const definition = await loadCenter(file)
    const project = projectFolder(file)
    const secrets = await secretsOf(definition, file, host)
    const teller = createTeller(context)
    const { listen, advertise, rtpPorts } = asked
    const [first, ...also] = listen
    const tls = await readTls(asked, context)
    const ending = untilAsked(host)
    teller.opening(definition.sections.name)
    const show = watchEvents(teller)
    // What a start closes is told as one notice.
    let isReady = false
    let center: EmbeddedCenter
    try {
      center = await openEmbedded({
        definition,
        project,
        folder: centerFolder(asked.folder, host, file),
        reveal: secrets.reveal,
        listen: {
          ...first,
          also,
          rtpPorts,
          advertise,
          ...(tls === undefined ? {} : { tls }),
        },
        onJump: ({ byMs }) => teller.tell({ notice: 'clock-jumped', byMs }),
        onTrouble: teller.trouble,
        onMended: () => teller.tell({ notice: 'journal-mended' }),
        onNotice: teller.notice,
        onLost: (loss) => teller.tell({ notice: 'folder-lost', ...loss }),
        onWritten: (event) => {
          if (isReady) show(event)
        },
      })
    } catch (error) {
      teller.close()
      ending.close()
      throw error
    }
    printBanner({ center, definition, drainMs: asked.drain }, context)
    reportClosed(center, teller, context)
    teller.live(center)
    const leavePhones = watchPhones(center, teller)
    const leaveHours = watchHours(center, teller)
    isReady = true
    try {
      await ending.first
      return await end(center, asked.drain, ending.second, teller)
    } finally {
      leavePhones()
      leaveHours()
      teller.close()
      ending.close()
    }
  },
})

/** Takes no new calls, waits for those that are up, and hurries when it is asked again. */
const end = async (
  center: EmbeddedCenter,
  drainMs: number,
  askedAgain: Promise<void>,
  teller: Teller,
): Promise<ExitCode> => {
  const hurry = new AbortController()
  const calls = [...center.running.center.calls.calls.values()].filter(({ legs }) => legs.length > 0)
  teller.tell({ notice: 'ending', calls: calls.length, drainMs })
  void askedAgain.then(() => {
    teller.tell({ notice: 'hurried' })
    hurry.abort()
  })
  const { cleared } = await center.close({ drainMs, hurry: hurry.signal })
  teller.tell({ notice: 'ended', cleared })
  return exitCode.fine
}
