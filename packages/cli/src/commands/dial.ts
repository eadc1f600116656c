/** `cc dial`: a call to a running center, from a phone that is built in. */
import { defineCommand } from '../frame/command.js'
import { exitCode } from '../frame/exit-code.js'
import { value, valueOr } from '../frame/option.js'
import { openTestPhone } from '../phone/open-test-phone.js'
import { readRecord } from '../phone/record-file.js'
import { createReport } from '../phone/report-phone.js'
import { readSay } from '../phone/say-file.js'
import { accountOf, firstNumber, serverOf } from '../project/center-server.js'
import { formatHostPort, hostPort } from '../values/address.js'
import { text } from '../values/choice.js'
import { dialKeys } from '../values/dial-keys.js'
import { duration } from '../values/duration.js'

export const dial = defineCommand('dial', {
  positionals: { number: value(text()) },
  options: {
    press: value(dialKeys()),
    say: value(text()),
    record: value(text()),
    for: value(duration({ aboveZero: true })),
    from: valueOr(text(), '02079460001'),
    as: value(text()),
    server: value(hostPort()),
    folder: value(text()),
  },
  run: async (asked, context) => {
    const { host, words } = context
    const account = asked.as === undefined ? null : await accountOf(asked.as, '--as', context)
    const number = asked.number ?? (await firstNumber(context))
    const { server: named, folder } = asked
    const server = await serverOf({ named, folder, ...(account === null ? { number } : {}) }, context)
    const said = await readSay(asked.say, host)
    const recorded = await readRecord(asked.record, host)
    const tell = createReport(context)
    const phone = await openTestPhone({ server, account, tell, answers: null, words: words.phone })
    const off = host.onInterrupt(() => phone.hangUp())
    try {
      if (account !== null) await phone.register()
      tell({ event: 'dialing', number, server: formatHostPort(server) })
      const { wasAnswered } = await phone.dial(number, account?.user ?? asked.from, {
        ...said,
        ...(asked.press === undefined ? {} : { press: asked.press }),
        ...recorded,
        ...(asked.for === undefined ? {} : { forMs: asked.for }),
      })
      return wasAnswered ? exitCode.fine : exitCode.failed
    } finally {
      off()
      await phone.close()
    }
  },
})
