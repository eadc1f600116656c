/** `cc phone`: a phone at a desk that answers, for whoever has no softphone at hand. */
import { defineCommand } from '../frame/command.js'
import { exitCode } from '../frame/exit-code.js'
import { latch } from '../frame/latch.js'
import { flag, needed, value, valueOr } from '../frame/option.js'
import { openTestPhone } from '../phone/open-test-phone.js'
import { readRecord } from '../phone/record-file.js'
import { createReport } from '../phone/report-phone.js'
import { readSay } from '../phone/say-file.js'
import { withCenter } from '../project/center-folder.js'
import { accountOf, agentAt, serverOf } from '../project/center-server.js'
import { formatHostPort, hostPort } from '../values/address.js'
import { text } from '../values/choice.js'
import { duration } from '../values/duration.js'
import { whole } from '../values/number.js'

export const phone = defineCommand('phone', {
  positionals: { extension: needed(text()) },
  options: {
    'answer-after': valueOr(duration(), '1s'),
    'hang-up-after': value(duration({ aboveZero: true })),
    say: value(text()),
    record: value(text()),
    calls: value(whole({ min: 1 })),
    ready: flag(),
    server: value(hostPort()),
    folder: value(text()),
  },
  run: async (asked, context) => {
    const { host, words } = context
    const { extension, folder } = asked
    const account = await accountOf(extension, '<extension>', context)
    const server = await serverOf({ named: asked.server, folder }, context)
    const said = await readSay(asked.say, host)
    const recorded = await readRecord(asked.record, host)
    const tell = createReport(context)
    const over = latch()
    const agent = asked.ready ? await agentAt(extension, context) : undefined
    const setReady = async (): Promise<void> => {
      if (agent !== undefined)
        await withCenter(folder, context, (center) => center.setAgentState(agent, { state: 'ready' }))
    }
    /** The socket of a center that has just begun comes a moment later than its phones are known. */
    const setReadySoon = async (): Promise<void> => {
      for (let tries = 4; tries > 0; tries -= 1) {
        const isDone = await setReady().then(
          () => true,
          () => false,
        )
        if (isDone) return
        await new Promise((done) => setTimeout(done, 500))
      }
      await setReady()
    }
    let left = asked.calls ?? Number.POSITIVE_INFINITY
    const opened = await openTestPhone({
      server,
      account,
      tell,
      answers: {
        ...said,
        afterMs: asked.answerAfter,
        ...recorded,
        ...(asked.hangUpAfter === undefined ? {} : { forMs: asked.hangUpAfter }),
      },
      onEnd: () => {
        left -= 1
        if (left === 0) over.open()
      },
      onBack: () => void setReadySoon().catch((error: Error) => tell({ event: 'trouble', message: error.message })),
      words: words.phone,
    })
    const off = host.onInterrupt(() => over.open())
    try {
      await opened.register()
      tell({ event: 'registered', extension, server: formatHostPort(server) })
      await setReady()
      await over.opened
      return exitCode.fine
    } finally {
      off()
      // A phone that is gone rings for nobody; the center may be gone as well.
      if (agent !== undefined)
        await withCenter(folder, context, (center) => center.setAgentState(agent, { state: 'logged-out' })).catch(
          () => {},
        )
      await opened.close()
    }
  },
})
