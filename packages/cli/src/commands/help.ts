import { defineCommand } from '../frame/command.js'
import { exitCode } from '../frame/exit-code.js'
import { renderCommandHelp, renderOverview } from '../frame/help.js'
import { value } from '../frame/option.js'
import { choice } from '../values/choice.js'
import { commandNames, loadCommand } from './index.js'

export const help = defineCommand('help', {
  positionals: { command: value(choice(commandNames)) },
  options: {},
  run: async ({ command }, { out, words }) => {
    const page = { words, language: out.language, columns: out.columns }
    out.print(
      `${command === undefined ? await renderOverview(page) : await renderCommandHelp(await loadCommand(command), page)}\n`,
    )
    return exitCode.fine
  },
})
