/** `cc log`: an event log as JSON Lines, whichever format it is in. */
import { openEventLog } from '@callweave/cdr/node'
import { defineCommand } from '../frame/command.js'
import { exitCode } from '../frame/exit-code.js'
import { shownPath } from '../frame/host.js'
import { needed, value } from '../frame/option.js'
import { choice, text } from '../values/choice.js'
import { whole } from '../values/number.js'

/** So much text is handed to the stream at once. */
const pieceChars = 65_536

export const log = defineCommand('log', {
  positionals: { action: needed(choice(['cat'])), file: needed(text()) },
  options: { call: value(whole({ min: 1 })) },
  run: async ({ file, call }, { out, host }) => {
    const events = openEventLog(shownPath(host, file))
    let piece = ''
    try {
      for (const event of events) {
        if (call !== undefined && !('call' in event && event.call === call)) continue
        piece += `${JSON.stringify(event)}\n`
        if (piece.length < pieceChars) continue
        await out.stream(piece)
        piece = ''
      }
    } finally {
      // What stands before a cut or a damage is whole, and wanted.
      await out.stream(piece)
    }
    return exitCode.fine
  },
})
